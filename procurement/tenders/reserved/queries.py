"""Who qualifies for a reserved contract; invitations of staff and of the enterprise itself; panels."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.casefile.models import CaseFile
from accounts.recognition.models import CheckState, DefinitionCheck, Mark, MarkKind, Outcome
from accounts.register.queries import valid_marks
from portal.kernel.models import Person
from portal.kernel.people.tokens import hash_token
from portal.kernel.permissions import Actor
from procurement.market.offers.models import Offer, OfferState
from procurement.pso.assessments.queries import assessments
from procurement.pso.assessments.reading import read
from procurement.tenders.plan.models import Reserved, Tender
from procurement.tenders.plan.queries import DIVISION
from procurement.tenders.reserved import engine
from procurement.tenders.reserved.engine import Earlier, Finding, Known
from procurement.tenders.reserved.models import TenderAward, TenderInvitation

#: Enterprises a page shows, and rows of a panel.
MOST, MOST_IN_PANEL = 60, 8
ORDER = (engine.LIKELY, engine.ASK, engine.NO)


@dataclass(frozen=True)
class Candidate:
    """An enterprise with what was found. `sells`: it has an offer in the same division of CPV codes."""

    case_file: CaseFile
    finding: Finding
    sells: bool = False


def _recognised(today: dt.date) -> QuerySet[DefinitionCheck]:
    newer = DefinitionCheck.objects.filter(
        case_file=OuterRef("case_file"), state=CheckState.CONCLUDED, concluded_at__gt=OuterRef("concluded_at")
    )
    return DefinitionCheck.objects.filter(
        ~Exists(newer), state=CheckState.CONCLUDED, outcome=Outcome.RECOGNISED, valid_until__gte=today
    )


def known_of(case_files: Iterable[int], *, on: dt.date) -> dict[int, Known]:
    """What we know of these enterprises on a day. Six queries, however many there are."""
    ids = list(case_files)
    thirty: dict[int, Mark] = {}
    for mark in valid_marks(on).filter(kind=MarkKind.PSO, thirty_plus=True, case_file__in=ids):
        thirty[mark.case_file_id] = mark
    recognised = set(_recognised(on).filter(case_file__in=ids).values_list("case_file", flat=True))
    rows = assessments().filter(case_file__in=ids, shared_at__isnull=False)
    rows = rows.order_by("case_file", "-year", "-number").distinct("case_file")
    tests = {row.case_file_id: read(row).reserved.met for row in rows}
    earlier: dict[int, list[Earlier]] = defaultdict(list)
    awards = TenderAward.objects.filter(
        reserved=Reserved.ART_282A, supplier__enterprise__case_files__in=ids
    ).values_list("supplier__enterprise__case_files", "tender__title", "awarded_on", "cpv_code")
    for pk, title, day, code in awards:
        earlier[pk].append(Earlier(title, day, code))
    return {
        pk: Known(
            tested=pk in tests,
            own_test=tests.get(pk),
            thirty=pk in thirty,
            thirty_until=thirty[pk].valid_to if pk in thirty else None,
            recognised=pk in recognised,
            earlier=tuple(earlier.get(pk, ())),
        )
        for pk in ids
    }


def found(tender: Tender, known: Known, *, on: dt.date, gap_years: int) -> Finding:
    """The finding about one enterprise for one tender."""
    return engine.finding(
        tender.reserved, known, on=on, ends_on=tender.ends_on, cpv=tender.cpv_code, gap_years=gap_years
    )


def candidates(
    tender: Tender, *, on: dt.date, gap_years: int, text: str = ""
) -> tuple[list[Candidate], bool]:
    """Enterprises to ask, those that seem to qualify first; and whether there are more.

    Without words: those of which something is known (certificate, recognition, shared self-assessment, an earlier
    award like it) or that sell this; with words any enterprise of that name.
    """
    rows = CaseFile.objects.filter(merged_into=None).exclude(tender_invitations__tender=tender)
    offers = Offer.objects.filter(
        case_file=OuterRef("pk"), state=OfferState.PUBLISHED, cpv_code__startswith=tender.cpv_code[:DIVISION]
    )
    rows = rows.annotate(sells=Exists(offers))
    if text:
        rows = rows.filter(name__icontains=text)
    else:
        pso = valid_marks(on).filter(kind=MarkKind.PSO, case_file=OuterRef("pk"))
        had = TenderAward.objects.filter(
            supplier__enterprise=OuterRef("enterprise"), reserved=tender.reserved
        ).exclude(reserved=Reserved.NOT)
        shared = assessments().order_by().filter(case_file=OuterRef("pk"), shared_at__isnull=False)
        rows = rows.filter(
            Q(sells=True)
            | Exists(pso)
            | Exists(_recognised(on).filter(case_file=OuterRef("pk")))
            | Exists(shared)
            | Exists(had)
        )
    chosen = list(rows.select_related("enterprise").order_by("-sells", "name", "pk")[: MOST + 1])
    shown = chosen[:MOST]
    known = known_of([row.pk for row in shown], on=on)
    result = [
        Candidate(row, found(tender, known[row.pk], on=on, gap_years=gap_years), row.sells) for row in shown
    ]
    result.sort(key=lambda item: (ORDER.index(item.finding.verdict), not item.sells, item.case_file.name))
    return result, len(chosen) > MOST


def invitations_of(tender: Tender) -> list[TenderInvitation]:
    """Who was asked, in that order."""
    return list(
        TenderInvitation.objects.filter(tender=tender).select_related(
            "case_file__enterprise", "invited_by", "answered_by"
        )
    )


def all_invitations() -> QuerySet[TenderInvitation]:
    """Every invitation of the municipality."""
    return TenderInvitation.objects.select_related(
        "tender__municipality", "tender__holder", "case_file__enterprise", "invited_by"
    )


def by_token(token: str) -> TenderInvitation | None:
    """Whose link this is, in the municipality in scope."""
    return all_invitations().filter(token_hash=hash_token(token)).first()


def award_of(tender: Tender) -> TenderAward | None:
    """The award, when there is one."""
    return (
        TenderAward.objects.filter(tender=tender)
        .select_related("supplier__enterprise", "by", "contract")
        .first()
    )


@dataclass(frozen=True)
class TenderPanel:
    """Invitations and awards of one enterprise."""

    case_file: CaseFile
    invitations: list[TenderInvitation] = field(default_factory=list)
    awards: list[TenderAward] = field(default_factory=list)

    @property
    def links(self) -> list[tuple[TenderInvitation, str]]:
        """Invitations with the page where the enterprise answers."""
        from procurement.tenders.reserved.actions import path_of

        return [(row, path_of(row)) for row in self.invitations]


def panel(case_file: CaseFile, _actor: Actor) -> TenderPanel:
    """For staff. Two queries."""
    invitations = TenderInvitation.objects.filter(case_file=case_file).select_related("tender")
    awards = TenderAward.objects.filter(supplier__enterprise=case_file.enterprise_id)
    return TenderPanel(
        case_file,
        list(invitations.order_by("-invited_at", "-pk")[:MOST_IN_PANEL]),
        list(awards.select_related("tender").order_by("-awarded_on", "-pk")[:MOST_IN_PANEL]),
    )


def own_panel(case_file: CaseFile, _person: Person) -> TenderPanel | None:
    """For the entrepreneur: what they are asked. One query; nothing asked, no panel."""
    rows = TenderInvitation.objects.filter(case_file=case_file).select_related("tender__municipality")
    invitations = list(rows.order_by("-invited_at", "-pk")[:MOST_IN_PANEL])
    return TenderPanel(case_file, invitations) if invitations else None
