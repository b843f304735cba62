"""Purchases other instruments know of, offered to the self-assessment: PSO knows none of those instruments.

An enterprise still adds them itself, as size, turnover and score of the supplier are not known there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from accounts.casefile.models import CaseFile
from procurement.pso.assessments.models import PsoAssessment

#: (case file, year) -> (social supplier, euros ex VAT ordered there in that year).
Source = Callable[[CaseFile, int], Iterable[tuple[str, Decimal]]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source; the same one twice is one."""
    if source not in _sources:
        _sources.append(source)


def bought(assessment: PsoAssessment) -> list[tuple[str, Decimal]]:
    """What was bought in the year of a draft and does not stand in it yet, by the name of the supplier."""
    if not assessment.is_draft:
        return []
    there = {row.name.casefold() for row in assessment.purchases.all()}
    rows = [row for source in _sources for row in source(assessment.case_file, assessment.year)]
    return [(name, amount) for name, amount in rows if name.casefold() not in there]
