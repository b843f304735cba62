"""Social return as numbers for dashboards: what is owed, realised and accepted, and how many people were placed.

Everything is read from the ledger, which only grows: the figures of a past quarter stay as they were. Never names.
Whoever shows counts of people hides the small ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BigIntegerField, Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Cast, Substr

from procurement.social_return.contracts.models import Contract
from procurement.social_return.efforts.models import Effort, EffortKind, EffortState
from procurement.social_return.ledger.models import Account, LedgerEntry
from procurement.social_return.ledger.queries import Balance

#: Bookings of an effort have this before its number (`efforts.actions`).
_SUBJECT = "effort-"


@dataclass(frozen=True)
class DepartmentFigures:
    """One department, in euros. `accepted` is of the period; the rest of contracts not settled when it ended.

    `left` adds up what is missing per contract: more than was asked on one contract makes up for no other.
    """

    contracts: int = 0
    owed: Decimal = Decimal(0)
    realised: Decimal = Decimal(0)
    left: Decimal = Decimal(0)
    accepted: Decimal = Decimal(0)

    def __add__(self, other: DepartmentFigures) -> DepartmentFigures:
        return DepartmentFigures(
            self.contracts + other.contracts,
            self.owed + other.owed,
            self.realised + other.realised,
            self.left + other.left,
            self.accepted + other.accepted,
        )


def by_department(since: dt.datetime, until: dt.datetime) -> dict[str, DepartmentFigures]:
    """Department -> figures from `since` on and before `until`, by what was booked then. One query.

    A contract counts as running from the day its obligation was booked until the decision of its settlement.
    """
    rows = (
        LedgerEntry.objects.filter(at__lt=until)
        .order_by()
        .values("contract_id", "contract__department", "contract__settlement__decided_at")
        .annotate(
            owed=Sum("amount", filter=Q(account=Account.OBLIGATION), default=Decimal(0)),
            realised=Sum("amount", filter=Q(account=Account.ACCEPTED), default=Decimal(0)),
            waived=Sum("amount", filter=Q(account=Account.WAIVED), default=Decimal(0)),
            accepted=Sum("amount", filter=Q(account=Account.ACCEPTED, at__gte=since), default=Decimal(0)),
        )
    )
    found: dict[str, DepartmentFigures] = {}
    for row in rows:
        decided_at = row["contract__settlement__decided_at"]
        figures = DepartmentFigures(accepted=row["accepted"])
        if row["owed"] > 0 and (decided_at is None or decided_at >= until):
            left = Balance(obligation=row["owed"], accepted=row["realised"], waived=row["waived"]).open
            figures = DepartmentFigures(1, row["owed"], row["realised"], left, row["accepted"])
        if figures != DepartmentFigures():
            department = row["contract__department"]
            found[department] = found.get(department, DepartmentFigures()) + figures
    return found


def accepted_by_kind(since: dt.datetime, until: dt.datetime) -> dict[str, Decimal]:
    """Kind of effort -> euros accepted in the period, corrections included. One query."""
    effort = Effort.objects.filter(pk=OuterRef("effort_id")).values("kind")
    rows = (
        LedgerEntry.objects.filter(
            account=Account.ACCEPTED, at__gte=since, at__lt=until, subject__startswith=_SUBJECT
        )
        .order_by()
        .annotate(effort_id=Cast(Substr("subject", len(_SUBJECT) + 1), BigIntegerField()))
        .annotate(kind=Subquery(effort))
        .values("kind")
        .annotate(total=Sum("amount"))
    )
    return {row["kind"]: row["total"] for row in rows}


def people_placed(since: dt.datetime, until: dt.datetime) -> dict[str, int]:
    """Target group (code) -> people whose placement was accepted in the period. One query.

    People, not placements: five placements of one person are one person. Everyone has one group, the confirmed one,
    so the groups add up.
    """
    rows = (
        Effort.objects.filter(
            kind=EffortKind.PLACEMENT,
            state=EffortState.ACCEPTED,
            decided_at__gte=since,
            decided_at__lt=until,
        )
        .order_by()
        .values("pseudonym__group")
        .annotate(people=Count("pseudonym", distinct=True))
    )
    return {row["pseudonym__group"]: row["people"] for row in rows}


def group_labels(codes: Iterable[str]) -> dict[str, str]:
    """Target group (code) -> its name in the newest scheme of a contract that knows it. One query."""
    names = {}
    newest_of_each_version = (
        Contract.objects.order_by("scheme_version", "-pk")
        .distinct("scheme_version")
        .values_list("scheme_data__groups", flat=True)
    )
    for groups in newest_of_each_version:
        names.update({group["code"]: group["label"] for group in groups})
    return {code: names.get(code, code) for code in codes}
