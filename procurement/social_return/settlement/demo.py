"""Settlements of the demo: one supplier is being heard, one realised everything."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from portal.kernel.models import Municipality, Person
from procurement.models import Contract
from procurement.social_return.efforts.actions import accept, submit
from procurement.social_return.settlement.actions import give_view, open_settlement


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Through the same actions as people."""
    tarik = staff["tarik"]
    today = timezone.localdate() - dt.timedelta(days=5)
    late = Contract.objects.select_related("supplier").get(reference="2024-088")
    ruud = late.supplier.members.select_related("person").first()
    assert ruud is not None
    heard = open_settlement(contract=late, by=tarik, today=today)
    give_view(
        settlement=heard, by=ruud.person, today=today,
        text=(
            "Twee leerlingen stopten in het eerste jaar. Wij zochten vervangers via de school, maar die vonden wij niet "
            "op tijd. Een leerling werkt inmiddels weer bij ons: mogen wij die nog opgeven?"
        ),
    )  # fmt: skip
    done = Contract.objects.select_related("supplier").get(reference="2024-051")
    mo = done.supplier.members.select_related("person").first()
    assert mo is not None
    effort = submit(
        contract=done, by=mo.person, kind="purchase", code="sw_company", amount=done.obligation,
        bought_from="Sociaal werkbedrijf De Schakel", first=done.starts_on + dt.timedelta(days=90),
        at=timezone.now() - dt.timedelta(days=80),
    )  # fmt: skip
    accept(effort=effort, version=effort.version, by=tarik)
    assert done.obligation >= Decimal(1)
    open_settlement(contract=done, by=tarik, today=today)
