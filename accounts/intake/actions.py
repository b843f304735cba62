"""What happens to an intake: started, kept, sent in, removed when it expired."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.casefile.references import next_reference
from accounts.intake.models import Intake, IntakeAttachment, IntakeState
from accounts.questions.deadlines import draft_days, triage_deadline
from portal.kernel.files.actions import store_upload
from portal.kernel.models import Municipality
from portal.kernel.outbox.actions import queue_mail
from portal.kernel.people.tokens import hash_token, link_token

LONGEST_TEXT = 20_000
MOST_ATTACHMENTS = 10


class TooManyAttachmentsError(Exception):
    """An intake takes at most MOST_ATTACHMENTS files."""


def token_for(pk: uuid.UUID) -> str:
    """The token of a draft, made from its key and the site's secret: mailed again it is the same link.

    So whoever asks a new link does not close the page of someone who is typing, and the database alone opens nothing.
    """
    return link_token("accounts.intake.token", pk)


@transaction.atomic
def start_intake(*, municipality: Municipality) -> tuple[Intake, str]:
    """Begin an intake. Returns it with the token that opens it; only the token's hash is kept."""
    pk = uuid.uuid4()
    token = token_for(pk)
    days = draft_days(municipality_id=municipality.pk, on=timezone.localdate())
    intake = Intake.objects.create(
        id=pk,
        municipality=municipality,
        token_hash=hash_token(token),
        expires_at=timezone.now() + dt.timedelta(days=days),
        answers={"steps": {}, "valid": [], "clean": {}},
    )
    return intake, token


def find_intake(token: str, *, lock: bool = False) -> Intake | None:
    """The intake this token opens, in the municipality in scope; with `lock` no one else saves it meanwhile."""
    intakes = Intake.objects.filter(token_hash=hash_token(token)).select_related("municipality")
    return (intakes.select_for_update(of=("self",)) if lock else intakes).first()


def tidy(data: Any, names: list[str]) -> dict[str, Any]:
    """What was typed in the fields `names`, fit to be stored: no NUL bytes or broken characters, bounded length."""

    def text(value: str) -> str:
        return value.replace("\0", "").encode("utf-8", "ignore").decode()[:LONGEST_TEXT]

    kept: dict[str, Any] = {}
    for name in names:
        values = [text(value) for value in data.getlist(name)[:50]]
        if values:
            kept[name] = values if len(values) > 1 else values[0]
    return kept


@transaction.atomic
def keep_step(
    *,
    intake: Intake,
    code: str,
    typed: dict[str, Any],
    clean: dict[str, Any] | None,
    browser: str = "",
    bump: bool = True,
) -> Intake:
    """Keep what was typed in a step; with `clean`, the step is also valid. Autosave does not raise the version.

    `browser` names the device that saved the step last, so that a second one can be told.
    """
    intake = Intake.objects.select_for_update(of=("self",)).get(pk=intake.pk)
    if intake.state != IntakeState.DRAFT:
        return intake
    answers = intake.answers
    answers.setdefault("steps", {})[code] = typed
    valid = [other for other in answers.get("valid", []) if other != code]
    if clean is not None:
        valid.append(code)
        answers.setdefault("clean", {})[code] = clean
    answers["valid"] = valid
    answers.setdefault("browsers", {})[code] = browser
    if code == "wie" and clean is not None:
        intake.name, intake.kvk_number, intake.email = clean["name"], clean["kvk_number"], clean["email"]
    if bump:
        intake.version += 1
    intake.save()
    return intake


@transaction.atomic
def mail_resume_link(*, intake: Intake, token: str, again: bool = False) -> None:
    """Mail the link that goes on with this intake; once per address unless asked `again`."""
    path = reverse("intake_resume", args=[intake.municipality.slug, token])
    queue_mail(
        to=intake.email,
        template="mail/intake/resume",
        context={"intake": intake, "municipality": intake.municipality, "path": path},
        municipality=intake.municipality_id,
        key=None if again else f"resume-{intake.pk}-{hash_token(intake.email)[:16]}",
    )


@transaction.atomic
def token_again(*, intake: Intake) -> str:
    """The token of a draft, to mail it again; a new one only when the site's secret changed since."""
    token = token_for(intake.pk)
    if intake.token_hash != hash_token(token):
        intake.token_hash = hash_token(token)
        intake.save(update_fields=["token_hash"])
    return token


@transaction.atomic
def attach(*, intake: Intake, upload: UploadedFile) -> IntakeAttachment:
    """Keep a file at once."""
    intake = Intake.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=intake.pk)
    if IntakeAttachment.objects.filter(intake=intake).count() >= MOST_ATTACHMENTS:
        raise TooManyAttachmentsError
    stored = store_upload(upload=upload, municipality=intake.municipality)
    return IntakeAttachment.objects.create(municipality_id=intake.municipality_id, intake=intake, file=stored)


@transaction.atomic
def remove_attachment(*, attachment: IntakeAttachment) -> None:
    """Take a file back; its bytes go when that is certain."""
    stored = attachment.file
    storage, name = stored.content.storage, str(stored.content.name)
    attachment.delete()
    stored.delete()
    transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def submit_intake(*, intake: Intake) -> Intake:
    """Send an intake in. A second click finds it sent in and changes nothing: one reference, one mail."""
    intake = Intake.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=intake.pk)
    if intake.state != IntakeState.DRAFT:
        return intake
    now = timezone.now()
    intake.reference = next_reference(
        municipality=intake.municipality, prefix="A", year=now.year, model_table=Intake._meta.db_table
    )
    intake.state, intake.submitted_at = IntakeState.SUBMITTED, now
    intake.version += 1
    intake.save()
    queue_mail(
        to=intake.email,
        template="mail/intake/submitted",
        context={
            "intake": intake,
            "municipality": intake.municipality,
            "deadline": triage_deadline(municipality_id=intake.municipality_id, start=timezone.localdate()),
        },
        municipality=intake.municipality_id,
        key=f"submitted-{intake.pk}",
    )
    return intake


@transaction.atomic
def remove_expired(*, now: dt.datetime) -> int:
    """Remove drafts nobody finished, files included. Needs a scope. Returns how many."""
    expired = list(Intake.objects.filter(state=IntakeState.DRAFT, expires_at__lt=now)[:500])
    for intake in expired:
        for attachment in IntakeAttachment.objects.filter(intake=intake).select_related("file"):
            remove_attachment(attachment=attachment)
        intake.delete()
    return len(expired)
