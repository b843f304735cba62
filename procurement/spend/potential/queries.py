"""What is bought elsewhere by category, and which enterprises here offer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from portal.kernel.tenancy.scope import current_scope
from procurement.market.offers.models import Offer
from procurement.market.offers.queries import KIND as OFFERS
from procurement.market.offers.queries import certified_case_files, published
from procurement.market.requests import words as reasons
from procurement.market.requests.engine import Candidate, Weights
from procurement.market.rulesets import categories, lexicon
from procurement.market.rulesets import in_force as market_rules
from procurement.market.words import roots
from procurement.spend.buyers import Buyer
from procurement.spend.potential.engine import Sought, fits, market_category, sought
from procurement.spend.potential.models import PotentialKind, PotentialStep
from procurement.spend.rulesets import in_force
from procurement.spend.share.queries import ZERO, Wanted, sums

#: Categories of a page, offers looked at for each, and enterprises shown with each.
PAGE, MOST_OFFERS, MOST_SHOWN = 10, 40, 3


@dataclass(frozen=True)
class Fit:
    """An enterprise that could deliver it: its best offer, how well it fits (1 to 100) and why."""

    offer: Offer
    score: int
    why: list[str]


@dataclass(frozen=True)
class Chance:
    """One category: euros paid to others and in all, how many others, who could deliver it, what was done."""

    category: str
    elsewhere: Decimal
    total: Decimal
    suppliers: int
    fits: list[Fit]
    more: int
    says_nothing: bool
    steps: list[PotentialStep]

    @property
    def aside(self) -> PotentialStep | None:
        return next((step for step in self.steps if step.kind == PotentialKind.ASIDE), None)

    @property
    def asked(self) -> list[PotentialStep]:
        return [step for step in self.steps if step.kind == PotentialKind.ASKED]


def elsewhere(buyer: Buyer, wanted: Wanted, *, aside: bool = False) -> QuerySet[Any, Any]:
    """Categories with what was paid to suppliers that do not count as social, the largest first.

    Those that were set aside are left out, or with `aside` the only ones. Amounts without a category are nowhere.
    """
    gone = buyer.own(PotentialStep).filter(kind=PotentialKind.ASIDE).values("category")
    rows = sums(buyer, wanted).exclude(category="")
    rows = rows.filter(category__in=gone) if aside else rows.exclude(category__in=gone)
    return (
        rows.values("category")
        .annotate(
            elsewhere=Sum("amount", filter=Q(counts_as=""), default=ZERO),
            total=Sum("amount"),
            suppliers=Count("creditor__key", filter=Q(counts_as=""), distinct=True),
        )
        .filter(elsewhere__gt=0)
        .order_by(F("elsewhere").desc(), "category")
    )


def whole(buyer: Buyer, wanted: Wanted) -> tuple[Decimal, int]:
    """Euros paid elsewhere in all categories that were not set aside, and how many of these there are."""
    found = elsewhere(buyer, wanted).order_by().aggregate(paid=Sum("elsewhere", default=ZERO), n=Count("*"))
    return found["paid"], found["n"]


def chances(buyer: Buyer, rows: Sequence[dict[str, Any]]) -> list[Chance]:
    """The rows of a page with who could deliver them and what was done. Five queries, whatever the rows."""
    names = [row["category"] for row in rows]
    asked = _asked(buyer, names)
    steps: dict[str, list[PotentialStep]] = {name: [] for name in names}
    kept = buyer.own(PotentialStep).filter(category__in=names).select_related("by", "request")
    for step in kept.order_by("-at", "-pk"):
        steps[step.category].append(step)
    found = _found(buyer, asked)
    return [
        Chance(
            row["category"], row["elsewhere"], row["total"], row["suppliers"], found[row["category"]][:MOST_SHOWN],
            max(0, len(found[row["category"]]) - MOST_SHOWN), not asked[row["category"]].words,
            steps[row["category"]],
        )
        for row in rows
    ]  # fmt: skip


def suggested_category(buyer: Buyer, category: str) -> str:
    """The category of the marketplace for a request about this spend: by its name, else that of the offer that fits

    best; "" when nothing is like it.
    """
    asked = _asked(buyer, [category])
    named = market_category(asked[category], _labels(buyer), lexicon(buyer.municipality.pk))
    if named:
        return named
    best = _found(buyer, asked)[category]
    return str(best[0].offer.category) if best else ""


def _labels(buyer: Buyer) -> dict[str, str]:
    return {code: row["label"] for code, row in categories(buyer.municipality.pk).items()}


def _asked(buyer: Buyer, names: Sequence[str]) -> dict[str, Sought]:
    general = in_force(municipality_id=buyer.municipality.pk)["general_words"]
    words = lexicon(buyer.municipality.pk)
    return {name: sought(name, words, general) for name in names}


#: For each question the offers that answer it, the best first; the scope is applied by the function itself.
SEARCH = """
SELECT asked.category, d.object_id
FROM unnest(%s::text[], %s::text[]) AS asked(category, query)
CROSS JOIN LATERAL kernel_search(asked.query, '', ARRAY[%s], %s) found
JOIN kernel_searchdocument d ON d.id = found.id
WHERE asked.query <> ''
"""


def _found(buyer: Buyer, asked: dict[str, Sought]) -> dict[str, list[Fit]]:
    """Category -> who could deliver it, the best first."""
    current_scope()
    answers: dict[str, set[int]] = {name: set() for name in asked}
    with connection.cursor() as cursor:
        cursor.execute(SEARCH, [list(asked), [row.query for row in asked.values()], OFFERS, MOST_OFFERS])
        for name, pk in cursor.fetchall():
            answers[name].add(int(pk))
    wanted = set().union(*answers.values())
    rows = published().filter(pk__in=wanted, municipality=buyer.municipality)
    if buyer.supplier:
        rows = rows.exclude(case_file__enterprise=buyer.supplier.enterprise_id)
    offers = {offer.pk: offer for offer in rows}
    files = [offer.case_file_id for offer in offers.values()]
    certified = set(
        certified_case_files(timezone.localdate())
        .filter(case_file__in=files)
        .values_list("case_file", flat=True)
    )
    words, labels = lexicon(buyer.municipality.pk), _labels(buyer)
    weights = Weights(**market_rules(municipality_id=buyer.municipality.pk)["weights"])
    candidates = {
        pk: Candidate(
            pk, offer.case_file_id, roots(f"{offer.title} {offer.text} {labels.get(offer.category, '')}", words),
            offer.category, offer.district, offer.largest_order, offer.case_file_id in certified,
        )
        for pk, offer in offers.items()
    }  # fmt: skip
    result = {}
    for name, question in asked.items():
        those = [candidates[pk] for pk in sorted(answers[name]) if pk in candidates]
        best = fits(question, market_category(question, labels, words), those, weights)
        result[name] = [Fit(offers[fit.candidate.key], fit.score, reasons.of_match(fit)) for fit in best]
    return result
