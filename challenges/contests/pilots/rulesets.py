"""When an advance needs a second pair of eyes, and how many may wait for proof: rules an administrator edits."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.rulesets.queries import active
from portal.kernel.rulesets.registry import RuleKind, register_kind
from portal.ui.fields import EuroField

KIND = "pilots"
RULES = Path(__file__).parent / "data" / "rules.json"


@cache
def default() -> dict[str, Any]:
    """The ready-made rules. Euros are text, so they stay exact in JSON."""
    data: dict[str, Any] = json.loads(RULES.read_text(encoding="utf-8"))
    return data


@dataclass(frozen=True)
class PilotRules:
    """In force: euros above which a second pair of eyes is needed; paid advances that may wait for proof at once."""

    second_pair_above: Decimal
    most_without_proof: int


def rules_for(municipality_id: int) -> PilotRules:
    """The rules of a municipality today."""
    kept = active(KIND, on=timezone.localdate(), municipality_id=municipality_id).data
    data = {**default(), **kept}
    return PilotRules(Decimal(data["second_pair_above"]), int(data["most_without_proof"]))


class PilotRulesForm(forms.Form):
    """The limit, and how many advances may wait for proof."""

    second_pair_above = EuroField(
        label=_("Second pair of eyes above"),
        min_value=Decimal(0),
        help_text=_("Above this amount a colleague has to agree with an advance."),
    )
    most_without_proof = forms.IntegerField(
        label=_("Paid advances that may wait for proof at once"),
        min_value=1,
        max_value=20,
        help_text=_("Who has this many, hands in proof before asking the next advance."),
    )

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values of the form."""
        merged = {**default(), **data}
        return {**merged, "second_pair_above": Decimal(merged["second_pair_above"])}

    def dump(self) -> dict[str, Any]:
        """The form as rules."""
        return {
            "second_pair_above": str(self.cleaned_data["second_pair_above"] or Decimal(0)),
            "most_without_proof": self.cleaned_data["most_without_proof"],
        }


def register() -> None:
    """Make the kind known."""
    register_kind(
        RuleKind(
            code=KIND,
            label=_("Pilots"),
            help_text=_(
                "When an advance needs a second pair of eyes, and when proof goes before the next one."
            ),
            default=default(),
            default_source=str(_("Default of Impactloket; your own mandate rules go first")),
            form=lambda: PilotRulesForm,
        )
    )
