"""Officials at the table: their hours, days they are away, and short talks entrepreneurs reserve with them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.tables import engine
from accounts.tables.booking_models import HOLDING, BookingState, DayAway, Presence, Talk
from accounts.tables.models import Location
from accounts.tables.opening import opening_days
from accounts.timeline.actions import add_entry
from portal.kernel.conflicts import lock_version
from portal.kernel.models import Person
from portal.kernel.outbox.actions import queue_mail
from portal.ui.templatetags.nlds import nl_moment


class NotReservedError(Exception):
    """The talk is not reserved. `code`: "taken" (someone was first), "gone" (not among the hours), or "past"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def add_presence(*, location: Location, official: Person, by: Person, **facts: Any) -> Presence:
    """An official is at the table, every week or (first day = last day) once."""
    return Presence.objects.create(  # type: ignore[no-any-return]
        municipality_id=location.municipality_id, location=location, official=official, **facts
    )


@transaction.atomic
def change_presence(*, presence: Presence, version: int, changes: dict[str, Any], by: Person) -> Presence:
    """Change the hours. Talks that no longer fall in them are cancelled with a mail. Raises StaleVersionError."""
    presence = lock_version(presence, version)
    for name, value in changes.items():
        setattr(presence, name, value)
    presence.version += 1
    presence.save()
    for talk in _open_talks(presence):
        day = talk.starts_at.astimezone(engine.DUTCH).date()
        window = engine.span_of(day, presence.starts, presence.ends)
        fits = engine.Span(talk.starts_at, talk.ends_at).within(window) and runs_on(presence, day)
        if not fits or presence.official_id != talk.official_id:
            _drop(talk, by, _("The hours of the official changed."))
    return presence


@transaction.atomic
def set_absent(*, presence: Presence, day: dt.date, by: Person) -> int:
    """Not there on a day after all; talks of that day are cancelled with a mail. Gives how many."""
    presence = Presence.objects.select_for_update(of=("self",)).select_related("official").get(pk=presence.pk)
    DayAway.objects.get_or_create(
        presence=presence, day=day, defaults={"municipality_id": presence.municipality_id}
    )
    dropped = 0
    for talk in _open_talks(presence):
        if talk.starts_at.astimezone(engine.DUTCH).date() == day:
            _drop(talk, by, _("The official is not there that day."))
            dropped += 1
    return dropped


def _open_talks(presence: Presence) -> list[Talk]:
    return list(
        Talk.objects.select_related("case_file", "booked_by", "official", "presence__location")
        .filter(presence=presence, state=BookingState.BOOKED, starts_at__gt=timezone.now())
        .order_by("starts_at")
    )


def runs_on(presence: Presence, day: dt.date) -> bool:
    """The hours hold on this day, apart from absence and closing of the location."""
    return (
        presence.weekday == day.weekday()
        and presence.first_day <= day
        and (presence.last_day is None or day <= presence.last_day)
    )


def _end(talk: Talk, state: str, by: Person | None) -> None:
    talk.state, talk.ended_at, talk.ended_by = state, timezone.now(), by
    talk.save(update_fields=["state", "ended_at", "ended_by"])


def _drop(talk: Talk, by: Person, reason: str) -> None:
    _end(talk, BookingState.CANCELLED, by)
    _entry(talk, _("Talk with %(official)s on %(when)s cancelled"), by)
    queue_mail(
        to=talk.booked_by.email,
        template="mail/tables/talk_dropped",
        context={"talk": talk, "reason": reason},
        municipality=talk.municipality_id,
    )


def _entry(talk: Talk, text: str, by: Person | None, at: dt.datetime | None = None) -> None:
    words = {"official": talk.official, "when": nl_moment(talk.starts_at), "subject": talk.presence.subject}
    add_entry(
        case_file=talk.case_file,
        kind="table-talk",
        text=text % words,
        by=by,
        url=reverse("table_officials", args=[talk.case_file_id]),
        for_entrepreneur=True,
        at=at,
    )


@transaction.atomic
def reserve(
    *,
    presence: Presence,
    case_file: CaseFile,
    start: dt.datetime,
    topic: str,
    by: Person,
    at: dt.datetime | None = None,
) -> Talk:
    """Reserve a talk that starts at a moment the hours offer. Raises NotReservedError.

    The official's row of hours is locked, so the second of two is told; the database's constraint guards the rest.
    """
    at = at or timezone.now()
    presence = (
        Presence.objects.select_for_update(of=("self",), no_key=True)
        .select_related("official", "location")
        .get(pk=presence.pk)
    )
    mine = Talk.objects.filter(
        presence=presence, case_file=case_file, starts_at=start, state__in=HOLDING
    ).first()
    if mine:
        return mine  # type: ignore[no-any-return]
    if start <= at:
        raise NotReservedError("past")
    day = start.astimezone(engine.DUTCH).date()
    opening = opening_days([presence.location], day, 1)[(presence.location_id, day)]
    away = DayAway.objects.filter(presence=presence, day=day).exists()
    if away or opening.span is None or not runs_on(presence, day) or not presence.location.is_active:
        raise NotReservedError("gone")
    window = engine.span_of(day, presence.starts, presence.ends)
    offered = engine.talks(window, presence.talk_minutes, [], earliest=at)
    span = next((found for found in offered if found.start == start), None)
    if span is None:
        raise NotReservedError("gone")
    others = Talk.objects.filter(
        official=presence.official, state__in=HOLDING, starts_at__lt=span.end, ends_at__gt=span.start
    )
    if others.exists():
        raise NotReservedError("taken")
    try:
        with transaction.atomic():
            talk: Talk = Talk.objects.create(
                municipality_id=presence.municipality_id,
                presence=presence,
                official=presence.official,
                case_file=case_file,
                booked_by=by,
                topic=topic,
                starts_at=span.start,
                ends_at=span.end,
                made_at=at,
            )
    except IntegrityError:
        raise NotReservedError("taken") from None
    _entry(talk, _("Talk reserved with %(official)s (%(subject)s) on %(when)s"), by, at)
    queue_mail(
        to=presence.official.email,
        template="mail/tables/talk_reserved",
        context={"talk": talk},
        municipality=presence.municipality_id,
    )
    return talk


@transaction.atomic
def cancel_talk(*, talk: Talk, by: Person) -> Talk:
    """Cancel a talk that is not over. Doing so twice changes nothing."""
    talk = (
        Talk.objects.select_for_update(of=("self",))
        .select_related("case_file", "official", "presence")
        .get(pk=talk.pk)
    )
    if talk.is_open:
        _end(talk, BookingState.CANCELLED, by)
        _entry(talk, _("Talk with %(official)s on %(when)s cancelled"), by)
    return talk


@transaction.atomic
def mark_talk(*, talk: Talk, came: bool, by: Person | None) -> Talk:
    """The talk took place, or they did not come."""
    talk = (
        Talk.objects.select_for_update(of=("self",))
        .select_related("case_file", "official", "presence")
        .get(pk=talk.pk)
    )
    state = BookingState.ATTENDED if came else BookingState.NO_SHOW
    if talk.state in (BookingState.CANCELLED, state):
        return talk
    if came and talk.state == BookingState.NO_SHOW:
        others = Talk.objects.filter(
            official=talk.official,
            state__in=HOLDING,
            starts_at__lt=talk.ends_at,
            ends_at__gt=talk.starts_at,
        )
        if others.exists():
            raise NotReservedError("taken")
    _end(talk, state, by)
    text = _("Talk with %(official)s on %(subject)s took place")
    _entry(talk, text if came else _("Did not come to the talk with %(official)s on %(when)s"), by)
    return talk
