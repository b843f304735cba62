"""The record of a tender: who decided what, when, why and by which rules. One reading for page and PDF."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.kernel.pdf import print_pdf
from procurement.tenders.plan.models import Tender, TenderStep
from procurement.tenders.reserved.models import TenderAward, TenderInvitation
from procurement.tenders.reserved.queries import award_of, invitations_of
from procurement.tenders.thresholds.words import Sentence, from_stored

#: Steps a record shows; a tender has some dozens.
MOST = 500


@dataclass(frozen=True)
class Step:
    """One step with its explanation in words. `rules`: which rules, in words; empty when none played a part."""

    event: TenderStep
    lines: list[Sentence]
    rules: str


@dataclass(frozen=True)
class Record:
    """Everything an auditor asks for."""

    tender: Tender
    steps: list[Step]
    invitations: list[tuple[TenderInvitation, list[Sentence]]]
    award: TenderAward | None


def rules_in_words(version: int | None, source: str) -> str:
    """Which rules were used."""
    if version is None:
        return ""
    if version == 0:
        return _("The ready-made rules (%(source)s)") % {"source": source}
    return _("Rule set version %(version)s (%(source)s)") % {"version": version, "source": source}


def record_of(tender: Tender) -> Record:
    """Read the record. Three queries."""
    events = TenderStep.objects.filter(tender=tender).select_related("by").order_by("at", "pk")[:MOST]
    return Record(
        tender,
        [
            Step(row, from_stored(row.lines), rules_in_words(row.rules_version, row.rules_source))
            for row in events
        ],
        [(row, from_stored(row.lines)) for row in invitations_of(tender)],
        award_of(tender),
    )


def print_record(tender: Tender) -> bytes:
    """The record as PDF/UA."""
    context = {"record": record_of(tender), "tender": tender}
    return print_pdf("procurement/tenders/reserved/record_pdf.html", context, tender.municipality)
