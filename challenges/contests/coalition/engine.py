"""Pure rules of a coalition: how far each role is covered, and what it still lacks to present its plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

#: A coalition is more than one party.
FEWEST = 2


@dataclass(frozen=True)
class Need:
    """A role; `wanted` is None for what cannot be counted: one promise covers it."""

    key: int
    wanted: Decimal | None


@dataclass(frozen=True)
class Promise:
    """What a party brings in for a role, or was asked for: `state` is "asked", "accepted" or "declined"."""

    need: int
    party: int
    state: str
    amount: Decimal | None = None


@dataclass(frozen=True)
class Gap:
    """What is lacking: `code` says what, `key` at which role or party, `amount` how much."""

    code: str
    key: int = 0
    amount: Decimal | None = None


def promised(need: Need, promises: Iterable[Promise]) -> Decimal:
    """How much is promised for a role; the number of promises where nothing is counted."""
    yes = [row for row in promises if row.need == need.key and row.state == "accepted"]
    if need.wanted is None:
        return Decimal(len(yes))
    return sum((row.amount or Decimal(0) for row in yes), Decimal(0))


def lacking(need: Need, promises: Iterable[Promise]) -> Decimal:
    """How much of a role is still open, never below zero."""
    wanted = Decimal(1) if need.wanted is None else need.wanted
    return max(wanted - promised(need, promises), Decimal(0))


def gaps(
    needs: Sequence[Need], promises: Sequence[Promise], agreed: Mapping[int, int], revision: int
) -> list[Gap]:
    """What is lacking before the plan can be presented; nothing when the coalition is ready.

    `agreed` says for each party that takes part to which revision of the plan it agreed (0: to none); `revision` is
    that of the plan as it stands, 0 while there is none.
    """
    found: list[Gap] = []
    if not needs:
        found.append(Gap("roles"))
    for need in needs:
        short = lacking(need, promises)
        if short:
            found.append(Gap("role", need.key, short))
    if len(agreed) < FEWEST:
        found.append(Gap("parties"))
    found.extend(Gap("unanswered", row.party) for row in promises if row.state == "asked")
    brings = {row.party for row in promises if row.state != "declined"}
    found.extend(Gap("brings_nothing", party) for party in agreed if party not in brings)
    if not revision:
        found.append(Gap("plan"))
    else:
        found.extend(Gap("disagrees", party) for party, seen in agreed.items() if seen != revision)
    return found
