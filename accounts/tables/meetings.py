"""Lunches and meetings: arranging them, signing up, the waiting list that moves up by itself, and who came.

Every change of seats locks the meeting first, so the last seat is given once and the waiting list keeps its order.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.tables import engine
from accounts.tables.meeting_models import Meeting, SignUp, SignUpState
from accounts.timeline.actions import add_entry
from portal.kernel.conflicts import lock_version
from portal.kernel.models import Municipality, Person
from portal.kernel.outbox.actions import queue_mail
from portal.ui.templatetags.nlds import nl_moment


class NotSignedUpError(Exception):
    """No sign-up. `code`: "closed", "cancelled", "too_many" (more people than there are seats at all)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TooSmallError(Exception):
    """The number of seats would fall below those given away already."""

    def __init__(self, taken: int) -> None:
        super().__init__(f"{taken} seats are given away")
        self.taken = taken


def _lock(meeting_id: int) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id)  # type: ignore[no-any-return]


def _entry(sign_up: SignUp, meeting: Meeting, text: str, by: Person | None, at: Any = None) -> None:
    add_entry(
        case_file=sign_up.case_file,
        kind="meeting",
        text=text % {"title": meeting.title, "when": nl_moment(meeting.starts_at)},
        by=by,
        url=reverse("meeting_of", args=[sign_up.case_file_id, meeting.pk]),
        for_entrepreneur=True,
        at=at,
    )


def _mail(sign_up: SignUp, meeting: Meeting, template: str) -> None:
    queue_mail(
        to=sign_up.person.email,
        template=template,
        context={"sign_up": sign_up, "meeting": meeting},
        municipality=meeting.municipality_id,
    )


@transaction.atomic
def plan(*, municipality: Municipality, by: Person, **facts: Any) -> Meeting:
    """Plan a lunch or meeting; who plans it is its organiser."""
    return Meeting.objects.create(municipality=municipality, organiser=by, **facts)  # type: ignore[no-any-return]


@transaction.atomic
def change(*, meeting: Meeting, version: int, changes: dict[str, Any], by: Person) -> Meeting:
    """Change a meeting. More seats move the waiting list up. Who signed up hears of another time or place by mail.

    Raises StaleVersionError, and TooSmallError when more seats are given away than there would be.
    """
    meeting = lock_version(meeting, version)
    before = (meeting.starts_at, meeting.ends_at, meeting.location_id, meeting.where)
    if changes.get("capacity", meeting.capacity) < meeting.taken:
        raise TooSmallError(meeting.taken)
    for name, value in changes.items():
        setattr(meeting, name, value)
    meeting.version += 1
    meeting.save()
    if (meeting.starts_at, meeting.ends_at, meeting.location_id, meeting.where) != before:
        for sign_up in _sign_ups(meeting):
            _mail(sign_up, meeting, "mail/tables/meeting_changed")
    _move_up(meeting)
    return meeting


@transaction.atomic
def call_off(*, meeting: Meeting, by: Person) -> Meeting:
    """The meeting does not take place; everyone who signed up or waits is mailed. Once."""
    meeting = _lock(meeting.pk)
    if not meeting.is_cancelled:
        meeting.is_cancelled = True
        meeting.version += 1
        meeting.save(update_fields=["is_cancelled", "version"])
        for sign_up in _sign_ups(meeting):
            _mail(sign_up, meeting, "mail/tables/meeting_called_off")
            _entry(sign_up, meeting, _("Called off: %(title)s on %(when)s"), by)
    return meeting


def _sign_ups(meeting: Meeting) -> list[SignUp]:
    return list(
        SignUp.objects.select_related("person", "case_file")
        .filter(meeting=meeting)
        .exclude(state=SignUpState.CANCELLED)
        .order_by("asked_at", "pk")
    )


