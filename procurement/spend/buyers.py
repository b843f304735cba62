"""Whose creditor lists are these? The one place that says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest

from portal.kernel.models import Municipality
from portal.kernel.permissions import actor_of
from procurement.models import Supplier
from procurement.suppliers.access import my_suppliers

#: The name in an address of the supplier on whose behalf someone looks.
FOR = "voor"


@dataclass(frozen=True)
class Buyer:
    """The municipality itself, or a supplier with its own people."""

    municipality: Municipality
    supplier: Supplier | None = None

    @property
    def name(self) -> str:
        return str(self.supplier or self.municipality)

    @property
    def query(self) -> str:
        """What an address needs to stay with this buyer."""
        return f"{FOR}={self.supplier.pk}" if self.supplier else ""

    @property
    def whose(self) -> dict[str, Any]:
        """The columns that say whose a row is."""
        return {"municipality": self.municipality, "supplier": self.supplier}

    def own(self, model: type[models.Model]) -> models.QuerySet[Any]:
        """The rows of this buyer."""
        rows: models.QuerySet[Any] = model._default_manager.filter(municipality=self.municipality)
        return rows.filter(supplier=self.supplier) if self.supplier else rows.filter(supplier=None)


def buyers_of(request: HttpRequest) -> list[Buyer]:
    """For an officer the municipality; for others the suppliers they work for, by name."""
    actor = actor_of(request)
    if actor.membership is not None:
        assert actor.municipality is not None
        return [Buyer(actor.municipality)]
    if actor.person is None:
        return []
    suppliers = my_suppliers(actor.person).order_by("enterprise__name", "pk")
    return [Buyer(supplier.municipality, supplier) for supplier in suppliers]


def buyer_of(request: HttpRequest) -> Buyer:
    """The buyer the address names, else the first; Http404 when there is none."""
    buyers = buyers_of(request)
    asked = request.GET.get(FOR, "")
    for buyer in buyers:
        if buyer.supplier and str(buyer.supplier.pk) == asked:
            return buyer
    if not buyers or (asked and buyers[0].supplier):
        raise Http404
    return buyers[0]


def buyer_of_row(row: Any) -> Buyer:
    """Whose row this is."""
    return Buyer(row.municipality, row.supplier)
