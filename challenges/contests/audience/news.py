"""Telling who follows a challenge that it moved on: written down once, mailed by a job."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from challenges.contests.audience.links import token_of
from challenges.contests.audience.models import ChallengeFollower, ChallengeNews, ChallengeQuestion, Moment
from challenges.contests.models import Challenge, ChallengeState, Phase, PhaseKind
from portal.kernel.jobs.actions import start_job
from portal.kernel.jobs.registry import JobRun, job_handler
from portal.kernel.outbox.actions import queue_mail

JOB = "challenge-followers"
#: Mails per transaction of the job.
PART = 100
#: What nobody confirmed goes after so many days.
DAYS_TO_CONFIRM = 7


@transaction.atomic
def tell(challenge: Challenge, moment: str) -> ChallengeNews | None:
    """Write down what happened and let a job mail the followers. None when it was told before."""
    news, made = ChallengeNews.objects.get_or_create(
        challenge=challenge, moment=moment, defaults={"municipality_id": challenge.municipality_id}
    )
    if not made:
        return None
    followers = ChallengeFollower.objects.filter(challenge=challenge, confirmed_at__isnull=False)
    if followers.exists():
        start_job(
            kind=JOB,
            title=_("Mail to the followers of %(title)s") % {"title": challenge.title},
            params={"news": news.pk},
            by=challenge.created_by,
            municipality=challenge.municipality,
            url=reverse("challenge", args=[challenge.pk]),
        )
    return news


def _mail(follower: ChallengeFollower, news: ChallengeNews) -> None:
    challenge = news.challenge
    key = f"challenge-news-{news.pk}-{follower.pk}"
    if news.moment == Moment.CANCELLED:  # who takes part or judges heard it already, by the same key
        key = f"challenge-cancelled-{challenge.pk}-{follower.email.lower()}"
    place = [challenge.municipality.slug, challenge.slug]
    queue_mail(
        to=follower.email,
        template="challenges/contests/mail/follower_news",
        context={
            "challenge": challenge,
            "news": news,
            "path": reverse("public_challenge", args=place),
            "off_path": reverse("challenge_follower", args=[*place, token_of(follower)]),
        },
        municipality=challenge.municipality_id,
        key=key,
    )


@job_handler(JOB, in_steps=True)
def mail_followers(run: JobRun) -> None:
    """A mail for each follower, a hundred a transaction. Started again it sends nobody a second one."""
    done, last = 0, 0
    while True:
        with run.step():
            news = ChallengeNews.objects.select_related("challenge__municipality").get(pk=run.params["news"])
            rows = ChallengeFollower.objects.filter(challenge=news.challenge, confirmed_at__isnull=False)
            total = rows.count()
            some = list(rows.filter(pk__gt=last).order_by("pk")[:PART])
            for follower in some:
                _mail(follower, news)
        done += len(some)
        run.progress(min(done, total), total)
        if not some:
            return
        last = some[-1].pk


def _due(now: dt.datetime, today: dt.date) -> list[tuple[Challenge, str]]:
    """Challenges of which a day of the plan has come that no click announces: entries open, pilots begin."""
    told = ChallengeNews.objects.filter(challenge=OuterRef("pk"))
    rows = Challenge.objects.select_related("municipality", "created_by")
    opened = rows.filter(
        ~Exists(told.filter(moment=Moment.ENTRIES)), state=ChallengeState.OPEN, opens_at__lte=now,
        closes_at__gt=now,
    )  # fmt: skip
    begun = Phase.objects.filter(challenge=OuterRef("pk"), kind=PhaseKind.PILOT, starts_on__lte=today)
    pilots = rows.filter(
        Exists(begun), ~Exists(told.filter(moment=Moment.PILOT)), state=ChallengeState.DECIDED
    )
    return [(row, Moment.ENTRIES) for row in opened] + [(row, Moment.PILOT) for row in pilots]


@transaction.atomic
def tell_what_is_due(*, now: dt.datetime, today: dt.date) -> int:
    """Tell of phases that begin by the clock, in the municipality in scope. How many were told."""
    return sum(tell(challenge, moment) is not None for challenge, moment in _due(now, today))


@transaction.atomic
def forget_unconfirmed(*, now: dt.datetime) -> int:
    """Remove questions and followers that nobody confirmed in a week."""
    old: Any = Q(created_at__lt=now - dt.timedelta(days=DAYS_TO_CONFIRM), confirmed_at=None)
    questions, _rows = ChallengeQuestion.objects.filter(old).delete()
    followers, _rows = ChallengeFollower.objects.filter(old).delete()
    return questions + followers
