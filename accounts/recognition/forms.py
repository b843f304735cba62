"""Forms of recognition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.casefile.models import Spectrum
from accounts.recognition.engine import add_months
from accounts.recognition.models import Answer, MarkKind, PsoLevel
from accounts.timeline.models import Document
from portal.kernel.files.fields import CheckedFileField, accepted_text

DATE_HELP = gettext_lazy("For example 31-12-2026.")
#: No mark and no placement is older; a typing error such as 1899 or 20226 is told.
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)


def _sensible(day: dt.date | None) -> dt.date | None:
    if day and not EARLIEST <= day <= LATEST:
        raise forms.ValidationError(_("Check the year: fill in a date between 2000 and 2100."))
    return day


class VerdictForm(forms.Form):
    """The verdict on one criterion: how far it is met, why, and what shows it."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Your verdict"), choices=Answer.choices, widget=forms.RadioSelect
    )
    motivation = forms.CharField(
        label=gettext_lazy("Motivation"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("The entrepreneur reads this. Say what you saw, and where."),
    )
    documents = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Evidence from the case file"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    upload = CheckedFileField(label=gettext_lazy("Or add a document as evidence"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, documents: Sequence[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["documents"]
        field.choices = [(document.pk, document.title) for document in documents]
        if not documents:
            del self.fields["documents"]
        self.fields["upload"].help_text = accepted_text()


class ConcludeForm(forms.Form):
    """The reason the entrepreneur reads."""

    summary = forms.CharField(
        label=gettext_lazy("Motivation for the entrepreneur"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("In a few plain sentences: what is the outcome based on?"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class SendBackForm(forms.Form):
    """Why a colleague does not agree."""

    note = forms.CharField(
        label=gettext_lazy("What should be looked at again?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ObjectionForm(forms.Form):
    """What the entrepreneur does not agree with."""

    text = forms.CharField(
        label=gettext_lazy("What do you not agree with?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("You get an answer by mail. You can send evidence with “Send a document”."),
    )


class MarkForm(forms.Form):
    """A mark: which, since when, until when, and who checked it."""

    kind = forms.ChoiceField(label=gettext_lazy("Mark"), choices=MarkKind.choices)
    name = forms.CharField(
        label=gettext_lazy("Name of the mark"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Only for another mark."),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("PSO step"),
        required=False,
        choices=[("", gettext_lazy("Not a PSO mark")), *PsoLevel.choices],
    )
    thirty_plus = forms.BooleanField(label=gettext_lazy("PSO 30+"), required=False)
    number = forms.CharField(label=gettext_lazy("Number of the certificate"), max_length=60, required=False)
    issued_by = forms.CharField(label=gettext_lazy("Issued by"), max_length=150)
    valid_from = forms.DateField(label=gettext_lazy("Valid from"), help_text=DATE_HELP)
    valid_to = forms.DateField(
        label=gettext_lazy("Valid until"),
        required=False,
        help_text=gettext_lazy("The last day. Leave empty when it has no end."),
    )
    checked_on = forms.DateField(label=gettext_lazy("Checked on"), help_text=DATE_HELP)
    document = forms.TypedChoiceField(
        label=gettext_lazy("Evidence from the case file"), coerce=int, empty_value=None, required=False
    )
    upload = CheckedFileField(label=gettext_lazy("Or add a document as evidence"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(self, *args: Any, documents: Sequence[Document], pso_months: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pso_months = pso_months
        field: Any = self.fields["document"]
        field.choices = [("", _("None")), *((document.pk, document.title) for document in documents)]
        self.fields["upload"].help_text = accepted_text()

    def clean_valid_from(self) -> dt.date | None:
        return _sensible(self.cleaned_data["valid_from"])

    def clean_valid_to(self) -> dt.date | None:
        return _sensible(self.cleaned_data["valid_to"])

    def clean_checked_on(self) -> dt.date | None:
        """A check has been."""
        day = _sensible(self.cleaned_data["checked_on"])
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This date is in the future. When did you look?"))
        return day

    def clean(self) -> dict[str, Any]:
        """What belongs together: another mark its name, PSO its step and term, an end after the start."""
        data: dict[str, Any] = super().clean() or {}
        kind, start, end = data.get("kind"), data.get("valid_from"), data.get("valid_to")
        if kind == MarkKind.OTHER and not data.get("name"):
            self.add_error("name", _("What is this mark called?"))
        if kind == MarkKind.PSO and not data.get("level"):
            self.add_error("level", _("Which step does the certificate say?"))
        if start and end and end < start:
            self.add_error("valid_to", _("This is before the first day. Check both dates."))
        if kind == MarkKind.PSO and start and (end is None or end > add_months(start, self.pso_months)):
            text = _("A PSO certificate is valid for at most %(months)s months. Fill in the last day.")
            if "valid_to" not in self.errors:
                self.add_error("valid_to", text % {"months": self.pso_months})
        return data

    def facts(self) -> dict[str, Any]:
        """What was filled in, as facts of a mark; what does not belong to the kind is left out."""
        names = ("kind", "number", "issued_by", "valid_from", "valid_to", "checked_on")
        data = self.cleaned_data
        pso = data["kind"] == MarkKind.PSO
        return {
            **{name: data[name] for name in names},
            "name": data["name"] if data["kind"] == MarkKind.OTHER else "",
            "level": data["level"] if pso else "",
            "thirty_plus": data["thirty_plus"] and pso,
        }


class PlacementForm(forms.Form):
    """A place on the spectrum, from when and why."""

    place = forms.ChoiceField(
        label=gettext_lazy("Place on the spectrum"), choices=Spectrum.choices, widget=forms.RadioSelect
    )
    on = forms.DateField(label=gettext_lazy("From"), help_text=DATE_HELP)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_on(self) -> dt.date | None:
        """A place is known, so not in the future."""
        day = _sensible(self.cleaned_data["on"])
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This date is in the future. Choose today or earlier."))
        return day
