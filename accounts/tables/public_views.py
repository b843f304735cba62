"""For everyone: the public agenda and calendar feeds. With a secret link: one's own feed, and the page at the door."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.tables import bookings, calendars, queries
from accounts.tables.booking_models import Booking, BookingState
from accounts.tables.meeting_models import CalendarLink
from accounts.tables.models import Location
from portal.kernel.people.ratelimit import limit
from portal.kernel.people.tokens import hash_token
from portal.kernel.permissions import actor_of, public, signed_in


def _feed(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


@public("meetings the municipality puts on its public agenda")
def public_meetings(request: HttpRequest, municipality_slug: str) -> HttpResponse:
    """The public agenda."""
    rows = list(queries.meetings_ahead(public_only=True).filter(is_cancelled=False)[:50])
    locations = list(Location.objects.filter(is_active=True).order_by("name"))
    return render(request, "accounts/tables/public.html", {"rows": rows, "locations": locations})


@public("the public agenda as a calendar feed")
def public_feed(request: HttpRequest, municipality_slug: str) -> HttpResponse:
    """Public meetings as iCal."""
    return _feed(calendars.public_meetings(request.municipality), "bijeenkomsten")  # type: ignore[attr-defined]


@public("when a location is open and on which subjects officials are there, without names")
def table_location_feed(request: HttpRequest, municipality_slug: str, pk: int) -> HttpResponse:
    """One location as iCal."""
    location = get_object_or_404(Location.objects.filter(is_active=True), pk=pk)
    return _feed(calendars.of_location(location), f"locatie-{pk}")


@public("the secret in the address is the key to one person's own calendar")
@never_cache
def own_feed(request: HttpRequest, municipality_slug: str, token: str) -> HttpResponse:
    """Someone's own calendar; an address that was renewed gives nothing."""
    link = calendars.owner_of(token)
    if link is None:
        raise Http404
    response = _feed(calendars.of_person(link.person, request.municipality), "ondernemerstafel")  # type: ignore[attr-defined]
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@signed_in("everyone makes a link to their own calendar only")
def calendar_link(request: HttpRequest, municipality_slug: str) -> HttpResponse:
    """Put your bookings in your own calendar: make or renew the secret address."""
    actor: Any = actor_of(request)
    municipality: Any = request.municipality  # type: ignore[attr-defined]
    address = ""
    if request.method == "POST":
        token = calendars.renew_link(person=actor.person, municipality=municipality)
        address = request.build_absolute_uri(reverse("own_feed", args=[municipality.slug, token]))
    staff = actor.membership is not None
    context = {
        "address": address,
        "link": CalendarLink.objects.filter(person=actor.person).first(),
        "staff": staff,
        "frame": "ui/base_staff.html" if staff else "ui/base_public.html",
        "tab": "calendar",
    }
    return render(request, "accounts/tables/calendar.html", context)


def _kiosk_location(token: str) -> Location:
    return get_object_or_404(Location.objects.filter(is_active=True), kiosk_hash=hash_token(token))


@public("the secret in the address is the key to the page at the door of one location")
@never_cache
def table_kiosk(request: HttpRequest, municipality_slug: str, token: str) -> HttpResponse:
    """The page at the door, for a tablet: who sits where, which officials are there; refreshes every minute."""
    location = _kiosk_location(token)
    now = timezone.now()
    view = queries.day_view(location, timezone.localdate())
    rows = [row for row in view.bookings if row.ends_at > now and row.state != BookingState.NO_SHOW]
    context = {
        "location": location,
        "view": view,
        "rows": rows,
        "visits": [visit for visit in view.visits if visit.span.end > now],
        "meetings": [row for row in view.meetings if row.ends_at > now],
        "now": now,
        "token": token,
        "again": reverse("table_kiosk", args=[municipality_slug, token]),
    }
    response = render(request, "accounts/tables/kiosk.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


@public("checking in at the door; the secret in the address is the key")
@limit("table_check_in", "120/5m")
@require_POST
def table_check_in(request: HttpRequest, municipality_slug: str, token: str, pk: int) -> HttpResponse:
    """Someone taps their booking: they are there. Only bookings of today at this location."""
    location = _kiosk_location(token)
    booking = get_object_or_404(
        Booking.objects.select_related("case_file", "place__location"), pk=pk, place__location=location
    )
    today = timezone.localdate()
    if timezone.localtime(booking.starts_at).date() != today or booking.state != BookingState.BOOKED:
        messages.info(request, _("You are checked in already, or this booking is not for today."))
    else:
        bookings.mark(booking=booking, came=True, by=None)
        messages.success(
            request,
            _("Welcome, %(name)s. You have %(place)s.")
            % {"name": booking.case_file.name, "place": booking.place},
        )
    return redirect("table_kiosk", municipality_slug=municipality_slug, token=token)
