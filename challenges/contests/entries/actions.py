"""What entrants do: begin, write, bring in a co-author, send in before the bell, withdraw."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from accounts.models import CaseFile
from challenges.contests.entries.models import Entry, EntryAuthor, EntryFile, EntryState
from challenges.contests.models import Challenge, ChallengeState
from portal.kernel.clock import database_now
from portal.kernel.conflicts import lock_version
from portal.kernel.files.actions import store_upload
from portal.kernel.locks import hold
from portal.kernel.models import Person
from portal.kernel.outbox.actions import queue_mail
from portal.kernel.people.tokens import hash_token, link_token

#: Entries one address may begin where several are allowed, and authors of one entry.
MOST_ENTRIES, MOST_AUTHORS = 5, 10


class RefusedError(Exception):
    """`code`: "closed" (the bell has gone), "state", "second", "authors", "files" or "incomplete"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def takes_entries(challenge: Challenge, now: dt.datetime) -> bool:
    """Open, begun, and the bell has not gone."""
    return (
        challenge.state == ChallengeState.OPEN
        and challenge.opens_at is not None
        and challenge.closes_at is not None
        and challenge.opens_at <= now < challenge.closes_at
    )


def token_of(author: EntryAuthor) -> str:
    """The token of an author, made from a seed and the site's secret: mailed again it is the same link."""
    return link_token("challenges.entries.token", author.seed)


def _author(entry: Entry, name: str, email: str, *, is_lead: bool, person: Person | None) -> EntryAuthor:
    author = EntryAuthor(
        municipality_id=entry.municipality_id,
        entry=entry,
        name=name,
        email=email,
        person=person,
        is_lead=is_lead,
        seed=uuid.uuid4(),
    )
    author.token_hash = hash_token(token_of(author))
    author.save()
    return author


def mail_link(author: EntryAuthor, *, key: str | None = None) -> None:
    """Mail the link that opens the entry."""
    challenge = author.entry.challenge
    path = reverse("entry", args=[challenge.municipality.slug, challenge.slug, token_of(author)])
    queue_mail(
        to=author.email,
        template="challenges/contests/mail/link",
        context={"author": author, "challenge": challenge, "path": path},
        municipality=author.municipality_id,
        key=key,
    )


@transaction.atomic
def begin(
    *,
    challenge: Challenge,
    name: str,
    email: str,
    organisation: str,
    case_file: CaseFile | None = None,
    person: Person | None = None,
) -> tuple[Entry, EntryAuthor]:
    """Begin a draft. Raises RefusedError: "closed", or "second" when this address has as many as it may.

    Who gets "second" is mailed the link of what they have.
    """
    challenge = (
        Challenge.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .get(pk=challenge.pk)
    )
    if not takes_entries(challenge, database_now()):
        raise RefusedError("closed")
    mine = list(
        EntryAuthor.objects.filter(entry__challenge=challenge, email__iexact=email, is_lead=True)
        .select_related("entry__challenge__municipality")
        .order_by("pk")
    )
    if len(mine) >= (MOST_ENTRIES if challenge.several_entries else 1):
        raise RefusedError("second")
    last = Entry.objects.filter(challenge=challenge).aggregate(most=Max("number"))["most"] or 0
    entry = Entry.objects.create(
        municipality_id=challenge.municipality_id,
        challenge=challenge,
        number=last + 1,
        organisation=organisation,
        case_file=case_file,
    )
    author = _author(entry, name, email, is_lead=True, person=person)
    mail_link(author)
    return entry, author


@transaction.atomic
def mail_links_again(*, challenge: Challenge, email: str) -> None:
    """Mail the links of every entry this address began."""
    for author in EntryAuthor.objects.filter(
        entry__challenge=challenge, email__iexact=email, is_lead=True
    ).select_related("entry__challenge__municipality"):
        mail_link(author)


def find_author(token: str) -> EntryAuthor | None:
    """Whose token this is, in the municipality in scope."""
    found: EntryAuthor | None = (
        EntryAuthor.objects.select_related("entry__challenge__municipality")
        .filter(token_hash=hash_token(token))
        .first()
    )
    return found


