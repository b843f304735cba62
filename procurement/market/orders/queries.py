"""Reading orders: one's own as a buyer or a seller, those of the municipality, and what counts for the PSO."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from accounts.casefile.models import CaseFile
from accounts.self_service.queries import my_case_files
from portal.kernel.models import Person
from procurement.market.orders.models import Order, OrderState
from procurement.suppliers.access import my_suppliers


def all_orders() -> QuerySet[Order]:
    """Every quote and order, with both sides."""
    return Order.objects.select_related(
        "invitation__request__supplier__enterprise", "invitation__request__contract", "effort", "ordered_by",
        "invitation__request__municipality", "invitation__request__made_by", "invitation__case_file__enterprise",
        "invitation__answered_by",
    ).order_by("-quoted_at", "-pk")  # fmt: skip


def my_orders(person: Person) -> QuerySet[Order]:
    """Orders in which this person buys or sells: the one place that says so."""
    return all_orders().filter(
        Q(invitation__request__supplier__in=my_suppliers(person))
        | Q(invitation__case_file__in=my_case_files(person))
    )


def buys(order: Order, person: Person) -> bool:
    """This person works for the supplier that buys."""
    supplier = order.invitation.request.supplier_id
    return supplier is not None and my_suppliers(person).filter(pk=supplier).exists()


def sells(order: Order, person: Person) -> bool:
    """This person belongs to the enterprise that sells."""
    return my_case_files(person).filter(pk=order.invitation.case_file_id).exists()


def bought_by(case_file: CaseFile, year: int) -> Iterable[tuple[str, Decimal]]:
    """What this enterprise bought on the marketplace in a year: (social supplier, euros). One query."""
    rows = (
        Order.objects.filter(
            state=OrderState.DONE,
            done_at__year=year,
            invitation__request__supplier__enterprise=case_file.enterprise_id,
        )
        .order_by()
        .values_list("invitation__case_file__name")
        .annotate(total=Sum("amount"))
        .order_by("invitation__case_file__name")
    )
    return list(rows[:50])
