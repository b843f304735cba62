"""The form of the discount for a PSO certificate."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel.files.fields import accepted_text
from procurement.social_return.contracts.forms import DATE_HELP, EARLIEST, LATEST
from procurement.social_return.contracts.models import Contract
from procurement.social_return.discount import queries
from procurement.social_return.discount.engine import Certificate, best, following
from procurement.social_return.discount.models import DiscountDecision, PsoLevel
from procurement.social_return.efforts.forms import EvidenceField


def _short(rate: Decimal) -> str:
    """12,5 and 10, without zeros that say nothing."""
    return f"{rate.normalize():f}".replace(".", ",")


class DiscountForm(forms.Form):
    """Which certificate, and why; without a level the discount is taken back."""

    level = forms.ChoiceField(label=gettext_lazy("Certificate"), required=False)
    number = forms.CharField(label=gettext_lazy("Certificate number"), max_length=60, required=False)
    valid_from = forms.DateField(label=gettext_lazy("Valid from"), required=False, help_text=DATE_HELP)
    valid_to = forms.DateField(label=gettext_lazy("Valid up to and including"), required=False)
    document = EvidenceField(label=gettext_lazy("The certificate itself"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("What did you see, and what do you decide?"),
        max_length=300,
        help_text=gettext_lazy("For example: certificate seen at the tender. The supplier reads this."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self,
        *args: Any,
        contract: Contract,
        certificates: list[Certificate],
        now: DiscountDecision | None,
        **kwargs: Any,
    ) -> None:
        rates = queries.percentages(contract)
        initial: dict[str, Any] = {"version": contract.version}
        if now and now.valid_from and now.valid_to:
            found = following(
                certificates, covered_from=now.valid_from, covered_to=now.valid_to, levels=rates
            )
        else:
            found = best(certificates, awarded_on=contract.awarded_on, percentages=rates)
        if found:
            initial |= {
                "level": found.level, "number": found.number, "valid_from": found.valid_from,
                "valid_to": found.valid_to,
            }  # fmt: skip
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.fields["document"].help_text = accepted_text()
        field: Any = self.fields["level"]
        field.choices = [
            ("", _("Take the discount back") if contract.discount else _("Choose a certificate")),
            *(
                (
                    level,
                    _("%(level)s: %(rate)s%% off") % {"level": PsoLevel(level).label, "rate": _short(rate)},
                )
                for level, rate in rates.items()
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """A discount names the certificate and its days."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("level"):
            # What the form filled in itself says nothing: only what was typed.
            names = {"number", "valid_from", "valid_to", "document"} & set(self.changed_data)
            if any(data.get(name) for name in names):
                message = _("Choose which certificate this is, or leave its number, days and document empty.")
                self.add_error("level", message)
            return data
        for name, message in (
            ("number", _("Fill in the number on the certificate.")),
            ("valid_from", _("Fill in the first day the certificate is valid.")),
            ("valid_to", _("Fill in the last day the certificate is valid.")),
        ):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, message)
        for name in ("valid_from", "valid_to"):
            if data.get(name) and not EARLIEST <= data[name] <= LATEST:
                self.add_error(name, _("Choose a day between 2000 and 2099."))
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The end comes before the start."))
        return data

    def certificate(self) -> Certificate:
        """The certificate that was filled in."""
        data = self.cleaned_data
        return Certificate(data["level"], data["number"].strip(), data["valid_from"], data["valid_to"])
