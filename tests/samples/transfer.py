"""Samples of the routes of transfers between municipalities."""

import uuid

from django.utils import timezone

from accounts.models import Transfer, TransferOffer
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_municipality
from tests.route_samples import Sample, World, sample


@sample("transfer_new")
def _new(world: World) -> Sample:
    return Sample({"pk": world.case_file.pk}, world.case_file)


def make_transfer(world: World) -> Transfer:
    with scoped([world.municipality.pk]):
        found = Transfer.objects.filter(case_file=world.case_file).first()  # one may be open at a time
        return found or Transfer.objects.create(
            municipality=world.municipality, case_file=world.case_file, to=make_municipality(), reason="Proef",
            asked_by=world.colleague, expires_on="2027-12-31",
        )  # fmt: skip


@sample("transfer", "transfer_cancel")
def _transfer(world: World) -> Sample:
    found = make_transfer(world)
    return Sample({"pk": found.pk}, found)


@sample("my_transfer", "my_transfer_withdraw")
def _mine(world: World) -> Sample:
    return Sample({"pk": make_transfer(world).pk}, world.member)


@sample("transfer_offer")
def _offer(world: World) -> Sample:
    with scoped([world.municipality.pk]):
        found = TransferOffer.objects.create(
            municipality=world.municipality, key=uuid.uuid4(), sender=make_municipality(), name="Proef",
            asked_by=world.colleague, consented_at=timezone.now(), expires_on="2027-12-31",
        )  # fmt: skip
    return Sample({"pk": found.pk}, found)