@transaction.atomic
def write(*, entry: Entry, version: int, title: str, organisation: str, answers: dict[str, str]) -> Entry:
    """Keep what was typed, also after the bell. Raises StaleVersionError, RefusedError("state") when it was sent in."""
    entry = lock_version(entry, version)
    if entry.state != EntryState.DRAFT:
        raise RefusedError("state")
    entry.title, entry.organisation, entry.answers = title, organisation, answers
    entry.version += 1
    entry.save()
    return entry


def _lock(entry: Entry) -> Entry:
    """The entry locked, with the challenge as it is until we are done: nobody moves the bell meanwhile."""
    hold(entry.challenge)
    return (
        Entry.objects.select_for_update(of=("self",))
        .select_related("challenge__municipality")
        .get(pk=entry.pk)
    )


@transaction.atomic
def submit(*, entry: Entry) -> Entry:
    """Send in, if the database's clock says it is in time; a second click changes nothing. One mail per moment.

    Raises RefusedError: "closed" when the bell has gone (the draft stays), "state".
    """
    entry = _lock(entry)
    if entry.state == EntryState.SUBMITTED:
        return entry
    if entry.state != EntryState.DRAFT:
        raise RefusedError("state")
    now = database_now()
    if not takes_entries(entry.challenge, now):
        raise RefusedError("closed")
    entry.state, entry.submitted_at = EntryState.SUBMITTED, now
    entry.version += 1
    entry.save()
    lead = entry.authors.get(is_lead=True)
    queue_mail(
        to=lead.email,
        template="challenges/contests/mail/submitted",
        context={"author": lead, "entry": entry, "challenge": entry.challenge},
        municipality=entry.municipality_id,
        key=f"entry-{entry.pk}-{entry.version}",
    )
    return entry


@transaction.atomic
def withdraw(*, entry: Entry) -> Entry:
    """Take an entry back until the bell. Raises RefusedError."""
    entry = _lock(entry)
    if entry.state == EntryState.WITHDRAWN:
        return entry
    if entry.state not in (EntryState.DRAFT, EntryState.SUBMITTED):
        raise RefusedError("state")
    if not takes_entries(entry.challenge, database_now()):
        raise RefusedError("closed")
    entry.state, entry.submitted_at = EntryState.WITHDRAWN, None
    entry.version += 1
    entry.save()
    return entry


@transaction.atomic
def reopen(*, entry: Entry) -> Entry:
    """Go on with an entry that was withdrawn. Raises RefusedError."""
    entry = _lock(entry)
    if entry.state == EntryState.DRAFT:
        return entry
    if entry.state != EntryState.WITHDRAWN:
        raise RefusedError("state")
    if not takes_entries(entry.challenge, database_now()):
        raise RefusedError("closed")
    entry.state = EntryState.DRAFT
    entry.version += 1
    entry.save()
    return entry


@transaction.atomic
def add_author(*, entry: Entry, name: str, email: str) -> EntryAuthor:
    """Let someone write along; they get a link of their own. Whoever writes along already changes nothing."""
    entry = _lock(entry)
    if entry.state != EntryState.DRAFT:
        raise RefusedError("state")
    there = EntryAuthor.objects.filter(entry=entry, email__iexact=email).first()
    if there:
        return there
    if EntryAuthor.objects.filter(entry=entry).count() >= MOST_AUTHORS:
        raise RefusedError("authors")
    author = _author(entry, name, email, is_lead=False, person=None)
    mail_link(author)
    return author


@transaction.atomic
def attach(*, entry: Entry, upload: UploadedFile[Any]) -> EntryFile:
    """Keep a file with a draft. Raises RefusedError("files") when there are as many as there may be."""
    entry = _lock(entry)
    if entry.state != EntryState.DRAFT:
        raise RefusedError("state")
    if EntryFile.objects.filter(entry=entry).count() >= entry.challenge.most_files:
        raise RefusedError("files")
    stored = store_upload(upload=upload, municipality=entry.challenge.municipality)
    return EntryFile.objects.create(municipality_id=entry.municipality_id, entry=entry, file=stored)


@transaction.atomic
def detach(*, attached: EntryFile) -> None:
    """Take a file out of a draft; its bytes go when that is certain."""
    if _lock(attached.entry).state != EntryState.DRAFT:
        raise RefusedError("state")
    stored = attached.file
    storage, name = stored.content.storage, str(stored.content.name)
    attached.delete()
    stored.delete()
    transaction.on_commit(lambda: storage.delete(name))
