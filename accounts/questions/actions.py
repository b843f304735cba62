"""What happens to a question: asked, laid with domains, contributed to, answered, seen, withdrawn."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile, DomainTrack
from accounts.conversation.addresses import address_of
from accounts.questions.deadlines import deadline_for
from accounts.questions.models import Question, QuestionRoute, QuestionState
from accounts.questions.states import OPEN, NotAllowedNowError, ensure
from accounts.timeline.actions import add_entry
from portal.kernel.conflicts import lock_version
from portal.kernel.models import Domain, Person
from portal.kernel.outbox.actions import queue_mail

#: Within this time the same question of the same person is a double click, or the back button.
SAME_CLICK = dt.timedelta(minutes=2)


@transaction.atomic
def ask(
    *,
    case_file: CaseFile,
    text: str,
    need: str = "",
    by: Person | None = None,
    asked_at: dt.datetime | None = None,
) -> Question:
    """Ask a question; its deadline follows the municipality's rules.

    The same words of the same person a moment later are a double click: the question there is, is returned.
    """
    if asked_at is None:
        # The lock makes the second of two clicks wait until the first one's question can be found.
        CaseFile.objects.select_for_update(of=("self",), no_key=True).get(pk=case_file.pk)
        again = Question.objects.filter(
            case_file=case_file,
            text=text,
            need=need,
            asked_by=by,
            state=QuestionState.NEW,
            asked_at__gte=timezone.now() - SAME_CLICK,
        ).first()
        if again:
            return again
    asked_at = asked_at or timezone.now()
    question = Question.objects.create(
        municipality_id=case_file.municipality_id,
        case_file=case_file,
        text=text,
        need=need,
        asked_by=by,
        asked_at=asked_at,
        deadline=deadline_for(
            municipality_id=case_file.municipality_id, need=need, start=timezone.localtime(asked_at).date()
        ),
    )
    add_entry(
        case_file=case_file,
        kind="question",
        text=_("Question: %(text)s") % {"text": text},
        by=by,
        url=reverse("question", args=[question.pk]),
        for_entrepreneur=True,
        at=asked_at,
    )
    return question


@transaction.atomic
def route(
    *,
    question: Question,
    domain: str,
    holder: Person | None,
    by: Person | None,
    deadline: dt.date | None = None,
    note: str = "",
    at: dt.datetime | None = None,
) -> QuestionRoute:
    """Lay a question with a domain, whose track then runs, with the ball at the municipality.

    Laying it there again changes the holder and the deadline, and asks a domain that contributed already to look
    again; what it contributed stays.
    """
    question = (
        Question.objects.select_for_update(of=("self",)).select_related("case_file").get(pk=question.pk)
    )
    if question.state != QuestionState.ROUTED:
        ensure(question.state, QuestionState.ROUTED)
        question.state = QuestionState.ROUTED
        question.version += 1
        question.save(update_fields=["state", "version"])
    wanted = {"holder": holder, "deadline": deadline or question.deadline, "note": note}
    found = QuestionRoute.objects.filter(question=question, domain=domain).select_related("holder").first()
    if found and all(getattr(found, name) == value for name, value in wanted.items()):
        return found  # a double click
    if found:
        for name, value in {**wanted, "answered_at": None, "version": found.version + 1}.items():
            setattr(found, name, value)
        found.save(update_fields=[*wanted, "answered_at", "version"])
    else:
        found = QuestionRoute.objects.create(
            municipality_id=question.municipality_id,
            question=question,
            domain=domain,
            routed_by=by,
            routed_at=at or timezone.now(),
            **wanted,
        )
        DomainTrack.objects.filter(
            case_file_id=question.case_file_id, domain=domain, state=DomainTrack.State.IDLE
        ).update(
            state=DomainTrack.State.RUNNING,
            ball_with=DomainTrack.BallWith.MUNICIPALITY,
            ball_since=timezone.localdate(at),
            version=F("version") + 1,
        )
    text = _("Question laid with %(domain)s") % {"domain": Domain(domain).label}
    if holder:
        text = _("Question laid with %(domain)s, %(holder)s") % {
            "domain": Domain(domain).label,
            "holder": holder,
        }
    add_entry(
        case_file=question.case_file,
        kind="question-routed",
        text=text,
        by=by,
        domain=domain,
        url=reverse("question", args=[question.pk]),
        at=at,
    )
    if holder and holder != by:
        queue_mail(
            to=holder.email,
            template="mail/questions/routed",
            context={"question": question, "route": found, "case_file": question.case_file, "by": by},
            municipality=question.municipality_id,
            key=f"route-{found.pk}-{holder.pk}-{found.version}",
        )
    return found


@transaction.atomic
def take_route(*, route: QuestionRoute, by: Person) -> QuestionRoute:
    """Pick up what was laid with one's domain, from nobody or from a colleague. Doing it twice changes nothing.

    Raises NotAllowedNowError when the domain contributed already or the question is closed.
    """
    question = (
        Question.objects.select_for_update(of=("self",)).select_related("case_file").get(pk=route.question_id)
    )
    route = QuestionRoute.objects.select_for_update(of=("self",)).get(pk=route.pk)
    if question.state not in OPEN or route.answered_at is not None:
        raise NotAllowedNowError("nothing left to pick up")
    if route.holder_id == by.pk:
        return route
    route.holder = by
    route.version += 1
    route.save(update_fields=["holder", "version"])
    add_entry(
        case_file=question.case_file,
        kind="question-taken",
        text=_("%(who)s picks up the question for %(domain)s")
        % {"who": by, "domain": Domain(route.domain).label},
        by=by,
        domain=route.domain,
        url=reverse("question", args=[question.pk]),
    )
    return route


@transaction.atomic
def answer_route(
    *, route: QuestionRoute, text: str, version: int, by: Person, at: dt.datetime | None = None
) -> QuestionRoute:
    """A domain gives its part of the answer.

    Raises StaleVersionError when a colleague was first and NotAllowedNowError when the question is closed.
    """
    # The question first, then the route: the order of answer_question, so the two never wait for each other.
    question = (
        Question.objects.select_for_update(of=("self",)).select_related("case_file").get(pk=route.question_id)
    )
    if question.state not in OPEN:
        raise NotAllowedNowError("contribution to a closed question")
    route = lock_version(route, version)
    first = route.answered_at is None
    route.answer = text
    route.answered_at = route.answered_at or at or timezone.now()
    route.answered_by = by
    route.holder = route.holder or by
    route.version += 1
    route.save()
    if first:
        add_entry(
            case_file=question.case_file,
            kind="question-contribution",
            text=_("%(domain)s contributed to the answer") % {"domain": Domain(route.domain).label},
            by=by,
            domain=route.domain,
            url=reverse("question", args=[question.pk]),
            at=at,
        )
    return route


@transaction.atomic
def answer_question(
    *, question: Question, answer: str, version: int, by: Person, at: dt.datetime | None = None
) -> Question:
    """Answer the entrepreneur, who gets a mail. Once answered it stays answered; a follow-up is a new question.

    Raises StaleVersionError when a colleague changed or answered it meanwhile. Domains that had not contributed
    yet are done too: the entrepreneur has the answer.
    """
    question = lock_version(question, version)
    ensure(question.state, QuestionState.ANSWERED)
    at = at or timezone.now()
    question.answer, question.answered_at, question.answered_by = answer, at, by
    question.state = QuestionState.ANSWERED
    question.version += 1
    question.save()
    QuestionRoute.objects.filter(question=question, answered_at=None).update(answered_at=at, answered_by=by)
    add_entry(
        case_file=question.case_file,
        kind="question-answered",
        text=_("Answered: %(text)s") % {"text": question.text},
        by=by,
        url=reverse("question", args=[question.pk]),
        for_entrepreneur=True,
        at=at,
    )
    for member in question.case_file.members.filter(is_active=True).select_related("person"):
        queue_mail(
            to=member.person.email,
            template="mail/questions/answered",
            context={"question": question, "case_file": question.case_file, "person": member.person},
            municipality=question.municipality_id,
            key=f"answer-{question.pk}-{member.person_id}",
            reply_to=address_of(question.case_file),
        )
    return question


@transaction.atomic
def mark_seen(*, question: Question, by: Person, at: dt.datetime | None = None) -> None:
    """The entrepreneur opened the answer for the first time."""
    updated = Question.objects.filter(pk=question.pk, state=QuestionState.ANSWERED, seen_at=None).update(
        seen_at=at or timezone.now()
    )
    if updated:
        add_entry(
            case_file=question.case_file,
            kind="question-seen",
            text=_("The entrepreneur read the answer"),
            by=by,
            at=at,
        )


@transaction.atomic
def withdraw(*, question: Question, by: Person) -> Question:
    """The entrepreneur no longer needs an answer. Withdrawing twice changes nothing."""
    question = (
        Question.objects.select_for_update(of=("self",)).select_related("case_file").get(pk=question.pk)
    )
    if question.state == QuestionState.WITHDRAWN:
        return question
    ensure(question.state, QuestionState.WITHDRAWN)
    question.state = QuestionState.WITHDRAWN
    question.version += 1
    question.save(update_fields=["state", "version"])
    add_entry(
        case_file=question.case_file,
        kind="question-withdrawn",
        text=_("Question withdrawn: %(text)s") % {"text": question.text},
        by=by,
        for_entrepreneur=True,
    )
    return question
