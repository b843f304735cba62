"""Reading offers: the public marketplace with search, filters and facets; one's own; what officers see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Count, F, Func, OuterRef, QuerySet, Subquery, Value

from accounts.casefile.models import CaseFile
from accounts.recognition.models import Mark, MarkKind
from accounts.register.models import EntryState
from accounts.register.queries import valid_marks
from accounts.self_service.queries import my_case_files
from portal.kernel.models import Person
from portal.kernel.permissions import Actor
from portal.kernel.tenancy.scope import current_scope
from procurement.market.offers.models import Offer, OfferPicture, OfferState
from procurement.market.rulesets import categories
from procurement.market.words import LONGEST, SHORTEST, Lexicon, query_of

#: The kind under which the search knows published offers, and how many matches a search gives.
KIND = "market-offer"
MOST_FOUND = 200
#: Offers a panel shows, and districts a facet offers.
MOST, MOST_DISTRICTS = 12, 40


def published() -> QuerySet[Offer]:
    """Public offers of the municipality in scope."""
    return Offer.objects.filter(state=OfferState.PUBLISHED, case_file__merged_into=None).select_related(
        "case_file__enterprise", "municipality"
    )


def found(text: str, lexicon: Lexicon) -> list[int]:
    """The published offers that answer a question, the best first. One bounded query, or two.

    Titles that look like the question are asked only when no word fits, so that they do not blur a good answer.
    """
    current_scope()
    text = text.replace("\0", " ")[:LONGEST].strip()
    words = query_of(text, lexicon)
    if not words:
        return []
    return _matching(words, "") or _matching(words, text.casefold() if len(text) >= SHORTEST else "")


def _matching(words: str, plain: str) -> list[int]:
    """By words; with `plain` also titles that look like it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.object_id FROM kernel_search(%s, %s, %s::text[], %s) found"
            " JOIN kernel_searchdocument d USING (id) ORDER BY found.score DESC, found.id",
            [words, plain, [KIND], MOST_FOUND],
        )
        return [int(row[0]) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Wanted:
    """What a visitor asks for, as it stands in the address. `certified`: with a valid PSO certificate that is shown."""

    text: str = ""
    category: str = ""
    kind: str = ""
    district: str = ""
    certified: bool = False


def certified_case_files(today: dt.date) -> QuerySet[Mark]:
    """Case files with a PSO certificate that is valid, of enterprises that chose to show their marks."""
    return valid_marks(today).filter(
        kind=MarkKind.PSO,
        case_file__register_entry__state=EntryState.PUBLISHED,
        case_file__register_entry__show_marks=True,
    )


def search(wanted: Wanted, *, today: dt.date, lexicon: Lexicon, without: str = "") -> QuerySet[Offer]:
    """Offers that fit, the best match first, else the newest. `without` leaves one filter out, for its facet."""
    rows = published()
    if wanted.category and without != "category":
        rows = rows.filter(category=wanted.category)
    if wanted.kind and without != "kind":
        rows = rows.filter(kind=wanted.kind)
    if wanted.district and without != "district":
        rows = rows.filter(district=wanted.district)
    if wanted.certified:
        rows = rows.filter(case_file__in=certified_case_files(today).values("case_file"))
    if not wanted.text.strip():
        return rows.order_by("-published_at", "-pk")
    return _in_order(rows, found(wanted.text, lexicon))


def _in_order(rows: QuerySet[Offer], ids: list[int]) -> QuerySet[Offer]:
    rank = Func(
        Value(ids, output_field=ArrayField(models.BigIntegerField())),
        F("pk"),
        function="array_position",
        output_field=models.IntegerField(),
    )
    return rows.filter(pk__in=ids).annotate(rank=rank).order_by("rank")


@dataclass(frozen=True)
class Choice:
    """One value of a facet and how many offers it would show."""

    value: str
    label: str
    number: int
    chosen: bool


def facets(
    wanted: Wanted, *, today: dt.date, lexicon: Lexicon, municipality_id: int
) -> dict[str, list[Choice]]:
    """Categories and districts with their numbers, each counted under the other filters. Two queries and the search."""
    labels = categories(municipality_id)
    result = {}
    for name, value in (("category", wanted.category), ("district", wanted.district)):
        rows = search(wanted, today=today, lexicon=lexicon, without=name).order_by()
        counted = (
            rows.values_list(name).annotate(number=Count("pk")).order_by("-number", name)[:MOST_DISTRICTS]
        )
        result[name] = [
            Choice(
                code,
                labels[code]["label"] if name == "category" and code in labels else code,
                number,
                code == value,
            )
            for code, number in counted
            if code
        ]
    return result


@dataclass(frozen=True)
class Shown:
    """An offer as visitors see it."""

    offer: Offer
    category: str
    certified: bool
    picture: OfferPicture | None


def shown(offers: Iterable[Offer], *, today: dt.date, municipality_id: int) -> list[Shown]:
    """Offers with their category in words, first picture and certificate. Two queries."""
    rows = list(offers)
    labels = categories(municipality_id)
    certified = set(
        certified_case_files(today)
        .filter(case_file__in=[row.case_file_id for row in rows])
        .values_list("case_file", flat=True)
    )
    first = OfferPicture.objects.filter(offer=OuterRef("offer")).order_by("pk").values("pk")[:1]
    pictures = {
        picture.offer_id: picture
        for picture in OfferPicture.objects.filter(offer__in=[row.pk for row in rows], pk=Subquery(first))
    }
    return [
        Shown(
            row,
            labels[row.category]["label"] if row.category in labels else row.category,
            row.case_file_id in certified,
            pictures.get(row.pk),
        )
        for row in rows
    ]


def my_offers(person: Person) -> QuerySet[Offer]:
    """Offers of the enterprises this person belongs to: the one place that says so."""
    return (
        Offer.objects.filter(case_file__in=my_case_files(person))
        .select_related("case_file__enterprise", "case_file__municipality")
        .order_by("-updated_at", "-pk")
    )


def all_offers(*, text: str = "", state: str = "") -> QuerySet[Offer]:
    """For officers: every offer of the municipality but drafts of enterprises, the last changed first."""
    rows = Offer.objects.select_related("case_file__enterprise", "municipality").order_by(
        "-updated_at", "-pk"
    )
    if state:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(models.Q(title__icontains=text) | models.Q(case_file__name__icontains=text))
    return rows


@dataclass(frozen=True)
class OfferPanel:
    """The offers of one enterprise, for a panel."""

    case_file: CaseFile
    offers: list[Offer]


def _of(case_file: CaseFile) -> list[Offer]:
    return list(Offer.objects.filter(case_file=case_file).order_by("-updated_at", "-pk")[:MOST])


def panel(case_file: CaseFile, _actor: Actor) -> OfferPanel:
    """For staff. One query."""
    return OfferPanel(case_file, _of(case_file))


def own_panel(case_file: CaseFile, _person: Person) -> OfferPanel:
    """For the entrepreneur. One query."""
    return OfferPanel(case_file, _of(case_file))
