"""Forms of a coalition: the organiser's, and the party's on a phone."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.casefile.models import CaseFile
from challenges.contests.coalition.models import (
    CoalitionMeeting,
    CoalitionRole,
    ContributionKind,
    JointPlan,
)
from challenges.contests.coalition.queries import Board
from challenges.contests.design.forms import check_day
from portal.ui.fields import NumberField


def _sane(day: dt.date) -> None:
    check_day(day)


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%d-%m-%Y"), validators=[_sane], **kwargs
    )


def _area(label: Any, rows: int = 4, **kwargs: Any) -> forms.CharField:
    kwargs.setdefault("max_length", 6000)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class _Referring(forms.Form):
    """A form in which one can name a case file."""

    reference = forms.CharField(
        label=gettext_lazy("Number of their case file"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("For example D-2026-0012. Leave it empty when there is none."),
    )

    def clean_reference(self) -> CaseFile | None:
        text: str = self.cleaned_data["reference"].strip()
        found: CaseFile | None = None
        if text:
            found = CaseFile.objects.filter(reference__iexact=text, merged_into=None).first()
            if found is None:
                raise forms.ValidationError(
                    _("There is no case file “%(number)s” here. Check the number.") % {"number": text}
                )
        return found


class RoleForm(forms.Form):
    """What the coalition needs."""

    name = forms.CharField(
        label=gettext_lazy("What is needed?"),
        max_length=120,
        help_text=gettext_lazy("For example: a place to learn, someone who knows the neighbourhood."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of contribution is it?"),
        choices=ContributionKind.choices,
        widget=forms.RadioSelect,
    )
    wanted = NumberField(
        label=gettext_lazy("How much in all?"),
        required=False,
        help_text=gettext_lazy("Euros, hours or square metres. Leave it empty for knowledge."),
    )

    def __init__(self, *args: Any, role: CoalitionRole | None = None, **kwargs: Any) -> None:
        if role:
            kwargs["initial"] = {"name": role.name, "kind": role.kind, "wanted": role.wanted}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        counted = data.get("kind") not in (None, ContributionKind.KNOWLEDGE)
        if counted and not data.get("wanted") and "wanted" not in self.errors:
            self.add_error("wanted", _("Fill in how much is needed, more than zero."))
        return data


class PartyForm(_Referring):
    """Whom to ask to the table."""

    organisation = forms.CharField(label=gettext_lazy("Organisation or initiative"), max_length=200)
    name = forms.CharField(label=gettext_lazy("Contact person"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    field_order = ("organisation", "name", "email", "reference")

    def facts(self) -> dict[str, Any]:
        """What `actions.invite` asks."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("organisation", "name", "email")},
            "case_file": data["reference"],
        }


class PledgeForm(forms.Form):
    """A contribution to a role: what the organiser asks, or what a party offers."""

    role = forms.ModelChoiceField(
        label=gettext_lazy("For which role?"),
        queryset=CoalitionRole._base_manager.none(),
        empty_label=gettext_lazy("Choose a role"),
    )
    amount = NumberField(
        label=gettext_lazy("How much?"),
        required=False,
        help_text=gettext_lazy("Euros, hours or square metres. Leave it empty for knowledge."),
    )
    text = forms.CharField(label=gettext_lazy("What exactly?"), max_length=300, required=False)

    def __init__(self, *args: Any, challenge: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.queryset = CoalitionRole.objects.filter(challenge=challenge).order_by("pk")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        role = data.get("role")
        if role and role.kind != ContributionKind.KNOWLEDGE and not data.get("amount"):
            if "amount" not in self.errors:
                self.add_error("amount", _("Fill in how much, more than zero."))
        return data


class ReasonForm(forms.Form):
    """Why a party does not bring something in, or leaves."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class JointPlanForm(forms.Form):
    """The joint plan."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    text = _area(
        gettext_lazy("What will you do together?"),
        8,
        help_text=gettext_lazy("In plain words: who does what, when, and what changes by it."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, plan: JointPlan | None, **kwargs: Any) -> None:
        names = ("title", "text", "revision")
        kwargs["initial"] = {name: getattr(plan, name) for name in names} if plan else {"revision": 0}
        super().__init__(*args, **kwargs)


class MeetingForm(forms.Form):
    """When and where the parties meet."""

    day = _day(gettext_lazy("Day"))
    time = forms.TimeField(label=gettext_lazy("Time"), widget=forms.TimeInput(format="%H:%M"))
    place = forms.CharField(label=gettext_lazy("Where"), max_length=200)
    agenda = _area(gettext_lazy("What is it about?"), 3, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4

    def facts(self) -> dict[str, Any]:
        """What `actions.call_meeting` asks; the clock is a Dutch one."""
        data = self.cleaned_data
        zone = timezone.get_default_timezone()
        return {
            "starts_at": dt.datetime.combine(data["day"], data["time"], zone),
            **{name: data[name] for name in ("place", "agenda", "form_key")},
        }


class MinutesForm(forms.Form):
    """What was agreed."""

    notes = _area(gettext_lazy("What was agreed?"), 6, help_text=gettext_lazy("Every party can read this."))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, meeting: CoalitionMeeting, **kwargs: Any) -> None:
        kwargs["initial"] = {"notes": meeting.notes, "version": meeting.version}
        super().__init__(*args, **kwargs)


class PresentForm(_Referring):
    """The presentation, and the pilot that begins with it."""

    lead = forms.TypedChoiceField(
        label=gettext_lazy("Who does the pilot?"), coerce=int, widget=forms.RadioSelect
    )
    presented_on = _day(gettext_lazy("Presented on"))
    ends_on = _day(gettext_lazy("Last day of the pilot"))
    notes = _area(gettext_lazy("To whom was it presented, and what was said?"), 4)
    field_order = ("lead", "reference", "presented_on", "ends_on", "notes")

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["lead"]
        field.choices = [(row.party.pk, row.party.organisation) for row in board.parties]
        self.fields["presented_on"].initial = timezone.localdate
        self.fields["ends_on"].initial = timezone.localdate() + dt.timedelta(days=182)
        self.fields["reference"].help_text = _(
            "Only when it has no case file here yet. Leave it empty to open a new one."
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        start, end = data.get("presented_on"), data.get("ends_on")
        if start and start > timezone.localdate():
            self.add_error("presented_on", _("This day has yet to come. Fill in today or an earlier day."))
        elif start and end and end < start:
            self.add_error("ends_on", _("The last day is before the first. Turn them round."))
        return data

    def facts(self) -> dict[str, Any]:
        """What `presenting.present` asks."""
        data = self.cleaned_data
        names = ("lead", "presented_on", "ends_on", "notes")
        return {"case_file": data["reference"], **{name: data[name] for name in names}}
