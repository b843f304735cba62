"""Reading questions and followers."""

from __future__ import annotations

from django.db.models import QuerySet

from challenges.contests.audience.models import ChallengeFollower, ChallengeQuestion, QuestionState
from challenges.contests.models import Challenge

#: States an organiser can choose to see; what nobody confirmed is not there for them.
SEEN = (QuestionState.ASKED, QuestionState.ANSWERED, QuestionState.HIDDEN)


def answered(challenge: Challenge) -> QuerySet[ChallengeQuestion]:
    """What everyone may read, the newest answer first."""
    rows = ChallengeQuestion.objects.filter(challenge=challenge, state=QuestionState.ANSWERED)
    return rows.order_by("-decided_at", "-pk")


def asked(challenge: Challenge, state: str = "") -> QuerySet[ChallengeQuestion]:
    """Confirmed questions for organisers: the oldest first; with a state only those."""
    rows = ChallengeQuestion.objects.filter(challenge=challenge, state__in=[state] if state else SEEN)
    return rows.order_by("confirmed_at", "pk")


def waiting(challenge: Challenge) -> int:
    """How many questions wait for an answer."""
    return ChallengeQuestion.objects.filter(challenge=challenge, state=QuestionState.ASKED).count()


def followers(challenge: Challenge) -> int:
    """How many people follow it."""
    return ChallengeFollower.objects.filter(challenge=challenge, confirmed_at__isnull=False).count()
