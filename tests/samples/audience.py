"""Samples of the routes of who asks about a challenge and who follows it."""

from challenges.contests.audience import actions
from challenges.contests.audience.links import token_of
from challenges.models import ChallengeFollower, ChallengeQuestion
from portal.kernel.tenancy.scope import scoped
from tests.challenges.audience import make_follower, make_question
from tests.route_samples import Sample, World, sample
from tests.samples.contests import opened


def _place(world: World) -> dict[str, object]:
    return {"municipality_slug": world.municipality.slug, "slug": opened(world).slug}


@sample("challenge_ask", "challenge_follow", "public_challenge_news")
def _public(world: World) -> Sample:
    return Sample(_place(world))


def _question(world: World) -> ChallengeQuestion:
    challenge = opened(world)
    with scoped([world.municipality.pk]):
        found = ChallengeQuestion.objects.filter(challenge=challenge, state="asked").first()
        if found is None:
            found = actions.confirm_question(question=make_question(challenge))
    return found


@sample("challenge_question_mine")
def _mine(world: World) -> Sample:
    return Sample(_place(world) | {"token": token_of(_question(world))})


def _follower(world: World) -> ChallengeFollower:
    challenge = opened(world)
    with scoped([world.municipality.pk]):
        found = ChallengeFollower.objects.filter(challenge=challenge).first()
    return found or make_follower(challenge)


@sample("challenge_follower")
def _following(world: World) -> Sample:
    return Sample(_place(world) | {"token": token_of(_follower(world))})


@sample("challenge_questions")
def _asked(world: World) -> Sample:
    challenge = opened(world)
    return Sample({"pk": challenge.pk}, challenge)


@sample("challenge_question")
def _one(world: World) -> Sample:
    question = _question(world)
    return Sample({"pk": question.pk}, question)
