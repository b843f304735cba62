"""Forms of a settlement."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.fields import EuroField
from procurement.social_return.efforts.forms import refuse_bsn


class _VersionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class ViewForm(forms.Form):
    """What the supplier says."""

    text = forms.CharField(
        label=gettext_lazy("What do you say about it?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Do not write names, citizen service numbers (BSN) or anything about health."),
    )

    def clean_text(self) -> str:
        return refuse_bsn(self.cleaned_data["text"])


class HeardForm(ViewForm):
    """The same, written down by the coordinator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("What did the supplier say?")


class RecoveryForm(_VersionForm):
    """Why there is time to recover."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you give time to recover?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("This stands in the letter to the supplier."),
    )


class ProposeForm(_VersionForm):
    """How much is waived, and why this follows."""

    waived = EuroField(
        label=gettext_lazy("How much do you waive?"),
        min_value=Decimal(0),
        required=False,
        help_text=gettext_lazy("Leave this empty to waive nothing. Waive what the supplier could not help."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Motivation"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "This stands in the letter to the supplier. Say what you did with the response."
        ),
    )

    def clean_waived(self) -> Decimal:
        return self.cleaned_data["waived"] or Decimal("0.00")


class DecideForm(_VersionForm):
    """A colleague's answer; needed when it goes back."""

    answer = forms.CharField(
        label=gettext_lazy("Note for your colleague"), max_length=500, required=False,
        help_text=gettext_lazy("Needed when you send it back."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Who sends back says why."""
        data: dict[str, Any] = super().clean() or {}
        if "agree" not in self.data and not data.get("answer"):
            self.add_error("answer", _("Say why you send it back."))
        return data
