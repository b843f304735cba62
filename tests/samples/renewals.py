"""Samples of the routes of certificates that suppliers hand in."""

import datetime as dt

from portal.kernel.files.actions import store_bytes
from portal.kernel.tenancy.scope import scoped
from procurement.models import HandedCertificate
from procurement.social_return.renewals.actions import hand_in
from procurement.social_return.renewals.queries import handed
from tests.route_samples import Sample, World, sample
from tests.samples.contracts import contract_of


def _handed(world: World) -> HandedCertificate:
    contract = contract_of(world)
    with scoped([world.municipality.pk]):
        found = handed().first()
        if found:
            return found
        hand_in(
            supplier=contract.supplier, by=world.colleague, level="2", number="PSO-1",
            valid_from=dt.date(2026, 3, 1), valid_to=dt.date(2028, 2, 28),
            file=lambda: store_bytes(
                content=b"scan", name="pso.txt", content_type="text/plain", municipality=world.municipality
            ),
        )  # fmt: skip
        return handed().get()


@sample("handed_certificate", "handed_accept", "handed_refuse", "handed_file")
def _judged(world: World) -> Sample:
    found = _handed(world)
    return Sample({"pk": found.pk}, found)


@sample("my_certificate_withdraw", "my_certificate_file")
def _own(world: World) -> Sample:
    found = _handed(world)
    return Sample({"pk": found.pk}, found)


@sample("my_certificate_new")
def _new(world: World) -> Sample:
    contract = contract_of(world)
    return Sample({"pk": contract.supplier_id}, contract.supplier)
