"""Reading requests: what fits, one's own as a buyer, and what one's enterprise was asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.casefile.models import CaseFile
from accounts.self_service.queries import my_case_files
from portal.kernel.models import Person
from procurement.market.offers.models import Offer
from procurement.market.offers.queries import certified_case_files, found, published
from procurement.market.requests.engine import Ask, Candidate, Match, Weights, ranked
from procurement.market.requests.models import Invitation, MarketRequest
from procurement.market.rulesets import in_force, lexicon
from procurement.market.words import Lexicon, meanings, roots, tokens
from procurement.suppliers.access import my_suppliers

#: Offers that are compared for one request, matches a page shows, and rows of a panel.
MOST_COMPARED, MOST_SHOWN, MOST = 400, 12, 6


def matches(request: MarketRequest) -> list[Match]:
    """The enterprises that fit, the best first: offers of the category and offers the words find. Four queries."""
    words, today = lexicon(request.municipality_id), timezone.localdate()
    rules = in_force(municipality_id=request.municipality_id)
    offers = published().filter(Q(category=request.category) | Q(pk__in=found(request.title, words)))
    if request.supplier:
        offers = offers.exclude(case_file__enterprise=request.supplier.enterprise_id)
    rows = list(offers.order_by("-published_at", "-pk")[:MOST_COMPARED])
    certified = set(
        certified_case_files(today)
        .filter(case_file__in=[row.case_file_id for row in rows])
        .values_list("case_file", flat=True)
    )
    ask = Ask(
        tuple(meanings(word, words) for word in tokens(request.title)),
        request.category,
        request.district,
        request.budget,
        request.certificate,
    )
    candidates = [_candidate(row, words, row.case_file_id in certified) for row in rows]
    return ranked(ask, candidates, Weights(**rules["weights"]))


def _candidate(offer: Offer, words: Lexicon, certified: bool) -> Candidate:
    return Candidate(
        offer.pk,
        offer.case_file_id,
        roots(f"{offer.title} {offer.text}", words),
        offer.category,
        offer.district,
        offer.largest_order,
        certified,
    )


def all_requests() -> QuerySet[MarketRequest]:
    """Every request of the municipality, with how many were asked, looked and are interested."""
    return (
        MarketRequest.objects.select_related("supplier__enterprise", "contract", "municipality", "made_by")
        .annotate(
            asked=Count("invitations"),
            looked=Count("invitations", filter=Q(invitations__looked_at__isnull=False)),
            interested=Count("invitations", filter=Q(invitations__answer="interested")),
        )
        .order_by("-made_at", "-pk")
    )


def my_requests(person: Person) -> QuerySet[MarketRequest]:
    """Requests of the suppliers this person works for: the one place that says so."""
    return all_requests().filter(supplier__in=my_suppliers(person))


def invitations_of(request: MarketRequest) -> list[Invitation]:
    """Who was asked, in the order of asking, with their order when there is one."""
    rows = request.invitations.select_related("case_file__enterprise", "offer", "order", "answered_by")
    return list(rows.order_by("wave", "-score", "pk")[:200])


def all_invitations() -> QuerySet[Invitation]:
    """Every question to an enterprise, with its request."""
    return Invitation.objects.select_related(
        "request__supplier__enterprise", "request__municipality", "request__made_by", "case_file__enterprise", "offer",
        "order",
    ).order_by("-asked_at", "-pk")  # fmt: skip


def my_invitations(person: Person) -> QuerySet[Invitation]:
    """What the enterprises of this person were asked: the one place that says so."""
    return all_invitations().filter(case_file__in=my_case_files(person))


@dataclass(frozen=True)
class AskedPanel:
    """What buyers asked this enterprise, the newest first."""

    case_file: CaseFile
    rows: list[Invitation]


def asked_panel(case_file: CaseFile, _person: Person) -> AskedPanel | None:
    """For the entrepreneur; None when nobody asked anything. One query."""
    rows = list(all_invitations().filter(case_file=case_file)[:MOST])
    return AskedPanel(case_file, rows) if rows else None
