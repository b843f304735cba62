"""The rule-set kind of social spend: which suppliers count as what, and from when names are alike."""

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

KIND = "social-spend"
RULES = Path(__file__).parent / "data" / "rules.json"
SOURCE = (
    "Impactloket: sociaal ondernemers volgens de definitietoets, het openbare register of de Code Sociale "
    "Ondernemingen; PSO-trede 1 tot en met 3; SW-bedrijven die de gemeente zelf noemt"
)
#: What a supplier can count as, in the order in which it does.
GROUPS = {
    "sw": _("SW company"),
    "social": _("Social enterprise"),
    "pso": _("PSO certificate"),
}
#: By what an enterprise is social.
SOURCES = {
    "recognised": _("recognised by the municipality (definition check)"),
    "register": _("in the public register"),
    "code": _("in the register of the Code Sociale Ondernemingen"),
}


@cache
def default() -> dict[str, Any]:
    """The ready-made rules."""
    data: dict[str, Any] = json.loads(RULES.read_text(encoding="utf-8"))
    return data


def in_force(*, municipality_id: int, on: dt.date | None = None) -> dict[str, Any]:
    """The rules on a day (today)."""
    kept = active(KIND, on=on or timezone.localdate(), municipality_id=municipality_id).data
    return {**default(), **kept}


def label_of(group: str) -> str:
    """A group in words; "" is what does not count."""
    return str(GROUPS.get(group, _("Other suppliers")))


def register() -> None:
    """Make the kind known."""
    from procurement.spend.rules_form import SpendRulesForm

    register_kind(
        RuleKind(
            code=KIND,
            label=_("Social spend"),
            help_text=_("Which suppliers in a creditor list count as social, and how they are recognised."),
            default=default(),
            default_source=SOURCE,
            form=lambda: SpendRulesForm,
        )
    )
