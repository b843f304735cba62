"""Opt-in, approval and withdrawal. Each tells the state row, so that readers of the open data see the change."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.recognition.checks import latest_positive
from accounts.recognition.rulesets import terms
from accounts.register import engine
from accounts.register.models import EntryState, Publication, RegisterConsent, RegisterEntry, RegisterState
from accounts.timeline.actions import add_entry, add_signal, end_signal
from portal.kernel.conflicts import StaleVersionError, lock_version
from portal.kernel.models import Person
from portal.kernel.outbox.actions import queue_mail

#: What the entrepreneur chooses to show.
SHOWN = (*engine.TEXTS, "themes", "show_marks")


class NeedsCheckError(Exception):
    """The rules want a valid positive definition check before an entry is published."""


class NotAllowedNowError(Exception):
    """The entry is not in a state in which this can be done."""


def shown_of(entry: RegisterEntry) -> dict[str, Any]:
    """What an entry shows, as plain values."""
    return {name: getattr(entry, name) for name in SHOWN}


def _key(case_file_id: int) -> str:
    return f"register-{case_file_id}"


def touch(municipality_id: int) -> None:
    """The public register of this municipality changed. Called by every action here, and when marks change."""
    changed = RegisterState.objects.filter(municipality_id=municipality_id).update(
        revision=F("revision") + 1, changed_at=timezone.now()
    )
    if not changed:
        RegisterState.objects.bulk_create(
            [RegisterState(municipality_id=municipality_id)], ignore_conflicts=True
        )


def _slug(case_file: CaseFile, name: str) -> str:
    """A free address in this municipality: the name, with the case file's number when it is taken."""
    slug = slugify(name)[:60] or "onderneming"
    taken = RegisterEntry.objects.filter(municipality_id=case_file.municipality_id, slug=slug).exists()
    return f"{slug}-{case_file.pk}" if taken else slug


@transaction.atomic
def ask(
    *, case_file: CaseFile, shown: dict[str, Any], by: Person, version: int = 0, at: dt.datetime | None = None
) -> RegisterEntry:
    """The entrepreneur consents to showing this. It is public after the municipality agrees.

    Of a published entry, what only takes away stands at once; anything new waits, and is not public meanwhile.
    `version` is that of the entry the form was opened with, 0 when there was none; raises StaleVersionError.
    """
    at = at or timezone.now()
    CaseFile.objects.select_for_update(of=("self",), no_key=True).get(pk=case_file.pk)
    entry = RegisterEntry.objects.select_for_update(of=("self",)).filter(case_file=case_file).first()
    if entry and entry.state in (EntryState.ASKED, EntryState.PUBLISHED) and shown_of(entry) == shown:
        return entry  # a double click
    if (entry.version if entry else 0) != version:
        raise StaleVersionError(entry)
    if entry is None:
        entry = RegisterEntry(
            municipality_id=case_file.municipality_id, case_file=case_file, slug=_slug(case_file, shown["name"]),
            version=0,
        )  # fmt: skip
        stays = False
    else:
        stays = entry.state == EntryState.PUBLISHED and engine.only_takes_away(shown_of(entry), shown)
    for name, value in shown.items():
        setattr(entry, name, value)
    if not stays:
        entry.state, entry.asked_at, entry.refusal = EntryState.ASKED, at, ""
    entry.updated_at = at
    entry.version += 1
    entry.save()
    RegisterConsent.objects.create(
        municipality_id=entry.municipality_id, entry=entry, given=True, shown=shown, by=by, at=at
    )
    if not stays:
        _end(entry, at)
        add_signal(
            case_file=case_file,
            key=_key(case_file.pk),
            title=_("Public register: look at the entry of %(name)s") % {"name": entry.name},
            url=reverse("register_review", args=[entry.pk]),
            holder=case_file.account_manager,
            domain="economy",
            by=by,
        )
    text = _("Entry in the public register changed") if stays else _("Entry in the public register asked")
    add_entry(case_file=case_file, kind="register", text=text, by=by, for_entrepreneur=True, at=at)
    touch(entry.municipality_id)
    return entry


def _end(entry: RegisterEntry, at: dt.datetime) -> None:
    Publication.objects.filter(entry=entry, ended_at=None).update(ended_at=at)


@transaction.atomic
def withdraw(*, entry: RegisterEntry, by: Person) -> RegisterEntry:
    """The entrepreneur withdraws: gone from page, search and open data in this transaction. Twice changes nothing."""
    entry = RegisterEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if entry.state == EntryState.WITHDRAWN:
        return entry
    now = timezone.now()
    entry.state, entry.updated_at = EntryState.WITHDRAWN, now
    entry.version += 1
    entry.save()
    RegisterConsent.objects.create(municipality_id=entry.municipality_id, entry=entry, given=False, by=by)
    _end(entry, now)
    end_signal(municipality_id=entry.municipality_id, key=_key(entry.case_file_id), by=by)
    text = _("Entry in the public register withdrawn")
    add_entry(case_file=entry.case_file, kind="register", text=text, by=by, for_entrepreneur=True)
    touch(entry.municipality_id)
    return entry


def needs_check(entry: RegisterEntry, on: dt.date) -> bool:
    """The rules want a valid positive check, and there is none."""
    rules = terms(municipality_id=entry.municipality_id, on=on)
    return bool(rules["register_needs_check"]) and latest_positive(entry.case_file, on) is None


@transaction.atomic
def publish(
    *, entry: RegisterEntry, version: int, by: Person, at: dt.datetime | None = None
) -> RegisterEntry:
    """Publish what was asked. Raises StaleVersionError when the entrepreneur changed it after it was looked at."""
    entry = lock_version(entry, version)
    if entry.state not in (EntryState.ASKED, EntryState.REFUSED):
        raise NotAllowedNowError(entry.state)
    at = at or timezone.now()
    if needs_check(entry, timezone.localtime(at).date()):
        raise NeedsCheckError
    entry.state, entry.published_at, entry.updated_at = EntryState.PUBLISHED, at, at
    entry.decided_by, entry.refusal = by, ""
    entry.version += 1
    entry.save()
    Publication.objects.create(municipality_id=entry.municipality_id, entry=entry, started_at=at)
    _decided(entry, _("Published in the public register"), by, at)
    return entry


@transaction.atomic
def refuse(*, entry: RegisterEntry, version: int, reason: str, by: Person) -> RegisterEntry:
    """Do not publish, or take a published entry down; the entrepreneur reads why."""
    entry = lock_version(entry, version)
    if entry.state not in (EntryState.ASKED, EntryState.PUBLISHED):
        raise NotAllowedNowError(entry.state)
    now = timezone.now()
    entry.state, entry.refusal, entry.decided_by, entry.updated_at = EntryState.REFUSED, reason, by, now
    entry.version += 1
    entry.save()
    _end(entry, now)
    _decided(entry, _("Not published in the public register"), by, now)
    return entry


def _decided(entry: RegisterEntry, text: str, by: Person, at: dt.datetime) -> None:
    case_file = entry.case_file
    end_signal(municipality_id=entry.municipality_id, key=_key(case_file.pk), by=by)
    add_entry(case_file=case_file, kind="register", text=text, by=by, for_entrepreneur=True, at=at)
    for member in case_file.members.filter(is_active=True).select_related("person"):
        queue_mail(
            to=member.person.email,
            template="mail/register/decided",
            context={"entry": entry, "case_file": case_file, "person": member.person},
            municipality=entry.municipality_id,
            key=f"register-{entry.pk}-{entry.version}-{member.person_id}",
        )
    touch(entry.municipality_id)
