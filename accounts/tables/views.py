"""Booking a place, for the entrepreneur on a phone and for staff; the day at a location."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.casefile.models import CaseFile
from accounts.tables import bookings, engine, queries
from accounts.tables.booking_models import Booking
from accounts.tables.forms import BookingForm
from accounts.tables.frames import OWN, STAFF, case_file_of, day_asked, frame
from accounts.tables.models import Location, Place
from accounts.tables.opening import opening_days
from accounts.tables.rulesets import limits_for
from portal.kernel.permissions import actor_of, check, permission, permission_or_own

#: Enterprises found when staff look for whom to book.
MOST_FOUND = 20


def explain(error_code: str, detail: Any = "") -> str:
    """Why a place is not booked, in words."""
    return {
        "taken": _("Somebody else was first: this place is taken at that time."),
        "out_of_use": _("This place is out of use on that day."),
        "past": _("This time is past. Choose a later time."),
        "far": _("This is too far ahead. You can book up to and including %(detail)s."),
        "short": _("This is too short. Book at least %(detail)s minutes."),
        "closed": _("The location is closed on that day. %(detail)s"),
        "hours": _("The location is open from %(detail)s on that day."),
        "many": _("The enterprise has %(detail)s open bookings, which is the most. Use or cancel one first."),
    }[error_code] % {"detail": detail}


@permission("accounts.view_tables")
def tables(request: HttpRequest) -> HttpResponse:
    """One day at one location: who sits where, which officials are there, what meets."""
    locations = list(Location.objects.filter(is_active=True).order_by("name"))
    asked = request.GET.get("locatie", "")
    day = day_asked(request)
    hours = opening_days(locations, day, 1)
    open_first = sorted(locations, key=lambda row: hours[(row.pk, day)].hours is None)
    chosen = next((row for row in locations if str(row.pk) == asked), open_first[0] if locations else None)
    return render(
        request,
        "accounts/tables/day.html",
        {
            "locations": locations,
            "location": chosen,
            "view": queries.day_view(chosen, day) if chosen else None,
            "day": day,
            "before": day - dt.timedelta(days=1),
            "after": day + dt.timedelta(days=1),
            "now": timezone.now(),
            "tab": "day",
        },
    )


@permission("accounts.view_tables")
def table_choose(request: HttpRequest) -> HttpResponse:
    """For which enterprise does a colleague book? Search by name or reference."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    files = CaseFile.objects.filter(merged_into=None)
    found = (
        list(files.filter(name__icontains=text).order_by("name", "pk")[:MOST_FOUND])
        if text
        else list(files.order_by("-last_activity_at", "-pk")[:10])
    )
    return render(request, "accounts/tables/choose.html", {"text": text, "found": found, "tab": "day"})


@permission_or_own(STAFF, OWN)
def table_book(request: HttpRequest, pk: int) -> HttpResponse:
    """Book a place for an enterprise: once, or every week. Who comes second is told, with what is free nearby."""
    case_file = case_file_of(request, pk)
    actor: Any = actor_of(request)
    places = list(queries.active_places().filter(municipality_id=case_file.municipality_id))
    limits = limits_for(municipality_id=case_file.municipality_id, on=timezone.localdate())
    initial = {"day": day_asked(request), "part": "morning", "place": request.GET.get("plek", "")}
    form = BookingForm(
        request.POST if request.method == "POST" else None, places=places, limits=limits, initial=initial
    )
    context: dict[str, Any] = {**frame(request, case_file), "form": form, "tab": "day"}
    if request.method == "POST" and form.is_valid():
        done = _try(request, form, case_file, actor.person, context)
        if done:
            return done
    context["places"] = places
    context["ahead"] = queries.panel_of(case_file).ahead
    status = 409 if context.get("options") or context.get("clashes") else 422 if form.is_bound else 200
    return render(request, "accounts/tables/book.html", context, status=status)


