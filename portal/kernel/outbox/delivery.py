"""Sending what is in the outbox: claimed first, then sent, never twice.

A claim is committed before the mail server is spoken to. Should the process die in between, nobody can know
whether the mail went out; after a while it becomes "perhaps sent" and a human decides.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from portal.kernel.inbox.classify import OWN_HEADER
from portal.kernel.outbox.models import Mail, MailAttachment
from portal.kernel.tenancy.scope import scoped

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
#: A claim older than this belongs to a process that died.
CLAIM_TIMEOUT = dt.timedelta(minutes=5)


def deliver(mail_id: str, municipality_id: int | None) -> bool:
    """Send one mail if it is due and nobody else has it. True when it was sent by this call."""
    scope = [municipality_id] if municipality_id else []
    with scoped(scope):
        mail = (
            Mail._base_manager.select_for_update(skip_locked=True)
            .filter(pk=mail_id, state=Mail.State.QUEUED, next_attempt_at__lte=timezone.now())
            .first()
        )
        if mail is None:
            return False
        mail.state, mail.claimed_at, mail.attempts = Mail.State.SENDING, timezone.now(), mail.attempts + 1
        mail.save(update_fields=["state", "claimed_at", "attempts"])
    try:
        message = compose(mail, scope)
        message.send()
    except Exception as error:
        logger.warning("mail %s not sent, attempt %s: %s", mail.pk, mail.attempts, error)
        with scoped(scope):
            failed = mail.attempts >= MAX_ATTEMPTS
            Mail._base_manager.filter(pk=mail.pk, state=Mail.State.SENDING).update(
                state=Mail.State.FAILED if failed else Mail.State.QUEUED,
                next_attempt_at=timezone.now() + dt.timedelta(seconds=15 * 4 ** min(mail.attempts, 6)),
                last_error=str(error)[:2000],
            )
        return False
    with scoped(scope):
        Mail._base_manager.filter(pk=mail.pk, state=Mail.State.SENDING).update(
            state=Mail.State.SENT, sent_at=timezone.now(), last_error=""
        )
    return True


def headers_of(mail: Mail) -> dict[str, str]:
    """The headers a mail goes out with, besides To, Subject, Date and Reply-To."""
    headers = {"Message-ID": mail.message_id, OWN_HEADER: str(mail.pk), "From": settings.DEFAULT_FROM_EMAIL}
    if mail.automatic:
        headers["Auto-Submitted"] = "auto-generated"
    if mail.in_reply_to:
        headers["In-Reply-To"] = mail.in_reply_to
    if mail.references:
        headers["References"] = mail.references
    return headers


def compose(mail: Mail, scope: list[int]) -> EmailMultiAlternatives:
    """The message as it goes to the mail server.

    A mail with a reply address has that as its envelope sender, so that a mail that cannot be delivered comes back to
    where someone sees it. What a machine wrote says so, so that machines do not answer it (RFC 3834).
    """
    headers = headers_of(mail)
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        mail.reply_to or settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers=headers,
        reply_to=[mail.reply_to] if mail.reply_to else None,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    with scoped(scope):
        files = [
            row.file
            for row in MailAttachment.objects.filter(mail_id=mail.pk).select_related("file").order_by("pk")
        ]
    for file in files:
        with file.content.open("rb") as content:
            message.attach(file.name, content.read(), file.content_type)
    return message


@transaction.atomic
def find_due(limit: int = 500) -> list[tuple[str, int | None]]:
    """Mails to send now, and marks claims of dead processes as "perhaps sent". Needs a scope of all."""
    now = timezone.now()
    Mail._base_manager.filter(state=Mail.State.SENDING, claimed_at__lt=now - CLAIM_TIMEOUT).update(
        state=Mail.State.UNCERTAIN
    )
    due = Mail._base_manager.filter(state=Mail.State.QUEUED, next_attempt_at__lte=now).order_by(
        "next_attempt_at"
    )
    return [(str(pk), municipality) for pk, municipality in due.values_list("pk", "municipality_id")[:limit]]
