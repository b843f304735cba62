"""Arranging locations: facts and hours, other days, places, what is out of use, and the page at the door."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.tables import engine, places
from accounts.tables.arrange_forms import ClosureForm, ExceptionForm, LocationForm, PlacesForm
from accounts.tables.frames import ask_again
from accounts.tables.models import Location, OpeningException, OpeningHours, Place, PlaceClosure
from accounts.tables.opening import holidays_of, opening_days
from portal.kernel.conflicts import StaleVersionError, compare
from portal.kernel.permissions import actor_of, check, permission

MANAGE = "accounts.manage_tables"


def _location(request: HttpRequest, pk: int) -> Location:
    found = get_object_or_404(Location.objects.select_related("municipality"), pk=pk)
    check(request, MANAGE, found)
    return found


@permission(MANAGE)
def table_locations(request: HttpRequest) -> HttpResponse:
    """All locations, with how many places they have."""
    rows = Location.objects.annotate(number=Count("places", filter=Q(places__is_active=True))).order_by(
        "name"
    )
    return render(request, "accounts/tables/locations.html", {"rows": rows, "tab": "locations"})


def _names_taken(form: LocationForm) -> None:
    form.add_error("name", _("There is a location with this name already."))


@permission(MANAGE)
def table_location_new(request: HttpRequest) -> HttpResponse:
    """A new location; ordinary office hours are filled in already."""
    actor: Any = actor_of(request)
    office = {day: engine.Hours(dt.time(9), dt.time(17)) for day in range(5)}
    form = LocationForm(request.POST if request.method == "POST" else None, hours=office)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                found = places.make_location(
                    municipality=actor.municipality, hours=form.hours, by=actor.person, **form.facts()
                )
        except IntegrityError:
            _names_taken(form)
        else:
            messages.success(request, _("The location is saved. Now add its places."))
            return redirect("table_location", pk=found.pk)
    context = {"form": form, "title": _("New location"), "tab": "locations"}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/tables/location_form.html", context, status=status)


@permission(MANAGE)
def table_location_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a location and its hours."""
    found = _location(request, pk)
    person: Any = actor_of(request).person
    hours = {
        row.weekday: engine.Hours(row.opens, row.closes)
        for row in OpeningHours.objects.filter(location=found)
    }
    initial = {name: getattr(found, name) for name in (*LocationForm.Meta.fields, "version")}
    form = LocationForm(request.POST if request.method == "POST" else None, hours=hours, initial=initial)
    conflicts: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                places.change_location(
                    location=found,
                    version=form.cleaned_data["version"] or 0,
                    hours=form.hours,
                    changes=form.facts(),
                    by=person,
                )
            messages.success(request, _("The location is saved."))
            return redirect("table_location", pk=pk)
        except IntegrityError:
            _names_taken(form)
        except StaleVersionError as stale:
            labels = {name: str(field.label) for name, field in form.fields.items()}
            conflicts = compare(stale.current, form.facts(), labels)
            ask_again(form, stale.current.version)
    context = {
        "form": form,
        "title": found.name,
        "location": found,
        "conflicts": conflicts,
        "tab": "locations",
    }
    status = 409 if conflicts else 422 if form.is_bound else 200
    return render(request, "accounts/tables/location_form.html", context, status=status)


def _show(request: HttpRequest, found: Location, *, status: int = 200, **extra: Any) -> HttpResponse:
    today = timezone.localdate()
    week = opening_days([found], today, 7)
    closures = PlaceClosure.objects.select_related("place").filter(place__location=found, last_day__gte=today)
    holidays = {day: name for day, name in holidays_of((today.year, today.year + 1)).items() if day >= today}
    context = {
        "location": found,
        "week": [week[(found.pk, today + dt.timedelta(days=step))] for step in range(7)],
        "places": list(Place.objects.filter(location=found).order_by("number")),
        "closures": list(closures.order_by("first_day", "place__number")),
        "exceptions": list(
            OpeningException.objects.filter(location=found, day__gte=today).order_by("day")[:100]
        ),
        "holidays": sorted(holidays.items())[:12],
        "exception_form": ExceptionForm(),
        "places_form": PlacesForm(initial={"number": 1}),
        "feed": request.build_absolute_uri(
            reverse("table_location_feed", args=[found.municipality.slug, found.pk])
        ),
        "tab": "locations",
        **extra,
    }
    return render(request, "accounts/tables/location.html", context, status=status)


