"""The form of a split: which enterprise is the other, what goes to its file, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.casefile.models import CaseFile
from accounts.enterprises.models import Enterprise
from accounts.splitting.parts import Part


class SplitForm(forms.Form):
    """The other enterprise, and the things that are about it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    name = forms.CharField(label=gettext_lazy("Name of the other enterprise"), max_length=200)
    kvk_number = forms.CharField(
        label=gettext_lazy("KVK number"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Eight digits. Leave empty when it has none."),
    )
    legal_form = forms.ChoiceField(label=gettext_lazy("Legal form"), choices=Enterprise.LegalForm.choices)
    reason = forms.CharField(label=gettext_lazy("Why are these two enterprises?"), max_length=300)
    goes = forms.MultipleChoiceField(label=gettext_lazy("What goes along"), required=False)

    def __init__(self, *args: Any, parts: list[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        goes: Any = self.fields["goes"]
        goes.choices = [(item.code, item.text) for part in parts for item in part.items]

    def clean_kvk_number(self) -> str:
        """Eight digits, and not of another case file here."""
        number = "".join(self.cleaned_data["kvk_number"].split())
        if number and not (number.isascii() and number.isdigit() and len(number) == 8):
            raise forms.ValidationError(_("A KVK number has eight digits, for example 01234567."))
        taken = CaseFile.objects.filter(enterprise__kvk_number=number).first() if number else None
        if taken:
            words = {"name": taken.name, "reference": taken.reference}
            raise forms.ValidationError(_("%(name)s (%(reference)s) has this KVK number already.") % words)
        return number

    def ticked(self) -> set[str]:
        """Codes that are ticked now, also in a form with mistakes."""
        value: Any = self["goes"].value() or []
        return set(value)

    def facts(self) -> dict[str, str]:
        """The other enterprise."""
        return {name: self.cleaned_data[name] for name in ("name", "kvk_number", "legal_form")}

    def chosen(self) -> list[tuple[str, list[str], int]]:
        """(kind, what goes, how many stay) per kind, for the preview."""
        codes = set(self.cleaned_data["goes"])
        found = []
        for part in self.parts:
            goes = [item.text for item in part.items if item.code in codes]
            found.append((part.title, goes, len(part.items) + part.more - len(goes)))
        return found
