"""The rule-set kind of social return: four ready-made tables to start from, and which scheme is in force."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.kernel.rulesets.queries import active
from portal.kernel.rulesets.registry import RuleKind, Start, register_kind
from procurement.social_return.scheme import Scheme, scheme_of

KIND = "social-return"
TABLES = Path(__file__).parent / "data" / "tables.json"


@dataclass(frozen=True)
class InForce:
    """The scheme of a municipality on a day, as data and as the engine reads it, with its version and source."""

    data: dict[str, Any]
    scheme: Scheme
    version: int
    source: str


@cache
def tables() -> tuple[Start, ...]:
    """The ready-made tables (rules.md section 1)."""
    rows = json.loads(TABLES.read_text(encoding="utf-8"))
    return tuple(Start(row["code"], row["label"], row["source"], row["data"]) for row in rows)


def in_force(*, municipality_id: int, on: dt.date) -> InForce:
    """The scheme a contract awarded on this day gets: the municipality's own, else the first ready-made table."""
    rules = active(KIND, on=on, municipality_id=municipality_id)
    return InForce(rules.data, scheme_of(rules.data), rules.version, rules.source)


def register() -> None:
    """Make the kind known."""
    from procurement.social_return.preview import what_changes
    from procurement.social_return.scheme_form import SchemeForm

    first = tables()[0]
    register_kind(
        RuleKind(
            code=KIND,
            label=_("Social return"),
            help_text=_(
                "When social return is asked, how much, and what counts. Running contracts keep the rules they "
                "were concluded under."
            ),
            default=first.data,
            default_source=first.source,
            form=lambda: SchemeForm,
            template="procurement/social_return/_scheme_form.html",
            starts=tables(),
            preview=what_changes,
            preview_template="procurement/social_return/_scheme_preview.html",
        )
    )
