"""Reading planned purchases: the list of staff, and one with its check."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.kernel.permissions import Actor
from portal.kernel.rulesets.queries import ActiveRules
from procurement.market.offers.models import Offer, OfferState
from procurement.tenders.plan.models import Tender, TenderState
from procurement.tenders.thresholds.engine import Advice, check
from procurement.tenders.thresholds.rulesets import in_force, rules_of

RUNNING = (TenderState.PLANNED, TenderState.CHOSEN, TenderState.OPEN)
#: Departments a filter offers.
MOST_DEPARTMENTS = 60
#: Digits of a CPV code that say in which division it is.
DIVISION = 2


def tenders() -> QuerySet[Tender]:
    """With whose they are."""
    return Tender.objects.select_related("holder", "municipality").order_by("begins_on", "pk")


def filtered(
    *, text: str = "", department: str = "", stand: str = "running", kind: str = "", chance: bool = False
) -> QuerySet[Tender]:
    """The rows of the list."""
    rows = tenders()
    if stand == "running":
        rows = rows.filter(state__in=RUNNING)
    elif stand == "reserved":
        rows = rows.exclude(reserved="")
    elif stand in TenderState.values:
        rows = rows.filter(state=stand)
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(cpv_code__startswith=text))
    if department:
        rows = rows.filter(department=department)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.exclude(chance="") if chance else rows


def departments(*, only_public: bool = False) -> list[str]:
    """Departments that have a purchase."""
    rows = Tender.objects.filter(is_public=True) if only_public else Tender.objects.all()
    return list(
        rows.order_by("department").values_list("department", flat=True).distinct()[:MOST_DEPARTMENTS]
    )


@dataclass(frozen=True)
class Checked:
    """The check of one purchase by the rules of today."""

    rules: ActiveRules
    advice: Advice


def checked(tender: Tender, on: dt.date | None = None) -> Checked:
    """Which procedure fits, by the rules in force on a day (today)."""
    rules = in_force(municipality_id=tender.municipality_id, on=on or timezone.localdate())
    return Checked(rules, check(tender.purchase, rules_of(rules.data)))


def offers_like(cpv_codes: list[str]) -> dict[str, int]:
    """Division of CPV codes -> enterprises that offer something in it on the marketplace. One query."""
    wanted = {code[:DIVISION] for code in cpv_codes}
    found: dict[str, set[int]] = {code: set() for code in wanted}
    if not wanted:
        return {}
    condition = Q()
    for code in sorted(wanted):
        condition |= Q(cpv_code__startswith=code)
    rows = Offer.objects.filter(condition, state=OfferState.PUBLISHED, case_file__merged_into=None)
    for code, owner in rows.order_by().values_list("cpv_code", "case_file").distinct():
        found[code[:DIVISION]].add(owner)
    return {code: len(owners) for code, owners in found.items()}


def exported(params: object, actor: Actor) -> QuerySet[Tender]:
    """The rows of the list with the filters of its address, for export."""
    from procurement.tenders.plan.forms import TenderFilter

    form = TenderFilter(params)  # type: ignore[arg-type]
    return form.apply()