def _try(
    request: HttpRequest, form: BookingForm, case_file: CaseFile, person: Any, context: dict[str, Any]
) -> HttpResponse | None:
    """Book what the form asks; None, with the form and context explaining, when it cannot be."""
    chosen, span, until = form.cleaned_data["place"], form.span, form.cleaned_data["until"]
    place: Place | None = form.places.get(chosen)
    try:
        if until and until > form.cleaned_data["day"]:
            location = form.locations.get(chosen)
            place = place or next(row for row in form.places.values() if row.location_id == location.pk)  # type: ignore[union-attr]
            made, clashes = bookings.book_weekly(
                place=place,
                case_file=case_file,
                span=span,
                until=until,
                by=person,
                keep_the_rest=form.cleaned_data["keep_the_rest"],
            )
            if made:
                text = ngettext("%(number)s booking is made.", "%(number)s bookings are made.", len(made))
                messages.success(request, text % {"number": len(made)})
                return redirect("table_booking", pk=made[0].pk)
            context["clashes"] = [(clash, explain(clash.code, clash.detail)) for clash in clashes]
            return None
        if place:
            booking = bookings.book(place=place, case_file=case_file, span=span, by=person)
        else:
            booking = bookings.book_any(
                location=form.locations[chosen], case_file=case_file, span=span, by=person
            )
    except bookings.NotBookedError as error:
        field = {"far": "day", "closed": "day", "past": "day"}.get(error.code, "place")
        form.add_error(field, explain(error.code, error.detail))
        context["options"] = [(form.places[str(option.place)], option.span) for option in error.options]
        return None
    messages.success(request, _("The place is booked."))
    return redirect("table_booking", pk=booking.pk)


def get_booking(request: HttpRequest, pk: int) -> Booking:
    """The booking, for staff of its municipality or a member of its enterprise; else not found."""
    booking = get_object_or_404(queries.bookings(), pk=pk)
    if actor_of(request).membership is not None:
        check(request, STAFF, booking)
    else:
        case_file_of(request, booking.case_file_id)
    return booking


@permission_or_own(STAFF, OWN)
def table_booking(request: HttpRequest, pk: int) -> HttpResponse:
    """One booking: where, when, how to get in, and cancelling it."""
    booking = get_booking(request, pk)
    series = []
    if booking.series:
        series = list(
            Booking.objects.filter(
                series=booking.series, state="booked", ends_at__gt=timezone.now()
            ).order_by("starts_at")[: bookings.LONGEST_SERIES]
        )
    context = {**frame(request, booking.case_file), "booking": booking, "series": series, "tab": "day"}
    return render(request, "accounts/tables/booking.html", context)


@permission_or_own(STAFF, OWN)
@require_POST
def table_booking_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a booking, or it and the later ones of its series."""
    booking = get_booking(request, pk)
    person: Any = actor_of(request).person
    number = bookings.cancel(booking=booking, by=person, rest_of_series="reeks" in request.POST)
    if number:
        text = ngettext("%(number)s booking is cancelled.", "%(number)s bookings are cancelled.", number)
        messages.success(request, text % {"number": number})
    else:
        messages.info(request, _("This booking is over or cancelled already."))
    return redirect("table_booking", pk=pk)


@permission(STAFF)
@require_POST
def table_booking_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick off that someone came or did not come."""
    booking = get_booking(request, pk)
    person: Any = actor_of(request).person
    try:
        bookings.mark(booking=booking, came=request.POST.get("kwam") == "ja", by=person)
        messages.success(request, _("It is written down."))
    except bookings.NotBookedError as error:
        messages.error(request, explain(error.code, error.detail))
    day = booking.starts_at.astimezone(engine.DUTCH).date()
    return redirect(f"{_day_address(booking)}&dag={day.isoformat()}")


def _day_address(booking: Booking) -> str:
    return f"{reverse('tables')}?locatie={booking.place.location_id}"
