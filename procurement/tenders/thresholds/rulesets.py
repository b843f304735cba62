"""The rule-set kind of tenders: EU thresholds by year, the policy below them, and reserved contracts."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.kernel.rulesets.queries import ActiveRules, active
from portal.kernel.rulesets.registry import RuleKind, register_kind
from procurement.tenders.thresholds.engine import Limits, Period, Rules

KIND = "tenders"
RULES = Path(__file__).parent / "data" / "rules.json"
SOURCE = (
    "EU-drempels voor gemeenten: zie de bron bij elke periode. Grenzen daaronder: als bij gemeente Het Hogeland; "
    "pas ze aan uw eigen inkoopbeleid aan. Artikel 2.82 (30%): Aanbestedingswet. Artikel 2.82a (3 jaar, lijst met "
    "CPV-codes, vgl. artikel 77 Richtlijn 2014/24/EU) en de verordeningen van 2024-2025: uit het hoofd opgenomen, "
    "laat uw jurist ze nakijken."
)
KINDS = ("works", "supplies", "services", "social")


@cache
def default() -> dict[str, Any]:
    """The ready-made rules (rules.md section 3)."""
    data: dict[str, Any] = json.loads(RULES.read_text(encoding="utf-8"))
    return data


def in_force(*, municipality_id: int, on: dt.date) -> ActiveRules:
    """The rules by which something is decided on this day."""
    return active(KIND, on=on, municipality_id=municipality_id)


def _limits(row: dict[str, str]) -> Limits:
    return Limits(Decimal(row["single"]), Decimal(row["multiple"]) if row["multiple"] else None)


def rules_of(data: dict[str, Any]) -> Rules:
    """Rules as the engine reads them."""
    return Rules(
        tuple(
            Period(
                dt.date.fromisoformat(row["from"]),
                dt.date.fromisoformat(row["to"]),
                {kind: Decimal(row[kind]) for kind in KINDS},
                row["source"],
            )
            for row in data["periods"]
        ),
        {kind: _limits(data["policy"][kind]) for kind in KINDS},
        Decimal(data["share"]),
        data["most_months"],
        data["gap_years"],
        tuple(data["specific"]),
    )


def register() -> None:
    """Make the kind known."""
    from procurement.tenders.thresholds.rules_form import TenderRulesForm

    register_kind(
        RuleKind(
            code=KIND,
            label=_("Tenders and reserved contracts"),
            help_text=_(
                "European thresholds by year, what your own purchasing policy says below them, and when a contract may "
                "be reserved. What was decided keeps the rules it was decided with."
            ),
            default=default(),
            default_source=SOURCE,
            form=lambda: TenderRulesForm,
        )
    )
