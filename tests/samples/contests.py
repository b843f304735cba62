"""Samples of the routes of contests."""

from challenges.models import Challenge, Phase
from portal.kernel.tenancy.scope import scoped
from tests.challenges.factories import make_challenge, make_concept
from tests.route_samples import Sample, World, sample


def _concept(world: World) -> Challenge:
    with scoped([world.municipality.pk]):
        found = Challenge.objects.filter(state="concept").first()
    return found or make_concept(world.municipality, world.colleague)


def opened(world: World) -> Challenge:
    """A challenge that takes entries now."""
    with scoped([world.municipality.pk]):
        found = Challenge.objects.filter(state="open").first()
    return found or make_challenge(world.municipality, world.colleague)


@sample(
    "challenge", "challenge_edit", "challenge_criteria", "challenge_preview", "challenge_launch",
    "challenge_cancel",
)  # fmt: skip
def _design(world: World) -> Sample:
    challenge = _concept(world)
    return Sample({"pk": challenge.pk}, challenge)


@sample("challenge_phase")
def _phase(world: World) -> Sample:
    challenge = _concept(world)
    with scoped([world.municipality.pk]):
        phase = Phase.objects.filter(challenge=challenge).first()
    return Sample({"pk": phase.pk}, phase)


@sample("public_challenges")
def _public(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug})


@sample("public_challenge")
def _public_one(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug, "slug": opened(world).slug})
