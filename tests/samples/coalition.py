"""Samples of the routes of coalitions."""

from decimal import Decimal

from django.utils import timezone

from challenges.contests.coalition import actions, pledges
from challenges.models import Challenge, CoalitionMeeting, CoalitionParty, CoalitionPledge, CoalitionRole
from portal.kernel.tenancy.scope import scoped
from tests.challenges.coalition import make_ready, make_role
from tests.route_samples import Sample, World, sample


def coalition_of(world: World) -> Challenge:
    """The coalition of the world, with one of everything."""
    with scoped([world.municipality.pk]):
        found = Challenge.objects.filter(variant="coalition").select_related("municipality").first()
    if found is None:
        found = make_ready(world.municipality, world.colleague)
        role = make_role(found, world.colleague, "Geld", "money", 500)
        make_role(found, world.colleague, "Ruimte", "space", 30)
        with scoped([world.municipality.pk]):
            party = CoalitionParty.objects.filter(challenge=found).first()
            pledges.ask(party=party, role=role, amount=Decimal(500), text="", by=world.colleague)
            actions.call_meeting(
                challenge=found, starts_at=timezone.now(), place="Buurthuis", agenda="", by=world.colleague
            )
    return found


@sample(
    "coalition", "coalition_role_add", "coalition_party_add", "coalition_seat", "coalition_plan",
    "coalition_meeting_add", "coalition_present",
)  # fmt: skip
def _coalition(world: World) -> Sample:
    found = coalition_of(world)
    return Sample({"pk": found.pk}, found)


def _row(world: World, model):
    coalition_of(world)
    with scoped([world.municipality.pk]):
        return model.objects.order_by("pk").last()


@sample("coalition_role", "coalition_role_drop")
def _role(world: World) -> Sample:
    row = _row(world, CoalitionRole)
    return Sample({"pk": row.pk}, row)


@sample("coalition_ask", "coalition_party_out")
def _party(world: World) -> Sample:
    row = _row(world, CoalitionParty)
    return Sample({"pk": row.pk}, row)


@sample("coalition_meeting")
def _meeting(world: World) -> Sample:
    row = _row(world, CoalitionMeeting)
    return Sample({"pk": row.pk}, row)


def _place(world: World) -> dict[str, object]:
    found = coalition_of(world)
    with scoped([world.municipality.pk]):
        party = CoalitionParty.objects.filter(challenge=found).order_by("pk").first()
    return {
        "municipality_slug": world.municipality.slug,
        "slug": found.slug,
        "token": actions.token_of(party),
    }


@sample("coalition_party", "coalition_offer", "coalition_agree", "coalition_leave")
def _own(world: World) -> Sample:
    return Sample(_place(world))


@sample("coalition_answer")
def _answer(world: World) -> Sample:
    place = _place(world)
    with scoped([world.municipality.pk]):
        return Sample(place | {"pk": CoalitionPledge.objects.get(state="asked").pk})
