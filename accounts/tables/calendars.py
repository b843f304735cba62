"""iCal feeds (RFC 5545): public meetings, one location, and someone's own calendar behind a secret link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts.tables import engine, queries
from accounts.tables.booking_models import BookingState, Talk
from accounts.tables.meeting_models import CalendarLink, Meeting, SignUp, SignUpState
from accounts.tables.models import Location
from accounts.tables.opening import opening_days
from portal.kernel.models import Municipality, Person
from portal.kernel.outbox.links import absolute
from portal.kernel.people.tokens import hash_token, new_invitation_token

#: Days back and ahead that a feed holds.
BACK, AHEAD = 30, 90
#: Events of one kind in a feed.
MOST = 500


@dataclass(frozen=True)
class Item:
    """One event of a feed. `key` is stable, so a calendar changes what it has instead of adding."""

    key: str
    title: str
    span: engine.Span
    where: str = ""
    text: str = ""
    url: str = ""
    cancelled: bool = False


def write(name: str, items: Iterable[Item]) -> bytes:
    """The feed as text; times in Europe/Amsterdam with its rules, so they stay right over a change of the clock."""
    host = settings.SITE_URL.split("//")[-1]
    calendar = Calendar()
    calendar.add("prodid", "-//Impactloket//ondernemerstafel//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval;value=duration", "PT1H")
    stamp = timezone.now().astimezone(dt.UTC)
    for item in items:
        event = Event()
        event.add("uid", f"{item.key}@{host}")
        event.add("dtstamp", stamp)
        event.add("dtstart", item.span.start.astimezone(engine.DUTCH))
        event.add("dtend", item.span.end.astimezone(engine.DUTCH))
        event.add("summary", item.title)
        event.add("status", "CANCELLED" if item.cancelled else "CONFIRMED")
        for field, value in (("location", item.where), ("description", item.text), ("url", item.url)):
            if value:
                event.add(field, value)
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _where(location: Location | None) -> str:
    return (
        ", ".join(part for part in (location.name, location.address, location.floor) if part)
        if location
        else ""
    )


def _meeting(meeting: Meeting) -> Item:
    where = ", ".join(part for part in (meeting.where, _where(meeting.location)) if part)
    span = engine.Span(meeting.starts_at, meeting.ends_at)
    return Item(
        f"bijeenkomst-{meeting.pk}",
        meeting.title,
        span,
        where,
        meeting.subject,
        cancelled=meeting.is_cancelled,
    )


def _since() -> dt.datetime:
    return timezone.now() - dt.timedelta(days=BACK)


def public_meetings(municipality: Municipality) -> bytes:
    """Meetings on the public agenda."""
    rows = (
        Meeting.objects.select_related("location")
        .filter(is_public=True, ends_at__gt=_since())
        .order_by("starts_at", "pk")[:MOST]
    )
    name = _("Meetings for entrepreneurs, %(name)s") % {"name": municipality.name}
    return write(name, [_meeting(row) for row in rows])


def of_location(location: Location) -> bytes:
    """A location: which officials are there on what subject (no names), public meetings, and days that differ."""
    today = timezone.localdate()
    items = [
        Item(
            f"spreekuur-{visit.presence.pk}-{visit.span.start:%Y%m%d}",
            _("%(domain)s: %(subject)s")
            % {"domain": visit.presence.get_domain_display(), "subject": visit.presence.subject},
            visit.span,
            _where(location),
            ", ".join(visit.presence.need_labels),
        )
        for visit in queries.visits(today, AHEAD, location=location)[:MOST]
    ]
    rows = Meeting.objects.select_related("location").filter(
        location=location, is_public=True, ends_at__gt=_since()
    )
    items += [_meeting(row) for row in rows.order_by("starts_at", "pk")[:MOST]]
    for (_location, day), opening in opening_days([location], today, AHEAD).items():
        if opening.reason and opening.hours is None:
            title = _("Closed: %(reason)s") % {"reason": opening.reason}
            span = engine.span_of(day, dt.time(0), dt.time(23, 59))
            items.append(Item(f"dicht-{location.pk}-{day:%Y%m%d}", title, span, _where(location)))
    return write(f"{_('Entrepreneurs table')}: {location.name}", items)


def of_person(person: Person, municipality: Municipality) -> bytes:
    """What someone has themselves: bookings, talks and meetings as entrepreneur; hours and talks as official."""
    from accounts.tables.booking_models import Booking

    mine = person.enterprise_memberships.filter(is_active=True, municipality=municipality).values(
        "case_file_id"
    )
    since = _since()
    items = []
    rows = (
        Booking.objects.select_related("place__location", "case_file")
        .filter(case_file__in=mine, ends_at__gt=since, state__in=[BookingState.BOOKED, BookingState.ATTENDED])
        .order_by("starts_at")[:MOST]
    )
    for row in rows:
        title = _("Entrepreneurs' table: %(place)s") % {"place": row.place}
        items.append(
            Item(
                f"boeking-{row.pk}",
                title,
                engine.Span(row.starts_at, row.ends_at),
                _where(row.place.location),
                row.place.location.access,
                absolute(reverse("table_booking", args=[row.pk])),
            )
        )
    talks = (
        Talk.objects.select_related("official", "case_file", "presence__location")
        .filter(ends_at__gt=since, state__in=[BookingState.BOOKED, BookingState.ATTENDED])
        .order_by("starts_at")
    )
    for talk in talks.filter(case_file__in=mine)[:MOST]:
        title = _("Talk with %(name)s") % {"name": talk.official}
        where = _where(talk.presence.location)
        items.append(
            Item(f"gesprek-{talk.pk}", title, engine.Span(talk.starts_at, talk.ends_at), where, talk.topic)
        )
    for talk in talks.filter(official=person)[:MOST]:
        title = _("Talk with %(name)s") % {"name": talk.case_file.name}
        where = _where(talk.presence.location)
        items.append(
            Item(f"spreek-{talk.pk}", title, engine.Span(talk.starts_at, talk.ends_at), where, talk.topic)
        )
    for visit in queries.visits(timezone.localdate(), AHEAD, official=person)[:MOST]:
        items.append(
            Item(
                f"spreekuur-{visit.presence.pk}-{visit.span.start:%Y%m%d}",
                _("Entrepreneurs' table: %(subject)s") % {"subject": visit.presence.subject},
                visit.span,
                _where(visit.presence.location),
            )
        )
    signed = (
        SignUp.objects.select_related("meeting__location")
        .filter(case_file__in=mine, person=person, state=SignUpState.GOING, meeting__ends_at__gt=since)
        .order_by("meeting__starts_at")[:MOST]
    )
    items += [_meeting(row.meeting) for row in signed]
    return write(_("My entrepreneurs' table, %(name)s") % {"name": municipality.name}, items)


@transaction.atomic
def renew_link(*, person: Person, municipality: Municipality) -> str:
    """A (new) secret for someone's own feed; the old address stops. Shown once, only its hash is kept."""
    token, hashed = new_invitation_token()
    CalendarLink.objects.update_or_create(
        municipality=municipality,
        person=person,
        defaults={"token_hash": hashed, "made_at": timezone.now()},
    )
    return token


def owner_of(token: str) -> CalendarLink | None:
    """Whose feed a secret opens, in the municipality in scope; None when it opens nothing (any more)."""
    link: CalendarLink | None = (
        CalendarLink.objects.select_related("person")
        .filter(token_hash=hash_token(token), person__is_active=True)
        .first()
    )
    return link
