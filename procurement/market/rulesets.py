"""The rule-set kind of the marketplace: categories with their CPV code, synonyms, and parts of compounds."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.rulesets.queries import active
from portal.kernel.rulesets.registry import RuleKind, register_kind
from procurement.market.words import Lexicon, lexicon_of

KIND = "market"
RULES = Path(__file__).parent / "data" / "rules.json"
SOURCE = "Impactloket: categorieën met CPV-codes van Verordening (EG) 213/2008; woorden uit de praktijk"


@cache
def default() -> dict[str, Any]:
    """The ready-made rules."""
    data: dict[str, Any] = json.loads(RULES.read_text(encoding="utf-8"))
    return data


def in_force(*, municipality_id: int, on: dt.date | None = None) -> dict[str, Any]:
    """The rules on a day (today)."""
    kept = active(KIND, on=on or timezone.localdate(), municipality_id=municipality_id).data
    return {**default(), **kept}  # rules that were kept before a setting existed get its default


def lexicon(municipality_id: int) -> Lexicon:
    """The words of this municipality."""
    return lexicon_of(in_force(municipality_id=municipality_id))


def categories(municipality_id: int) -> dict[str, dict[str, str]]:
    """Code -> category, with label and CPV code."""
    return {row["code"]: row for row in in_force(municipality_id=municipality_id)["categories"]}


def label_of(code: str, municipality_id: int) -> str:
    """A category in words; one that is no longer in the rules shows its code."""
    found = categories(municipality_id).get(code)
    return found["label"] if found else code


def register() -> None:
    """Make the kind known."""
    from procurement.market.rules_form import MarketRulesForm

    register_kind(
        RuleKind(
            code=KIND,
            label=_("Marketplace"),
            help_text=_(
                "Categories, the words by which buyers find offers, how requests reach people, and orders."
            ),
            default=default(),
            default_source=SOURCE,
            form=lambda: MarketRulesForm,
        )
    )