@transaction.atomic
def sign_up(
    *,
    meeting: Meeting,
    case_file: CaseFile,
    person: Person,
    guests: int,
    by: Person,
    at: dt.datetime | None = None,
) -> SignUp:
    """Sign someone up with guests, or put them on the waiting list. Raises NotSignedUpError.

    Whoever is signed up already keeps that sign-up: asking twice changes nothing. `at` is only for the demo's past.
    """
    meeting = _lock(meeting.pk)
    there = (
        SignUp.objects.filter(meeting=meeting, case_file=case_file, person=person)
        .exclude(state=SignUpState.CANCELLED)
        .first()
    )
    if there:
        return there  # type: ignore[no-any-return]
    if meeting.is_cancelled:
        raise NotSignedUpError("cancelled")
    if (at or timezone.now()) >= meeting.closes_at:
        raise NotSignedUpError("closed")
    seats = 1 + guests
    if seats > meeting.capacity:
        raise NotSignedUpError("too_many")
    waiting = SignUp.objects.filter(meeting=meeting, state=SignUpState.WAITING).count()
    going = engine.gets_a_seat(meeting.capacity, meeting.taken, waiting, seats)
    made: SignUp = SignUp.objects.create(
        municipality_id=meeting.municipality_id,
        meeting=meeting,
        case_file=case_file,
        person=person,
        guests=guests,
        state=SignUpState.GOING if going else SignUpState.WAITING,
        asked_at=at or timezone.now(),
    )
    if going:
        meeting.taken += seats
        meeting.save(update_fields=["taken"])
    text = (
        _("Signed up for %(title)s on %(when)s") if going else _("Waits for a seat at %(title)s on %(when)s")
    )
    _entry(made, meeting, text, by, at)
    return made


@transaction.atomic
def withdraw(*, sign_up: SignUp, by: Person) -> list[SignUp]:
    """Cancel a sign-up before the meeting ends; gives who moves up into the free seats. Twice changes nothing."""
    meeting = _lock(sign_up.meeting_id)
    sign_up = SignUp.objects.select_related("case_file", "person").get(pk=sign_up.pk)
    if sign_up.state == SignUpState.CANCELLED or meeting.is_past or sign_up.came is not None:
        return []
    if sign_up.state == SignUpState.GOING:
        meeting.taken -= sign_up.seats
        meeting.save(update_fields=["taken"])
    sign_up.state, sign_up.cancelled_at = SignUpState.CANCELLED, timezone.now()
    sign_up.save(update_fields=["state", "cancelled_at"])
    _entry(sign_up, meeting, _("No longer comes to %(title)s on %(when)s"), by)
    return _move_up(meeting)


def _move_up(meeting: Meeting) -> list[SignUp]:
    """Give free seats to the waiting list, strictly in order; who moves up is mailed. The meeting is locked.

    Until the meeting starts, also after closing time: whoever waits asked in time.
    """
    if meeting.is_cancelled or meeting.starts_at <= timezone.now():
        return []
    queue = list(
        SignUp.objects.select_related("case_file", "person")
        .filter(meeting=meeting, state=SignUpState.WAITING)
        .order_by("asked_at", "pk")
    )
    keys = engine.move_up(meeting.capacity, meeting.taken, [(row.pk, row.seats) for row in queue])
    moved = [row for row in queue if row.pk in keys]
    for row in moved:
        row.state = SignUpState.GOING
        row.save(update_fields=["state"])
        meeting.taken += row.seats
        _entry(row, meeting, _("From the waiting list: takes part in %(title)s on %(when)s"), None)
        _mail(row, meeting, "mail/tables/moved_up")
    if moved:
        meeting.save(update_fields=["taken"])
    return moved


@transaction.atomic
def tick(*, sign_up: SignUp, came: int, by: Person) -> SignUp:
    """Tick someone off at the door: how many came, guests included; 0 is nobody. May be corrected.

    Only who takes part is ticked, and not before the doors open. Ticking the same twice writes nothing.
    """
    sign_up = (
        SignUp.objects.select_for_update(of=("self",))
        .select_related("case_file", "meeting")
        .get(pk=sign_up.pk)
    )
    came = max(0, min(came, sign_up.seats))
    if sign_up.state != SignUpState.GOING or sign_up.came == came or not sign_up.meeting.is_at_door:
        return sign_up
    first = not sign_up.came
    sign_up.came = came
    sign_up.save(update_fields=["came"])
    if came and first:
        _entry(sign_up, sign_up.meeting, _("Was at %(title)s on %(when)s"), by)
    elif not came:
        _entry(sign_up, sign_up.meeting, _("Did not come to %(title)s on %(when)s"), by)
    return sign_up
