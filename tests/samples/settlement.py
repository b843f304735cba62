"""Samples of the routes of settlements."""

import datetime as dt

from portal.kernel.files.actions import store_bytes
from portal.kernel.tenancy.scope import scoped
from procurement.models import Settlement, SettlementLetter
from procurement.social_return.settlement.actions import open_settlement
from tests.procurement.factories import make_social_return_contract
from tests.route_samples import Sample, World, sample


def _settlement(world: World) -> Settlement:
    with scoped([world.municipality.pk]):
        found = Settlement.objects.select_related("contract").first()
    if found:
        return found
    contract = make_social_return_contract(
        world.municipality, world.colleague, starts_on=dt.date(2024, 1, 1), ends_on=dt.date(2025, 12, 31)
    )
    with scoped([world.municipality.pk]):
        return open_settlement(contract=contract, by=world.colleague)


@sample(
    "settlement", "settlement_open", "settlement_heard", "settlement_recover", "settlement_propose",
    "settlement_decide", "my_settlement",
)  # fmt: skip
def _contract(world: World) -> Sample:
    contract = _settlement(world).contract
    return Sample({"pk": contract.pk}, contract)


@sample("settlement_letter", "my_settlement_letter")
def _letter(world: World) -> Sample:
    _settlement(world)
    with scoped([world.municipality.pk]):
        letter = SettlementLetter.objects.get()
        letter.file = letter.file or store_bytes(
            content=b"%PDF-1.7",
            name="brief.pdf",
            content_type="application/pdf",
            municipality=world.municipality,
        )
        letter.save()
    return Sample({"pk": letter.pk}, letter)
