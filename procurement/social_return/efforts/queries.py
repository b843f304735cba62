"""Reading efforts: the supplier's own, what waits for judgement, and the signals about one."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from portal.kernel.models import Person
from procurement.social_return.contracts.models import Contract
from procurement.social_return.efforts import engine
from procurement.social_return.efforts.models import WAITING, Effort, EffortKind, EffortState
from procurement.social_return.engine import Line
from procurement.suppliers.access import my_suppliers

#: Placements of one person or one supplier that are looked at for signals.
MOST = 200


def my_contracts(person: Person) -> QuerySet[Contract]:
    """The contracts of the suppliers this person works for, in all municipalities: the one place that says so."""
    return (
        Contract.objects.filter(supplier__in=my_suppliers(person))
        .select_related("supplier__enterprise", "municipality", "coordinator")
        .order_by("ends_on", "pk")
    )


def my_efforts(person: Person) -> QuerySet[Effort]:
    """What those suppliers handed in."""
    return (
        Effort.objects.filter(contract__in=my_contracts(person))
        .select_related("contract__supplier__enterprise", "contract__municipality", "pseudonym", "decided_by")
        .order_by("-submitted_at", "-pk")
    )


def to_judge() -> QuerySet[Effort]:
    """What waits for a coordinator, the longest first."""
    return (
        Effort.objects.filter(state__in=WAITING)
        .select_related("contract__supplier__enterprise", "contract__coordinator", "pseudonym")
        .order_by("submitted_at", "pk")
    )


def _spell(effort: Effort) -> engine.Spell:
    assert effort.first and effort.last and effort.hours is not None
    return engine.Spell(
        effort.pk,
        str(effort.pseudonym_id or f"new-{effort.pk}"),
        effort.contract_id,
        effort.contract.supplier_id,
        effort.code,
        effort.hours,
        effort.first,
        effort.last,
        effort.replaces,
    )


def signals_of(effort: Effort) -> list[Line]:
    """What a human should look at before accepting a placement, across contracts and suppliers. Two queries."""
    if effort.kind != EffortKind.PLACEMENT:
        return []
    counted = Effort.objects.filter(
        Q(state=EffortState.ACCEPTED) | Q(state__in=WAITING), kind=EffortKind.PLACEMENT
    ).select_related("contract")
    of_person = (
        [_spell(row) for row in counted.filter(pseudonym_id=effort.pseudonym_id)[:MOST]]
        if effort.pseudonym_id
        else []
    )
    of_supplier = [
        _spell(row)
        for row in counted.filter(contract__supplier_id=effort.contract.supplier_id).exclude(pk=effort.pk)[
            :MOST
        ]
    ]
    return engine.signals(_spell(effort), of_person, of_supplier, effort.contract.scheme)
