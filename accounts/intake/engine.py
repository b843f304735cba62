"""The definition check: is this a social enterprise, and where on the spectrum? Pure calculation, no Django.

The criteria are data (rule-set kind "definition"): SER/Social Enterprise NL and the EU working document
(roadmap 1.1, rules.md section 8). The result explains itself and never rejects anyone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

YES, PARTLY, NO, UNKNOWN = "yes", "partly", "no", "unknown"


@dataclass(frozen=True)
class Criterion:
    """One question. `axis` says what it tells about: "impact", "market", "profit" or "governance"."""

    code: str
    axis: str
    question: str
    source: str = ""


@dataclass(frozen=True)
class Outcome:
    """The place on the spectrum, and which criteria are met, partly met, not met or unknown (by code)."""

    place: str
    met: tuple[str, ...]
    partly: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def fits_definition(self) -> bool:
        """All criteria are met: a social enterprise in the sense of SER and EU."""
        return not (self.partly or self.missing or self.unknown)


def judge(criteria: Sequence[Criterion], answers: Mapping[str, str]) -> Outcome:
    """Judge the answers. An answer that was not given counts as unknown."""
    by_answer: dict[str, list[str]] = {YES: [], PARTLY: [], NO: [], UNKNOWN: []}
    for criterion in criteria:
        by_answer[answers.get(criterion.code, UNKNOWN)].append(criterion.code)

    def score(axis: str) -> float:
        """Share of "yes" on an axis, "partly" counting half and "unknown" not at all; 0.5 when nothing is known."""
        given = [
            answers[criterion.code]
            for criterion in criteria
            if criterion.axis == axis and answers.get(criterion.code, UNKNOWN) != UNKNOWN
        ]
        return (
            sum({YES: 1.0, PARTLY: 0.5, NO: 0.0}[answer] for answer in given) / len(given) if given else 0.5
        )

    impact, market = score("impact"), score("market")
    if impact >= 0.75:
        place = "social" if market >= 0.75 else "subsidised" if market >= 0.25 else "charity"
    else:
        place = "responsible" if impact >= 0.25 else "profit"
    return Outcome(
        place,
        tuple(by_answer[YES]),
        tuple(by_answer[PARTLY]),
        tuple(by_answer[NO]),
        tuple(by_answer[UNKNOWN]),
    )
