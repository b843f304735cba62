"""Samples of the routes of the worklist, of absences and of handing over."""

import datetime as dt

from django.utils import timezone

from accounts.models import Absence, HandOver, Snooze
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_staff
from tests.route_samples import Sample, World, sample


@sample("snooze_undo")
def _snooze(world: World) -> Sample:
    with scoped([world.municipality.pk]):
        found = Snooze.objects.create(
            municipality=world.municipality, person=world.colleague, key="task-1", text="Bellen", reason="Proef",
            until=timezone.localdate() + dt.timedelta(days=3),
        )  # fmt: skip
    return Sample({"pk": found.pk}, found, may_refuse="a snoozed line is of one person only")


@sample("absence_end")
def _absence(world: World) -> Sample:
    replacement = make_staff(world.municipality, "specialist", domains=("care",))
    today = timezone.localdate()
    with scoped([world.municipality.pk]):
        found = Absence.objects.filter(person=world.colleague).first() or Absence.objects.create(
            municipality=world.municipality, person=world.colleague, replacement=replacement, from_on=today,
            until_on=today, made_by=world.colleague,
        )  # fmt: skip
    return Sample({"pk": found.pk}, found)


@sample("hand_over", "hand_over_acknowledge")
def _hand_over(world: World) -> Sample:
    receiver = make_staff(world.municipality, "specialist", domains=("care",))
    with scoped([world.municipality.pk]):
        found = HandOver.objects.create(
            municipality=world.municipality, giver=world.colleague, receiver=receiver, note="Proef",
            made_by=world.colleague,
        )  # fmt: skip
    return Sample({"pk": found.pk}, found)