@permission(MANAGE)
def table_location(request: HttpRequest, pk: int) -> HttpResponse:
    """One location: places, hours, days that differ, the page at the door."""
    return _show(request, _location(request, pk))


@permission(MANAGE)
@require_POST
def table_exception_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Other hours on one day, or closed."""
    found = _location(request, pk)
    person: Any = actor_of(request).person
    form = ExceptionForm(request.POST)
    if not form.is_valid():
        return _show(request, found, exception_form=form, status=422)
    values = form.cleaned_data
    hours = engine.Hours(values["opens"], values["closes"]) if values["opens"] else None
    places.set_exception(location=found, day=values["day"], hours=hours, reason=values["reason"], by=person)
    messages.success(request, _("The day is saved."))
    return redirect("table_location", pk=pk)


@permission(MANAGE)
@require_POST
def table_exception_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """The day has its normal hours again."""
    found = get_object_or_404(OpeningException, pk=pk)
    check(request, MANAGE, found)
    person: Any = actor_of(request).person
    places.remove_exception(exception=found, by=person)
    messages.success(request, _("The day has its normal hours again."))
    return redirect("table_location", pk=found.location_id)


@permission(MANAGE)
@require_POST
def table_places_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add places."""
    found = _location(request, pk)
    person: Any = actor_of(request).person
    form = PlacesForm(request.POST)
    if not form.is_valid():
        return _show(request, found, places_form=form, status=422)
    last = Place.objects.filter(location=found).order_by("-number").values_list("number", flat=True).first()
    if (last or 0) + form.cleaned_data["number"] > 999:
        form.add_error("number", _("A location has at most 999 places."))
        return _show(request, found, places_form=form, status=422)
    places.add_places(location=found, by=person, **form.cleaned_data)
    messages.success(request, _("The places are added."))
    return redirect("table_location", pk=pk)


@permission(MANAGE)
def table_place_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a place out of use for a time; bookings move or are cancelled, with a mail."""
    place = get_object_or_404(Place.objects.select_related("location"), pk=pk)
    check(request, MANAGE, place)
    person: Any = actor_of(request).person
    today = timezone.localdate()
    form = ClosureForm(
        request.POST if request.method == "POST" else None, initial={"first_day": today, "last_day": today}
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                moved, cancelled = places.take_out_of_use(place=place, by=person, **form.cleaned_data)
        except IntegrityError:
            form.add_error("first_day", _("The place is out of use on one of these days already."))
        else:
            text = _("Out of use. Bookings moved: %(moved)s, cancelled: %(cancelled)s. Everyone gets a mail.")
            messages.success(request, text % {"moved": moved, "cancelled": cancelled})
            return redirect("table_location", pk=place.location_id)
    context = {"form": form, "place": place, "location": place.location, "tab": "locations"}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/tables/place_close.html", context, status=status)


@permission(MANAGE)
@require_POST
def table_closure_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The place can be booked again."""
    found = get_object_or_404(PlaceClosure.objects.select_related("place"), pk=pk)
    check(request, MANAGE, found)
    person: Any = actor_of(request).person
    places.end_closure(closure=found, by=person)
    messages.success(request, _("The place can be booked again."))
    return redirect("table_location", pk=found.place.location_id)


@permission(MANAGE)
@require_POST
def table_kiosk_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A new address for the page at the door, shown once; the old one stops."""
    found = _location(request, pk)
    person: Any = actor_of(request).person
    token = places.renew_kiosk(location=found, by=person)
    found.refresh_from_db()
    link = request.build_absolute_uri(reverse("table_kiosk", args=[found.municipality.slug, token]))
    return _show(request, found, kiosk=link)
