"""Putting mail in the outbox, within the transaction that causes it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from portal.kernel.files.models import StoredFile
from portal.kernel.outbox.models import Mail, MailAttachment
from portal.kernel.people.models import Municipality
from portal.kernel.publish import publish

logger = logging.getLogger(__name__)


def queue_mail(
    *,
    to: str,
    template: str,
    context: dict[str, Any],
    municipality: Municipality | int | None = None,
    key: str | None = None,
    reply_to: str = "",
) -> Mail | None:
    """Render `<template>.txt` (its first line is the subject) and store it; it is sent after commit.

    With a `key` that was used before nothing is stored and None is returned: one mail per occasion.
    """
    with translation.override(settings.LANGUAGE_CODE):
        text = render_to_string(f"{template}.txt", {**context, "site_url": settings.SITE_URL})
    subject, _separator, body = text.strip().partition("\n")
    return queue_raw_mail(
        to=to,
        subject=subject,
        text=body.strip() + "\n",
        municipality=municipality,
        key=key,
        reply_to=reply_to,
    )


def queue_raw_mail(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    municipality: Municipality | int | None = None,
    key: str | None = None,
    reply_to: str = "",
    in_reply_to: str = "",
    references: Sequence[str] = (),
    automatic: bool = True,
    attachments: Sequence[StoredFile] = (),
) -> Mail | None:
    """Store a mail that is already written. Without a municipality it is about an account.

    `automatic` is False for what a person wrote; `attachments` are files of the same municipality.
    """
    municipality_id = municipality.pk if isinstance(municipality, Municipality) else municipality
    try:
        with transaction.atomic():
            mail = Mail._base_manager.create(
                to=to,
                subject=" ".join(subject.split())[:200],
                text=text,
                html=html,
                municipality_id=municipality_id,
                key=key,
                reply_to=reply_to,
                in_reply_to=in_reply_to,
                references=" ".join(references),
                automatic=automatic,
            )
            if attachments:  # a mail about an account is written outside any scope, and has none
                MailAttachment.objects.bulk_create(
                    MailAttachment(municipality_id=file.municipality_id, mail=mail, file=file)
                    for file in attachments
                )
    except IntegrityError:
        if key is None:
            raise
        return None
    transaction.on_commit(
        lambda: publish("portal.kernel.tasks.deliver_mail", str(mail.pk), mail.municipality_id)
    )
    return mail


@transaction.atomic
def send_again(*, mail: Mail) -> None:
    """An administrator decides that a failed or uncertain mail goes out (again)."""
    mail = Mail.objects.select_for_update().get(pk=mail.pk)
    if mail.state in (Mail.State.FAILED, Mail.State.UNCERTAIN, Mail.State.NOT_ARRIVED):
        mail.state, mail.attempts, mail.next_attempt_at = Mail.State.QUEUED, 0, timezone.now()
        mail.not_arrived_at = None
        mail.save(update_fields=["state", "attempts", "next_attempt_at", "not_arrived_at"])
        transaction.on_commit(
            lambda: publish("portal.kernel.tasks.deliver_mail", str(mail.pk), mail.municipality_id)
        )
