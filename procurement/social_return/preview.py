"""What a change of rules would do to new contracts: the newest contracts, computed by both."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from procurement.social_return import engine
from procurement.social_return.scheme import KINDS, scheme_of
from procurement.social_return.words import KIND_LABELS, sentences

#: Contracts shown, and the made-up ones for a municipality that has none yet: (value, months).
MOST = 6
EXAMPLES = ((Decimal(150000), 12), (Decimal(500000), 24), (Decimal(1000000), 36))


@dataclass(frozen=True)
class Comparison:
    """One contract: what it would owe by the rules as they are and as they would become, in euros, and why."""

    title: str
    now: Decimal
    then: Decimal
    why: str

    @property
    def difference(self) -> Decimal:
        return self.then - self.now


def what_changes(now: dict[str, Any], then: dict[str, Any]) -> list[Comparison]:
    """Compare. Running contracts keep their own rules: this only shows what a new one like them would owe."""
    from procurement.models import Contract

    found = [
        (
            str(contract),
            engine.ContractFacts(
                contract.kind,
                contract.value,
                engine.months_between(contract.starts_on, contract.ends_on),
                turnover=contract.value,
                wage_sum=contract.wage_sum or Decimal(0),
                labour_share=contract.labour_share,
            ),
        )
        for contract in Contract.objects.order_by("-awarded_on", "-pk")[:MOST]
    ]
    if not found:
        text = _("Example: %(kind)s, %(months)s months")
        found = [
            (
                text % {"kind": KIND_LABELS[kind], "months": months},
                engine.ContractFacts(kind, value, Fraction(months), turnover=value, labour_share=Decimal(40)),
            )
            for kind, (value, months) in zip(KINDS, EXAMPLES, strict=True)
        ]
    old, new = scheme_of(now), scheme_of(then)
    rows = []
    for title, facts in found:
        before, after = engine.obligation(facts, old), engine.obligation(facts, new)
        rows.append(Comparison(title, before.amount, after.amount, "; ".join(sentences(after.lines))))
    return rows
