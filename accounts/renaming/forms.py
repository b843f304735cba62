"""The form for an enterprise that goes on under another name, legal form or number."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enterprises.models import Enterprise
from accounts.intake.kvk import lookup
from accounts.renaming.actions import Identity

EARLIEST = dt.date(1900, 1, 1)


class RenameForm(forms.Form):
    """What it is from now on, since when, and why. `was_…` says what this person saw."""

    was_name = forms.CharField(widget=forms.HiddenInput, max_length=200)
    was_kvk_number = forms.CharField(widget=forms.HiddenInput, max_length=8, required=False)
    was_legal_form = forms.CharField(widget=forms.HiddenInput, max_length=16, required=False)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    legal_form = forms.ChoiceField(label=gettext_lazy("Legal form"), choices=Enterprise.LegalForm.choices)
    kvk_number = forms.CharField(
        label=gettext_lazy("KVK number"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Eight digits. We look the new number up in the trade register."),
    )
    on = forms.DateField(
        label=gettext_lazy("From which date?"), help_text=gettext_lazy("For example 31-12-2026.")
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=300,
        help_text=gettext_lazy("For example: turned into a bv to be able to pay investors."),
    )
    sure = forms.BooleanField(label=gettext_lazy("The number is right all the same"), required=False)

    def __init__(self, *args: Any, was: Identity, **kwargs: Any) -> None:
        facts = vars(was)
        kwargs["initial"] = {**facts, **{f"was_{name}": value for name, value in facts.items()}}
        super().__init__(*args, **kwargs)
        self.ask_sure = False

    def clean_kvk_number(self) -> str:
        """Eight digits; a number that is there can change, not go."""
        number = "".join(self.cleaned_data["kvk_number"].split())
        if number and not (number.isascii() and number.isdigit() and len(number) == 8):
            raise forms.ValidationError(_("A KVK number has eight digits, for example 01234567."))
        if not number and self.data.get("was_kvk_number"):
            raise forms.ValidationError(_("A KVK number can change, not disappear."))
        return number

    def clean_on(self) -> dt.date:
        """It has happened, and not in another century."""
        day: dt.date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This date is in the future. Come back when it has happened."))
        if day < EARLIEST:
            raise forms.ValidationError(_("This date is too long ago."))
        return day

    def clean(self) -> dict[str, Any]:
        """Something changes, and the trade register knows a new number, or this person is sure."""
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        if self.to() == self.was():
            raise forms.ValidationError(_("Nothing is different. Change the name, legal form or KVK number."))
        number = data["kvk_number"]
        if number != data["was_kvk_number"]:
            found = lookup(number)
            if found.available and found.record is None and not data["sure"]:
                self.ask_sure = True
                self.add_error(
                    "kvk_number",
                    _("The trade register does not know this number. Check it, or say that it is right."),
                )
        return data

    def to(self) -> Identity:
        """What it is from now on."""
        data = self.cleaned_data
        return Identity(data["name"], data["kvk_number"], data["legal_form"])

    def was(self) -> Identity:
        """What this person saw."""
        data = self.cleaned_data
        return Identity(data["was_name"], data["was_kvk_number"], data["was_legal_form"])

    def seen_again(self, current: Identity) -> None:
        """Let the same be sent again, now knowing what it is."""
        sent: Any = self.data
        again = sent.copy()
        for name, value in vars(current).items():
            again[f"was_{name}"] = value
        self.data = again
