"""Samples of the routes of contracts."""

from decimal import Decimal

from portal.kernel.tenancy.scope import scoped
from procurement.models import Contract, Deviation
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


@sample("deviation_decide")
def _deviation(world: World) -> Sample:
    contract = contract_of(world)
    with scoped([world.municipality.pk]):
        found = Deviation.objects.first() or ask_deviation(
            contract=contract, amount=Decimal(1), reason="Proef", by=world.colleague
        )
    return Sample({"pk": found.pk}, found)
