"""Samples of the routes of contracts."""

from decimal import Decimal

from portal.kernel.files.actions import store_bytes
from portal.kernel.tenancy.scope import scoped
from procurement.models import Contract, Deviation, DiscountDecision, DiscountFile
from procurement.social_return.contracts.actions import ask_deviation
from tests.procurement.factories import make_social_return_contract
from tests.route_samples import Sample, World, sample


def contract_of(world: World) -> Contract:
    """One contract of the world."""
    with scoped([world.municipality.pk]):
        found = Contract.objects.select_related("supplier").first()
    return found or make_social_return_contract(world.municipality, world.colleague)


@sample(
    "contract", "contract_edit", "contract_turnover", "contract_contact", "deviation_ask", "discount_decide"
)
def _contract(world: World) -> Sample:
    contract = contract_of(world)
    return Sample({"pk": contract.pk}, contract)


@sample("discount_file")
def _certificate(world: World) -> Sample:
    contract = contract_of(world)
    with scoped([world.municipality.pk]):
        decision = DiscountDecision.objects.create(
            municipality=world.municipality, contract=contract, percentage=10, level="2", reason="Proef",
            valid_from=contract.awarded_on, valid_to=contract.ends_on, by=world.colleague,
        )  # fmt: skip
        scan = store_bytes(
            content=b"scan", name="pso.txt", content_type="text/plain", municipality=world.municipality
        )
        found = DiscountFile.objects.create(municipality=world.municipality, decision=decision, file=scan)
    return Sample({"pk": found.pk}, found)


@sample("deviation_decide")
def _deviation(world: World) -> Sample:
    contract = contract_of(world)
    with scoped([world.municipality.pk]):
        found = Deviation.objects.first() or ask_deviation(
            contract=contract, amount=Decimal(1), reason="Proef", by=world.colleague
        )
    return Sample({"pk": found.pk}, found)
