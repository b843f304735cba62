"""Taking mail in. Each message is stored, with all that follows from it, in one transaction; only then is it marked.

A process that dies before the commit leaves nothing behind; one that dies after it and before the mark leaves a
message that is fetched again and found to be stored already. So nothing is lost and nothing happens twice.
"""

from __future__ import annotations

import datetime as dt
import io
import logging

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone, translation

from portal.kernel.files.actions import store_upload
from portal.kernel.files.inspect import look_inside
from portal.kernel.inbox import registry
from portal.kernel.inbox.adapters import Fetched, Inbox, open_inbox
from portal.kernel.inbox.authenticity import judge
from portal.kernel.inbox.models import IncomingFile, IncomingMail
from portal.kernel.inbox.parse import Attachment, ParsedMail, parse
from portal.kernel.inbox.registry import Place
from portal.kernel.models import Mail, Municipality, Person
from portal.kernel.tenancy.scope import scoped, scoped_to_all

logger = logging.getLogger(__name__)

#: Mails of one sender in an hour beyond which a person looks first: no loop of machines fills a case file.
MOST_PER_HOUR = 40
REASON = IncomingMail.Reason
STATE = IncomingMail.State


def fetch_all(inbox: Inbox | None = None) -> int:
    """Take in what waits in the mailbox; gives how many messages were new. Safe to run twice at once."""
    inbox = inbox or open_inbox()
    if inbox is None:
        return 0
    new = 0
    try:
        for fetched in inbox.fetch():
            try:
                new += receive(fetched)
            except Exception:
                # One message nobody can read may not hold up the others; it stays in the mailbox, marked.
                logger.exception("message %s in the mailbox cannot be taken in", fetched.key)
                inbox.failed(fetched.key)
                continue
            inbox.done(fetched.key)
    finally:
        inbox.close()
    return new


def receive(fetched: Fetched) -> bool:
    """Store one message and what follows from it; False when it was here before. One transaction."""
    parsed = parse(fetched.raw)
    with scoped_to_all("mail of every municipality comes in by one mailbox"):
        with (
            connection.cursor() as cursor
        ):  # two workers with the same message: the second waits, then sees it
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [parsed.fingerprint])
        if IncomingMail.objects.filter(fingerprint=parsed.fingerprint).exists():
            return False
        returned = _returned(parsed)
        place = _place(parsed, returned)
        with scoped([place.municipality_id]), translation.override(settings.LANGUAGE_CODE):
            _take_in(parsed, fetched, place, returned)
    return True


class NoPlaceError(Exception):
    """No municipality can be told for this message; it stays in the mailbox."""


def _returned(parsed: ParsedMail) -> Mail | None:
    """The mail of ours that came back."""
    if parsed.bounce is None or not parsed.bounce.mail:
        return None
    return Mail._base_manager.select_for_update(of=("self",)).filter(pk=parsed.bounce.mail).first()


def _place(parsed: ParsedMail, returned: Mail | None) -> Place:
    if returned is not None and returned.municipality_id:
        return Place(returned.municipality_id)
    found = registry.find_place(parsed)
    if found is not None:
        return found
    wanted = Municipality.objects.order_by("pk")
    if settings.INBOX_FALLBACK_MUNICIPALITY:
        wanted = wanted.filter(slug=settings.INBOX_FALLBACK_MUNICIPALITY)
    municipalities = list(wanted.values_list("pk", flat=True)[:2])
    if len(municipalities) != 1:
        raise NoPlaceError("set INBOX_FALLBACK_MUNICIPALITY: nobody can tell for whom this message is")
    return Place(municipalities[0], reason=REASON.WRONG_ADDRESS)


