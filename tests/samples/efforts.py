"""Samples of the routes of efforts."""

import datetime as dt
from decimal import Decimal

from portal.kernel.files.actions import store_bytes
from portal.kernel.tenancy.scope import scoped
from procurement.models import Effort, EffortFile
from procurement.social_return.efforts.actions import submit
from tests.route_samples import Sample, World, sample
from tests.samples.contracts import contract_of


def _effort(world: World) -> Effort:
    contract = contract_of(world)
    with scoped([world.municipality.pk]):
        found = Effort.objects.first()
        if found:
            return found
        letter = store_bytes(
            content=b"bewijs", name="bewijs.txt", content_type="text/plain", municipality=world.municipality
        )
        return submit(
            contract=contract, by=world.colleague, kind="placement", code="pw_long", hours=Decimal(24),
            first=dt.date(2026, 3, 1), last=dt.date(2026, 8, 31), files=[letter],
        )  # fmt: skip


@sample("effort", "effort_accept", "effort_refuse", "effort_ask", "effort_code", "effort_correct")
def _judged(world: World) -> Sample:
    effort = _effort(world)
    return Sample({"pk": effort.pk}, effort)


@sample("my_effort", "my_effort_answer", "my_effort_withdraw")
def _own(world: World) -> Sample:
    effort = _effort(world)
    return Sample({"pk": effort.pk}, effort)


@sample("effort_file", "my_effort_file")
def _file(world: World) -> Sample:
    effort = _effort(world)
    with scoped([world.municipality.pk]):
        found = EffortFile.objects.get(effort=effort)
    return Sample({"pk": found.pk}, found)


@sample("my_contract")
def _contract(world: World) -> Sample:
    contract = contract_of(world)
    return Sample({"pk": contract.pk}, contract)


@sample("my_effort_new")
def _new(world: World) -> Sample:
    contract = contract_of(world)
    return Sample({"pk": contract.pk, "kind": "placement"}, contract)
