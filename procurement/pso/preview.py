"""What a change of rules does: the score and step of example enterprises, before and after. Reads no real one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procurement.pso.engine import Facts, Purchase, Result, Workers, score
from procurement.pso.norms import rules_of
from procurement.pso.words import LEVEL_LABELS, percent


@dataclass(frozen=True)
class Comparison:
    """One example by the rules as they are and as they would become."""

    title: str
    now: Result
    then: Result

    @staticmethod
    def _words(result: Result) -> str:
        return f"{percent(result.total, 2)}% · {LEVEL_LABELS[result.level]}"

    @property
    def now_words(self) -> str:
        return self._words(self.now)

    @property
    def then_words(self) -> str:
        return self._words(self.then)

    @property
    def differs(self) -> bool:
        return (self.now.total, self.now.level) != (self.then.total, self.then.level)


_ORDER = Purchase("", Decimal(60000), Decimal(1200000), Decimal(20), Decimal(50))
#: (what it is, size in fte, people of the first category on the first contract form, with an order)
EXAMPLES: tuple[tuple[str | Promise, int, int, bool], ...] = (
    (_("Small: 5 fte, 1 person"), 5, 1, False),
    (_("Middle: 20 fte, 2 people"), 20, 2, False),
    (_("Middle: 40 fte, 2 people and an order at a social supplier"), 40, 2, True),
    (_("Large: 120 fte, 4 people"), 120, 4, False),
)


def what_changes(now: dict[str, Any], then: dict[str, Any]) -> list[Comparison]:
    """Compare the examples under both."""
    rows = []
    for title, fte, people, buys in EXAMPLES:
        results = []
        for data in (now, then):
            rules = rules_of(data)
            full = rules.full_time_hours
            group = Workers(next(iter(rules.categories)), next(iter(rules.forms)), people, full)
            facts = Facts(Decimal(fte), full, (group,), (_ORDER,) if buys else ())
            results.append(score(facts, rules))
        rows.append(Comparison(str(title), *results))
    return rows
