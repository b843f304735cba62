"""What happens in the consultation: ask, confirm the address, answer for everyone."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from portal.kernel.clock import database_now
from portal.kernel.conflicts import lock_version
from portal.kernel.models import Person
from portal.kernel.outbox.actions import queue_mail
from procurement.tenders.circular.consultation.models import CircularQuestion
from procurement.tenders.circular.errors import RefusedError
from procurement.tenders.circular.programme.actions import lock, takes_questions
from procurement.tenders.circular.programme.models import CircularState, CircularTender

#: Questions of one address that may wait for an answer.
MOST_WAITING = 10


@transaction.atomic
def ask(
    *, tender: CircularTender, name: str, email: str, text: str, person: Person | None = None
) -> CircularQuestion:
    """Ask; someone whose log-in proves the address need not confirm it. The same question again is the same one.

    Raises RefusedError: "closed" once the clock has passed, "many".
    """
    tender = lock(tender)
    now = database_now()
    if not takes_questions(tender, now):
        raise RefusedError("closed")
    mine = CircularQuestion.objects.filter(tender=tender, email__iexact=email, answered_at=None)
    there = mine.filter(text=text).first()
    if there:
        return there
    if mine.count() >= MOST_WAITING:
        raise RefusedError("many")
    known = person is not None and person.email.lower() == email.lower()
    row = CircularQuestion.objects.create(
        municipality_id=tender.municipality_id, tender=tender, name=name, email=email, text=text, public_text=text,
        asked_at=now, confirmed_at=now if known else None,
    )  # fmt: skip
    if not known:
        _mail(row, tender, "question_confirm")
    return row


@transaction.atomic
def confirm(*, question: CircularQuestion) -> CircularQuestion:
    """The address is right: now the buyer sees it. A second click changes nothing. Raises RefusedError("closed")."""
    tender = lock(question.tender)
    row = CircularQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if row.confirmed_at:
        return row
    now = database_now()
    if not takes_questions(tender, now):
        raise RefusedError("closed")
    row.confirmed_at = now
    row.version += 1
    row.save()
    return row


@transaction.atomic
def answer(
    *, question: CircularQuestion, version: int, public_text: str, answer: str, by: Person
) -> CircularQuestion:
    """Answer for everyone, once; the asker gets a mail. Raises RefusedError: "state", "answered"; StaleVersionError."""
    tender = lock(question.tender)
    row = lock_version(question, version)
    if tender.state != CircularState.OPEN:
        raise RefusedError("state")
    if row.answered_at:
        raise RefusedError("answered")
    row.public_text, row.answer, row.answered_by = public_text, answer, by
    row.answered_at = database_now()
    row.version += 1
    row.save()
    _mail(row, tender, "question_answered")
    return row


def _mail(row: CircularQuestion, tender: CircularTender, template: str) -> None:
    place = [tender.municipality.slug, tender.slug]
    queue_mail(
        to=row.email,
        template=f"procurement/tenders/circular/mail/{template}",
        context={
            "row": row,
            "tender": tender,
            "path": reverse("circular_question_confirm", args=[*place, row.token]),
            "page": reverse("public_circular", args=place),
        },
        municipality=tender.municipality_id,
        key=f"circular-{template}-{row.pk}",
    )