def _take_in(parsed: ParsedMail, fetched: Fetched, place: Place, returned: Mail | None) -> None:
    now = timezone.now()
    authenticity = judge(
        parsed.authentication, server=settings.INBOX_AUTHSERV_ID, from_address=parsed.from_address
    )
    sent_at = parsed.date if parsed.date and abs(parsed.date - now) < dt.timedelta(days=3650) else None
    incoming = IncomingMail.objects.create(
        municipality_id=place.municipality_id,
        fingerprint=parsed.fingerprint,
        message_id=parsed.message_id,
        in_reply_to=parsed.in_reply_to,
        kind=parsed.kind,
        from_name=parsed.from_name,
        from_address=parsed.from_address,
        to_address=(parsed.recipients or ("",))[0][:254],
        subject=parsed.subject,
        text=parsed.words.text,
        quoted=parsed.words.quoted,
        signature=parsed.words.signature,
        authenticity=authenticity,
        notes=list(parsed.notes),
        size=fetched.size,
        sent_at=sent_at,
        suggestion=place.suggestion,
    )
    if returned is not None and parsed.bounce is not None:
        if parsed.bounce.permanent:
            mark_not_arrived(mail=returned, reason=parsed.bounce.reason or parsed.bounce.status)
        _settle(incoming, STATE.AUTOMATIC)
        return
    if parsed.kind == "own":
        _settle(incoming, STATE.AUTOMATIC)
        return
    _keep_files(incoming, parsed.attachments)
    reason = _reason(incoming, place, cut=fetched.cut)
    if reason or place.store is None:
        _settle(incoming, STATE.UNSORTED, reason)
        return
    place.store(incoming)
    _settle(incoming, STATE.SORTED)


def _settle(incoming: IncomingMail, state: str, reason: str = "") -> None:
    incoming.state, incoming.reason = state, reason
    incoming.save()


def _reason(incoming: IncomingMail, place: Place, *, cut: bool) -> str:
    """Why a person must look, or ""."""
    if cut:
        return REASON.TOO_LARGE
    if place.reason:
        return place.reason
    if incoming.authenticity == "failed":
        return REASON.NOT_VERIFIED
    an_hour = timezone.now() - dt.timedelta(hours=1)
    recent = IncomingMail.objects.filter(from_address=incoming.from_address, received_at__gte=an_hour)
    return REASON.TOO_MANY if recent[: MOST_PER_HOUR + 1].count() > MOST_PER_HOUR else ""


def _keep_files(incoming: IncomingMail, attachments: tuple[Attachment, ...]) -> None:
    """Keep the files that are what they say; name the others."""
    municipality = Municipality.objects.get(pk=incoming.municipality_id)
    for attachment in attachments:
        problem, content_type = look_at(attachment)
        if problem:
            incoming.left_out.append({"name": attachment.name, "problem": problem})
            continue
        upload = SimpleUploadedFile(attachment.name, attachment.content, content_type)
        upload.checked_content_type = content_type  # type: ignore[attr-defined]
        stored = store_upload(upload=upload, municipality=municipality)
        IncomingFile.objects.create(municipality_id=municipality.pk, incoming=incoming, file=stored)


def look_at(attachment: Attachment) -> tuple[str, str]:
    """(what is wrong or "", content type) of a file in a mail."""
    if len(attachment.content) > settings.UPLOAD_MAX_BYTES:
        return "size", ""
    finding = look_inside(attachment.name, io.BytesIO(attachment.content))
    return finding.problem, finding.content_type


def mark_not_arrived(*, mail: Mail, reason: str) -> None:
    """A mail came back: say so where it was sent from. Saying it twice changes nothing."""
    changed = (
        Mail._base_manager.filter(pk=mail.pk)
        .exclude(state__in=[Mail.State.NOT_ARRIVED, Mail.State.QUEUED])
        .update(state=Mail.State.NOT_ARRIVED, not_arrived_at=timezone.now(), last_error=reason[:2000])
    )
    if changed and mail.municipality_id:
        mail.refresh_from_db()
        registry.tell_not_arrived(mail)


@transaction.atomic
def assign(*, incoming: IncomingMail, store: registry.Store, by: Person) -> bool:
    """A person says where an unsorted mail belongs; False when a colleague was first."""
    incoming = IncomingMail.objects.select_for_update(of=("self",)).get(pk=incoming.pk)
    if incoming.state != STATE.UNSORTED:
        return False
    store(incoming)
    incoming.sorted_at, incoming.sorted_by = timezone.now(), by
    _settle(incoming, STATE.SORTED, incoming.reason)
    return True


@transaction.atomic
def discard(*, incoming: IncomingMail, reason: str, by: Person) -> bool:
    """A person says a mail belongs nowhere, and why; it stays readable. False when a colleague was first."""
    incoming = IncomingMail.objects.select_for_update(of=("self",)).get(pk=incoming.pk)
    if incoming.state != STATE.UNSORTED:
        return False
    incoming.sorted_at, incoming.sorted_by, incoming.discard_reason = timezone.now(), by, reason[:300]
    _settle(incoming, STATE.DISCARDED, incoming.reason)
    return True
