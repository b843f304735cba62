"""The rule-set kind of circular tenders: themes and levels of the ambition web, criteria, and the standstill."""

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

KIND = "circular"
RULES = Path(__file__).parent / "data" / "rules.json"
SOURCE = (
    "Ambitieweb van de Aanpak Duurzaam GWW (twaalf thema's, drie niveaus); opschortende termijn: "
    "Aanbestedingswet 2012 artikel 2.127 en Algemene termijnenwet artikel 1"
)


@cache
def default() -> dict[str, Any]:
    """The ready-made rules."""
    data: dict[str, Any] = json.loads(RULES.read_text(encoding="utf-8"))
    return data


def in_force(*, municipality_id: int, on: dt.date | None = None) -> tuple[dict[str, Any], str]:
    """The rules on a day (today), and where they come from."""
    kept = active(KIND, on=on or timezone.localdate(), municipality_id=municipality_id)
    return {**default(), **kept.data}, kept.source


def register() -> None:
    """Make the kind known."""
    from procurement.tenders.circular.rules_form import CircularRulesForm

    register_kind(
        RuleKind(
            code=KIND,
            label=_("Circular tenders"),
            help_text=_(
                "Themes and levels of the ambition web, what a tender begins with, and the standstill."
            ),
            default=default(),
            default_source=SOURCE,
            form=lambda: CircularRulesForm,
        )
    )
