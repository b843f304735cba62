"""Above which amount a second pair of eyes is needed: a rule an administrator edits."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kernel.models import Domain
from portal.kernel.rulesets.queries import active
from portal.kernel.rulesets.registry import RuleKind, register_kind
from portal.ui.fields import EuroField

KIND = "budgets"
#: Euros as text, so they stay exact in JSON. [M] in rules.md: a default an administrator changes.
DEFAULT: dict[str, Any] = {"second_pair_above": {"economy": "5000.00", "work": "5000.00", "care": "5000.00"}}


class BudgetRulesForm(forms.Form):
    """One limit per domain."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in Domain.choices:
            self.fields[code] = EuroField(
                label=label, min_value=Decimal(0), help_text=_("Above this amount a colleague has to agree.")
            )

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values of the form."""
        return {code: Decimal(amount) for code, amount in data["second_pair_above"].items()}

    def dump(self) -> dict[str, Any]:
        """The form as rules."""
        return {"second_pair_above": {code: str(self.cleaned_data[code]) for code in Domain.values}}


def limit_for(*, municipality_id: int, domain: str, on: dt.date) -> Decimal:
    """Euros up to which one person may commit money of a domain."""
    limits = active(KIND, on=on, municipality_id=municipality_id).data["second_pair_above"]
    return Decimal(limits.get(domain, "0"))


def register() -> None:
    """Make the kind known."""
    register_kind(
        RuleKind(
            code=KIND,
            label=_("Budgets"),
            help_text=_("Above which amount a second pair of eyes is needed to reserve or grant money."),
            default=DEFAULT,
            default_source=str(_("Default of Impactloket; your own mandate rules go first")),
            form=lambda: BudgetRulesForm,
        )
    )
