"""Fictional visitors who ask about a challenge or follow it."""

from __future__ import annotations

from itertools import count

from challenges.contests.audience import actions
from challenges.models import Challenge, ChallengeFollower, ChallengeQuestion
from portal.kernel.tenancy.scope import scoped

_number = count(1)


def make_question(challenge: Challenge, email: str = "", text: str = "") -> ChallengeQuestion:
    """One that is not confirmed yet."""
    number = next(_number)
    with scoped([challenge.municipality_id]):
        return actions.ask(
            challenge=challenge,
            email=email or f"vrager{number}@voorbeeld.example",
            text=text or f"Mag een stichting ook meedoen? ({number})",
        )


def make_follower(challenge: Challenge, email: str = "") -> ChallengeFollower:
    """Someone who follows it and confirmed so."""
    with scoped([challenge.municipality_id]):
        found = actions.follow(challenge=challenge, email=email or f"volger{next(_number)}@voorbeeld.example")
        actions.confirm_follower(follower=found)
    return found
