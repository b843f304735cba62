"""Forms of a pilot: the organiser's, and the entrepreneur's on a phone."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.casefile.models import CaseFile
from accounts.impact.models import Indicator
from challenges.contests.design.forms import check_day
from challenges.contests.entries.models import Entry
from challenges.contests.pilots.engine import BUYING
from challenges.contests.pilots.models import Outcome, Pilot
from portal.kernel.files.fields import CheckedFileField, accepted_text
from portal.ui.fields import EuroField, NumberField


def _sane(day: dt.date) -> None:
    check_day(day)


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%d-%m-%Y"), validators=[_sane], **kwargs
    )


def _past(day: dt.date) -> None:
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day has yet to come. Fill in today or an earlier day."))


def _area(label: Any, rows: int = 4, **kwargs: Any) -> forms.CharField:
    kwargs.setdefault("max_length", 6000)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class _Once(forms.Form):
    """A form that counts once however often it is sent."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4


class _Plan(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    plan = _area(
        gettext_lazy("What do you try out, and how?"),
        6,
        help_text=gettext_lazy("In plain words: everyone can read it on the page of the challenge."),
    )
    starts_on = _day(gettext_lazy("First day"))
    ends_on = _day(gettext_lazy("Last day"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("The last day is before the first. Turn them round."))
        return data


class StartForm(_Plan):
    """The plan of a winner's pilot; whoever has no case file yet is linked to one, or gets one."""

    reference = forms.CharField(
        label=gettext_lazy("Number of their case file"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("For example D-2026-0012. Leave it empty to open a new case file."),
    )
    field_order = ("reference", "title", "plan", "starts_on", "ends_on")

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: CaseFile | None = None
        self.fields["title"].initial = entry.title
        self.fields["plan"].initial = entry.answers.get("solution", "")
        self.fields["starts_on"].initial = timezone.localdate
        self.fields["ends_on"].initial = timezone.localdate() + dt.timedelta(days=182)
        if entry.case_file_id:
            del self.fields["reference"]

    def clean_reference(self) -> str:
        text: str = self.cleaned_data["reference"].strip()
        if text:
            self.found = CaseFile.objects.filter(reference__iexact=text, merged_into=None).first()
            if self.found is None:
                raise forms.ValidationError(
                    _("There is no case file “%(number)s” here. Check the number.") % {"number": text}
                )
        return text

    def facts(self) -> dict[str, Any]:
        """What `actions.start` asks."""
        names = ("title", "plan", "starts_on", "ends_on")
        return {"case_file": self.found, **{name: self.cleaned_data[name] for name in names}}


class PlanForm(_Plan):
    """Changing the plan."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, pilot: Pilot, **kwargs: Any) -> None:
        names = ("title", "plan", "starts_on", "ends_on", "version")
        kwargs["initial"] = {name: getattr(pilot, name) for name in names}
        super().__init__(*args, **kwargs)


class MilestoneForm(_Once):
    """What must be done, and by when."""

    title = forms.CharField(label=gettext_lazy("What must be done?"), max_length=200)
    due_on = _day(gettext_lazy("By"))


class IndicatorForm(forms.Form):
    """What is measured. An indicator of the municipality's goals brings its own name and unit."""

    goal_indicator: Any = forms.ModelChoiceField(
        label=gettext_lazy("Indicator of the goals of the municipality"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("None of these: I describe it below"),
    )
    name = forms.CharField(label=gettext_lazy("What changes?"), max_length=120, required=False)
    unit = forms.CharField(
        label=gettext_lazy("Counted in"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("For example: people, meals, percent."),
    )
    about_people = forms.BooleanField(
        label=gettext_lazy("This counts people"),
        required=False,
        help_text=gettext_lazy("Then numbers below 5 are not shown to everyone."),
    )
    baseline = NumberField(label=gettext_lazy("At the start"), initial=0)
    target = NumberField(label=gettext_lazy("Target"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["goal_indicator"]
        field.queryset = Indicator.objects.order_by("name")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        chosen = data.get("goal_indicator")
        if chosen:
            data |= {"name": chosen.name, "unit": chosen.unit, "about_people": chosen.about_people}
        elif not self.errors:
            for name in ("name", "unit"):
                if not data.get(name):
                    self.add_error(name, _("Choose an indicator, or fill this in."))
        if data.get("target") is not None and data.get("target") == data.get("baseline"):
            self.add_error("target", _("The target is the same as the start. Then nothing changes."))
        return data


class MeasureForm(forms.Form):
    """What it is now, with evidence."""

    value = NumberField(label=gettext_lazy("Result"))
    on = _day(gettext_lazy("Measured on"))
    note = forms.CharField(label=gettext_lazy("Explanation"), max_length=500, required=False)
    file = CheckedFileField(label=gettext_lazy("Evidence"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate
        self.fields["file"].help_text = accepted_text()

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        _past(day)
        return day


class NoteForm(_Once):
    """A line of the learning log."""

    text = _area(
        gettext_lazy("What did you learn?"),
        4,
        max_length=3000,
        help_text=gettext_lazy("What went otherwise than you thought, and what do you do with it?"),
    )
    on = _day(gettext_lazy("Day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        _past(day)
        return day


class AskForm(_Once):
    """Asking an advance."""

    amount = EuroField(label=gettext_lazy("How much do you need?"))
    purpose = forms.CharField(label=gettext_lazy("What for?"), max_length=300)
    file = CheckedFileField(label=gettext_lazy("Quote or order"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = accepted_text()


class ProofForm(forms.Form):
    """What an advance was spent on."""

    text = forms.CharField(label=gettext_lazy("What did you spend it on?"), max_length=500)
    file = CheckedFileField(label=gettext_lazy("Proof, for example the invoice"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = accepted_text()


class RefuseForm(forms.Form):
    """Why an advance is refused."""

    reason = forms.CharField(
        label=gettext_lazy("Why not?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class PayForm(forms.Form):
    """When it was paid."""

    on = _day(gettext_lazy("Paid on"))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        _past(day)
        return day


class EndForm(forms.Form):
    """How the pilot ends, and why."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("How does it end?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reason = _area(
        gettext_lazy("Why?"),
        4,
        help_text=gettext_lazy("Everyone can read this on the page of the challenge."),
    )
    basis = _area(
        gettext_lazy("Ground in law"),
        3,
        required=False,
        help_text=gettext_lazy(
            "Only to scale up or buy it without a second tender: on what ground? For example: the conditions of the"
            " challenge said that a winner can get the order that follows. Ask your procurement adviser."
        ),
    )
    on = _day(gettext_lazy("Decided on"))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        _past(day)
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("outcome") in BUYING and not data.get("basis"):
            self.add_error(
                "basis", _("Write down the ground in law: without it the municipality has to tender.")
            )
        return data
