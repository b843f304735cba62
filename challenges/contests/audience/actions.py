"""What visitors and organisers do: ask, confirm, answer, hide; follow, confirm, sign off."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from challenges.contests.audience.links import token_of, with_token
from challenges.contests.audience.models import ChallengeFollower, ChallengeQuestion, QuestionState
from challenges.contests.models import Challenge, ChallengeState
from portal.kernel.conflicts import lock_version
from portal.kernel.models import Person
from portal.kernel.outbox.actions import queue_mail
from portal.kernel.people.tokens import hash_token

#: Questions of one address about one challenge that wait at the same time.
MOST_WAITING = 5
#: States of a challenge that is over: nobody asks or follows any more.
OVER = (ChallengeState.CANCELLED, ChallengeState.DECIDED)


class RefusedError(Exception):
    """`code`: "over" (the challenge has ended), "many" (this address has questions enough that wait) or "state"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def takes_questions(challenge: Challenge) -> bool:
    """It was launched, and is not over."""
    return challenge.launched_at is not None and challenge.state not in OVER


def _locked(challenge: Challenge) -> Challenge:
    """The challenge, which stays as it is until this is done."""
    found = (
        Challenge.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .get(pk=challenge.pk)
    )
    if not takes_questions(found):
        raise RefusedError("over")
    return found


def _mail(row: ChallengeFollower | ChallengeQuestion, template: str, route: str, key: str) -> None:
    challenge = row.challenge
    queue_mail(
        to=row.email,
        template=f"challenges/contests/mail/{template}",
        context={
            "row": row,
            "challenge": challenge,
            "path": reverse(route, args=[challenge.municipality.slug, challenge.slug, token_of(row)]),
        },
        municipality=challenge.municipality_id,
        key=key,
    )


@transaction.atomic
def ask(*, challenge: Challenge, email: str, text: str, person: Person | None = None) -> ChallengeQuestion:
    """Ask something. `person` is who is logged in with this very address; anyone else confirms it by mail first.

    The same words once more are the same question. Raises RefusedError: "over", "many".
    """
    challenge = _locked(challenge)
    mine = ChallengeQuestion.objects.filter(
        challenge=challenge,
        email__iexact=email,
        state__in=[QuestionState.UNCONFIRMED, QuestionState.ASKED],
    )
    there = mine.filter(text=text).first()
    if there:
        return there
    if mine.count() >= MOST_WAITING:
        raise RefusedError("many")
    question = with_token(
        ChallengeQuestion(
            municipality_id=challenge.municipality_id,
            challenge=challenge,
            person=person,
            email=email,
            text=text,
        )
    )
    if person:
        question.state, question.confirmed_at = QuestionState.ASKED, timezone.now()
    question.save()
    if not person:
        _mail(question, "question_confirm", "challenge_question_mine", f"challenge-question-{question.pk}")
    return question


def find_question(token: str) -> ChallengeQuestion | None:
    """The question this token opens, in the municipality in scope."""
    rows = ChallengeQuestion.objects.select_related("challenge__municipality")
    return rows.filter(token_hash=hash_token(token)).first()


@transaction.atomic
def confirm_question(*, question: ChallengeQuestion) -> ChallengeQuestion:
    """Whoever asked has this address. A second click changes nothing. Raises RefusedError("over")."""
    _locked(question.challenge)
    question = ChallengeQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if question.state == QuestionState.UNCONFIRMED:
        question.state, question.confirmed_at = QuestionState.ASKED, timezone.now()
        question.version += 1
        question.save()
    return question


@transaction.atomic
def answer(*, question: ChallengeQuestion, version: int, text: str, by: Person) -> ChallengeQuestion:
    """Answer for everyone to read, or improve the answer. Raises RefusedError("state"), StaleVersionError."""
    return _decide(question, version, QuestionState.ANSWERED, "answer", text, by)


@transaction.atomic
def hide(*, question: ChallengeQuestion, version: int, reason: str, by: Person) -> ChallengeQuestion:
    """Do not show a question; who asked reads why. Raises RefusedError("state"), StaleVersionError."""
    return _decide(question, version, QuestionState.HIDDEN, "hidden_reason", reason, by)


def _decide(
    question: ChallengeQuestion, version: int, state: str, field: str, text: str, by: Person
) -> ChallengeQuestion:
    question = lock_version(question, version)
    if question.state == QuestionState.UNCONFIRMED:
        raise RefusedError("state")
    setattr(question, field, text)
    question.state, question.decided_at, question.decided_by = state, timezone.now(), by
    question.version += 1
    question.save()
    key = f"challenge-question-{question.pk}-{question.version}"
    _mail(question, "question_told", "challenge_question_mine", key)
    return question


@transaction.atomic
def follow(*, challenge: Challenge, email: str, person: Person | None = None) -> ChallengeFollower:
    """Follow a challenge. `person` is who is logged in with this very address; anyone else confirms it by mail first.

    Who follows already gets nothing new, but who did not confirm yet gets the link once more, at most once a day.
    Raises RefusedError("over").
    """
    challenge = _locked(challenge)
    found = ChallengeFollower.objects.filter(challenge=challenge, email__iexact=email).first()
    if found is None:
        found = with_token(
            ChallengeFollower(
                municipality_id=challenge.municipality_id, challenge=challenge, email=email, person=person
            )
        )
        found.save()
    if person and not found.confirmed_at:
        found.person, found.confirmed_at = person, timezone.now()
        found.save(update_fields=["person", "confirmed_at"])
    if not found.confirmed_at:
        found.challenge = challenge
        key = f"challenge-follow-{found.pk}-{timezone.localdate():%Y%m%d}"
        _mail(found, "follower_confirm", "challenge_follower", key)
    return found


def find_follower(token: str) -> ChallengeFollower | None:
    """Whose following this token opens, in the municipality in scope; nobody's once they signed off."""
    rows = ChallengeFollower.objects.select_related("challenge__municipality")
    return rows.filter(token_hash=hash_token(token)).first()


@transaction.atomic
def confirm_follower(*, follower: ChallengeFollower) -> None:
    """Whoever signed up has this address. A second click changes nothing."""
    ChallengeFollower.objects.filter(pk=follower.pk, confirmed_at=None).update(confirmed_at=timezone.now())


@transaction.atomic
def sign_off(*, follower: ChallengeFollower) -> None:
    """No more mail; the address is gone at once."""
    ChallengeFollower.objects.filter(pk=follower.pk).delete()
