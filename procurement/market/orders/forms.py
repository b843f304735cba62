"""Forms of orders: agreeing to a quote, and cancelling."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.models import Contract


class PlaceForm(forms.Form):
    """The buyer agrees; with a contract it says as which kind of social supplier the purchase counts."""

    purchase_code = forms.ChoiceField(
        label=gettext_lazy("What kind of social supplier is it?"), widget=forms.RadioSelect, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, contract: Contract | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if contract is None:
            del self.fields["purchase_code"]
            return
        field: Any = self.fields["purchase_code"]
        field.choices = [
            *(
                (code, f"{item.label} ({item.percentage.normalize():f}%)")
                for code, item in contract.scheme.purchases.items()
            ),
            ("", _("Do not count it for social return")),
        ]
        field.help_text = _("When both of you confirm the delivery, it counts for %(contract)s.") % {
            "contract": contract.reference
        }


class CancelForm(forms.Form):
    """Why it does not go on."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you cancel it? The other side reads this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
