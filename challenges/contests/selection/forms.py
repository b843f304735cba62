"""Deciding on an entry."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.contests.entries.models import EntryState
from challenges.contests.selection.actions import OUTCOMES


class DecideForm(forms.Form):
    """Selected, not selected or not eligible; a refusal needs a reason the entrant can read."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[(code.value, code.label) for code in OUTCOMES],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("The entrant reads this in the mail."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("outcome") not in (None, EntryState.SELECTED) and not data.get("reason"):
            self.add_error("reason", _("Say why: the entrant has a right to the reasons."))
        return data
