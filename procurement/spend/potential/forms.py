"""Forms of the potential: why a category is set aside."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from procurement.market.offers.forms import without_bsn


class AsideForm(forms.Form):
    """Why nothing can be done about a category."""

    reason = forms.CharField(
        label=gettext_lazy("Why can no enterprise here deliver this?"),
        max_length=300,
        help_text=gettext_lazy(
            "For example: the contract runs until 2029, or only the network company may do it."
        ),
    )

    def clean_reason(self) -> str:
        return without_bsn(self.cleaned_data["reason"])
