"""Two certificates that suppliers of the demo handed in, and that wait for a coordinator."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max
from django.utils import timezone

from accounts.models import Mark
from portal.kernel.files.actions import store_bytes
from portal.kernel.models import Municipality, Person
from portal.kernel.tenancy.scope import scoped
from procurement.models import Contract
from procurement.social_return.discount.queries import current
from procurement.social_return.renewals.actions import hand_in


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """The next certificate of an enterprise with a case file; in the neighbouring municipality another."""
    enterprise = Contract.objects.values("supplier__enterprise").get(reference="2026-024")[
        "supplier__enterprise"
    ]
    last = Mark.objects.filter(kind="pso", case_file__enterprise=enterprise).aggregate(last=Max("valid_to"))[
        "last"
    ]
    _hand_in("2026-024", "3", "PSO-26-0456", (last or timezone.localdate()) + dt.timedelta(days=1))
    with scoped([Municipality.objects.get(slug="lindehaven").pk]):
        former = current(Contract.objects.get(reference="LH-2026-03"))
        assert former is not None and former.valid_to is not None
        _hand_in("LH-2026-03", "3", "PSO-26-0502", former.valid_to + dt.timedelta(days=1))


def _hand_in(reference: str, level: str, number: str, first: dt.date) -> None:
    contract = Contract.objects.select_related("supplier__municipality").get(reference=reference)
    member = contract.supplier.members.select_related("person").first()
    assert member is not None
    hand_in(
        supplier=contract.supplier,
        by=member.person,
        file=lambda: store_bytes(
            content=f"Certificaat {number}, verzonnen.".encode(),
            name=f"pso-certificaat-{number.lower()}.txt",
            content_type="text/plain",
            municipality=contract.supplier.municipality,
            by=member.person,
        ),
        level=level,
        number=number,
        valid_from=first,
        valid_to=first + dt.timedelta(days=729),
    )
