"""Forms of the privacy officer's desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel.models import Processing, ReadLog
from portal.kernel.privacy.reading import search
from portal.kernel.privacy.registry import read_kinds
from portal.kernel.tenancy.models import Domain


class ProcessingForm(forms.ModelForm):  # type: ignore[type-arg]
    """One entry of the register."""

    ended_on = forms.DateField(
        label=gettext_lazy("Ended on"),
        required=False,
        help_text=gettext_lazy("Only when you stopped with this. For example 31-12-2026."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    class Meta:
        model = Processing
        fields = (
            "name", "purpose", "legal_basis", "legal_basis_economy", "legal_basis_work", "legal_basis_care", "people",
            "data", "recipients", "retention", "measures", "processor", "ended_on",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
                field.max_length = 5000  # type: ignore[attr-defined]
        self.fields["processor"].help_text = _(
            "Who does this for you, with what agreement. Leave empty when nobody does."
        )

    def facts(self) -> dict[str, Any]:
        """What was filled in, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ReadLogFilter(forms.Form):
    """Narrow the log down; every filter stays in the address."""

    wie = forms.CharField(label=gettext_lazy("Person (name or e-mail)"), required=False, max_length=150)
    over = forms.CharField(
        label=gettext_lazy("Enterprise (name, reference or KVK number)"), required=False, max_length=150
    )
    soort = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    domein = forms.ChoiceField(
        label=gettext_lazy("Domain"), required=False, choices=[("", gettext_lazy("All")), *Domain.choices]
    )
    van = forms.DateField(label=gettext_lazy("From"), required=False)
    tot = forms.DateField(label=gettext_lazy("Up to and including"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["soort"].choices = [("", _("All")), *read_kinds().items()]  # type: ignore[attr-defined]

    def apply(self) -> QuerySet[ReadLog]:
        """The reads that fit, newest first; none while a filter makes no sense."""
        return search(**self.criteria()) if self.is_valid() else ReadLog.objects.none()

    def criteria(self) -> dict[str, Any]:
        """The filters as `reading.search` wants them."""
        data = self.cleaned_data
        return {
            "person": data["wie"],
            "about": data["over"],
            "domain": data["domein"],
            "kind": data["soort"],
            "since": data["van"],
            "until": data["tot"],
        }


class ExportForm(forms.Form):
    """What the request covers."""

    private_notes = forms.BooleanField(
        label=gettext_lazy("The request covers the private notes of the domains too"), required=False
    )


class HoldForm(forms.Form):
    """Why everything has to be kept."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        help_text=gettext_lazy("For example: objection to decision 12, case number 2026-104."),
    )


class ConfirmForm(forms.Form):
    """Typing what goes."""

    typed = forms.CharField(label="", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, word: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["typed"].label = _("Type “%(word)s” to confirm") % {"word": word}


class RefuseForm(forms.Form):
    """Why not."""

    reason = forms.CharField(label=gettext_lazy("Why not"), max_length=500)
