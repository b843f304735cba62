"""The amounts of a buyer by department, category, size of the supplier, district and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.formats import euro
from procurement.spend.buyers import Buyer
from procurement.spend.lists.models import ListState, SpendList, SpendSum
from procurement.spend.rulesets import GROUPS, in_force
from procurement.spend.share.engine import Line, together

#: What the share can be seen by: the code in the address -> its words.
BY = {
    "afdeling": gettext_lazy("Department"),
    "categorie": gettext_lazy("Category of spend"),
    "omvang": gettext_lazy("Size of the supplier"),
    "wijk": gettext_lazy("District"),
}
_FIELDS = {"afdeling": "department", "categorie": "category", "wijk": "district"}
#: Values a filter offers.
MOST_CHOICES = 300
ZERO = Decimal(0)


@dataclass(frozen=True)
class Wanted:
    """Filters; empty is all."""

    year: int = 0
    department: str = ""
    category: str = ""


def _ready(buyer: Buyer) -> QuerySet[SpendList]:
    return buyer.own(SpendList).filter(state=ListState.READY)


def sums(buyer: Buyer, wanted: Wanted) -> QuerySet[SpendSum]:
    """What counts, of the lists that are ready."""
    rows = SpendSum.objects.filter(source__in=list(_ready(buyer).values_list("pk", flat=True)))
    if wanted.year:
        rows = rows.filter(year=wanted.year)
    if wanted.department:
        rows = rows.filter(department=wanted.department)
    if wanted.category:
        rows = rows.filter(category=wanted.category)
    return rows.order_by()


def _measures() -> dict[str, Any]:
    return {
        "total": Sum("amount", default=ZERO),
        **{group: Sum("amount", filter=Q(counts_as=group), default=ZERO) for group in GROUPS},
    }


def _line(label: str, row: dict[str, Any], order: int = 0) -> Line:
    return Line(label, row["total"], {group: row[group] for group in GROUPS}, order)


def by(buyer: Buyer, wanted: Wanted, what: str) -> list[Line]:
    """Lines of one of BY; they add up to the whole. Two queries."""
    if what == "omvang":
        return _by_size(buyer, wanted)
    name = _FIELDS[what]
    rows = sums(buyer, wanted).values(name).annotate(**_measures()).order_by(name)
    return [_line(row[name] or _("Not filled in"), row) for row in rows]


#: Years beside each other, the newest on the right.
MOST_YEARS = 5


@dataclass(frozen=True)
class Beside:
    """The share of one heading in each of the years, None where nothing was paid."""

    label: str
    years: list[Line | None]


def side_by_side(
    buyer: Buyer, wanted: Wanted, what: str, shown: Sequence[Line]
) -> tuple[list[int], list[Beside]]:
    """The headings of `shown` in the last years, and the whole. Three queries; nothing within one year or by size.

    A supplier's size is not that of one year, so sizes have no years beside each other.
    """
    if wanted.year or what == "omvang":
        return [], []
    name = _FIELDS[what]
    rows = sums(buyer, wanted)
    years = sorted(rows.order_by("-year").values_list("year", flat=True).distinct()[:MOST_YEARS])
    if len(years) < 2:
        return [], []
    found: dict[str, dict[int, Line]] = {}
    for row in rows.filter(year__in=years).values(name, "year").annotate(**_measures()):
        label = row[name] or _("Not filled in")
        found.setdefault(label, {})[row["year"]] = _line(label, row)
    labels = [line.label for line in shown if line.label in found]
    lines = [Beside(label, [found[label].get(year) for year in years]) for label in labels]
    in_all = [together([line[year] for line in found.values() if year in line], "") for year in years]
    return years, [*lines, Beside(_("Total"), list(in_all))]


def _by_size(buyer: Buyer, wanted: Wanted) -> list[Line]:
    """By all that was paid to the supplier within the filters: one creditor is in one line."""
    borders = [Decimal(size) for size in in_force(municipality_id=buyer.municipality.pk)["sizes"]]
    per_creditor = sums(buyer, wanted).values("creditor").annotate(**_measures())
    measures = {}
    for place in range(len(borders) + 1):
        inside = Q()
        if place:
            inside &= Q(total__gte=borders[place - 1])
        if place < len(borders):
            inside &= Q(total__lt=borders[place])
        for name in ("total", *GROUPS):
            measures[f"{name}_{place}"] = Sum(name, filter=inside, default=ZERO)
    found = per_creditor.aggregate(**measures)
    lines = []
    for place in range(len(borders) + 1):
        row = {name: found[f"{name}_{place}"] for name in ("total", *GROUPS)}
        lines.append(_line(_size(borders, place), row, place))
    return [line for line in lines if line.total or line.social]


def _size(borders: list[Decimal], place: int) -> str:
    if place == 0:
        return _("less than %(amount)s") % {"amount": euro(borders[0])}
    if place == len(borders):
        return _("%(amount)s or more") % {"amount": euro(borders[-1])}
    return _("from %(low)s to %(high)s") % {"low": euro(borders[place - 1]), "high": euro(borders[place])}


def over_time(buyer: Buyer, wanted: Wanted) -> list[Line]:
    """Per year; within one year per quarter. Two queries."""
    name = "quarter" if wanted.year else "year"
    rows = sums(buyer, wanted).values(name).annotate(**_measures()).order_by(name)
    return [_line(_time(wanted.year, row[name]), row, row[name]) for row in rows]


def _time(year: int, value: int) -> str:
    if not year:
        return str(value)
    if not value:
        return _("%(year)s, no quarter given") % {"year": year}
    return _("quarter %(number)s of %(year)s") % {"number": value, "year": year}


def whole(lines: list[Line]) -> Line:
    """All of them together."""
    return together(lines, _("Total"))


@dataclass(frozen=True)
class Choices:
    """What the filters can choose."""

    years: list[int]
    departments: list[str]
    categories: list[str]


def choices(buyer: Buyer) -> Choices:
    """Four queries."""
    rows = sums(buyer, Wanted())

    def values(name: str) -> list[Any]:
        found = rows.exclude(**{name: ""}) if name != "year" else rows
        return list(found.values_list(name, flat=True).distinct().order_by(name)[:MOST_CHOICES])

    return Choices(values("year"), values("department"), values("category"))


def social_suppliers(buyer: Buyer, wanted: Wanted) -> QuerySet[Any, Any]:
    """Who was paid as a social supplier: name, group and euros, the largest first."""
    rows = sums(buyer, wanted).exclude(counts_as="")
    return (
        rows.values("creditor__party_name", "counts_as", "creditor__enterprise")
        .annotate(amount=Sum("amount"))
        .order_by(F("amount").desc(), "creditor__party_name")
    )


def exported(buyer: Buyer, wanted: Wanted) -> QuerySet[SpendSum]:
    """Every amount with what it counts as, for a spreadsheet."""
    return (
        sums(buyer, wanted)
        .select_related("creditor", "source")
        .order_by("year", "quarter", "department", "category", "creditor__name", "pk")
    )


def is_empty(buyer: Buyer) -> bool:
    """No list is ready."""
    return not _ready(buyer).exists()
