"""Officials at the table: for the entrepreneur who is there when, and a talk; for staff their hours."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.needs import NEED_CHOICES
from accounts.tables import queries, talks
from accounts.tables.arrange_forms import PresenceForm
from accounts.tables.booking_models import Presence, Talk
from accounts.tables.forms import DayField, TopicForm
from accounts.tables.frames import OWN, STAFF, ask_again, case_file_of, frame
from portal.kernel.conflicts import StaleVersionError, compare
from portal.kernel.models import Membership, Person
from portal.kernel.permissions import actor_of, allowed, check, permission, permission_or_own


@permission_or_own(STAFF, OWN)
def table_officials(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is there in the next two weeks, on what subject; reserve a short talk."""
    case_file = case_file_of(request, pk)
    actor: Any = actor_of(request)
    form = TopicForm(request.POST if request.method == "POST" else None)
    error = ""
    if request.method == "POST":
        if form.is_valid():
            found = get_object_or_404(
                Presence.objects.filter(municipality_id=case_file.municipality_id),
                pk=form.cleaned_data["presence"],
            )
            try:
                talk = talks.reserve(
                    presence=found,
                    case_file=case_file,
                    start=form.cleaned_data["start"],
                    topic=form.cleaned_data["topic"],
                    by=actor.person,
                )
            except talks.NotReservedError as problem:
                error = {
                    "taken": _("Somebody else was first: this talk is taken. Choose another time."),
                    "gone": _("This time is no longer offered. Choose another time."),
                    "past": _("This time is past. Choose a later time."),
                }[problem.code]
            else:
                messages.success(
                    request, _("The talk with %(name)s is reserved.") % {"name": talk.presence.official}
                )
                return redirect("table_officials", pk=pk)
        else:
            error = _("Choose one of the times below, and keep your subject under 200 characters.")
    today = timezone.localdate()
    need = request.GET.get("waarover", "")
    visits = queries.visits(today, queries.OFFICIALS_AHEAD)
    visits = [
        visit
        for visit in visits
        if visit.presence.municipality_id == case_file.municipality_id and visit.span.end > timezone.now()
    ]
    if need in dict(NEED_CHOICES):
        visits = [visit for visit in visits if need in visit.presence.needs]
    context = {
        **frame(request, case_file),
        "visits": visits,
        "talks": queries.panel_of(case_file).talks,
        "needs": NEED_CHOICES,
        "need": need,
        "error": error,
        "topic": request.POST.get("topic", "")[:10000],
        "tab": "officials",
    }
    status = 200 if not error else 409 if form.is_valid() else 422
    return render(request, "accounts/tables/officials.html", context, status=status)


def _talk(request: HttpRequest, pk: int) -> Talk:
    talk = get_object_or_404(Talk.objects.select_related("presence__location", "official"), pk=pk)
    if actor_of(request).membership is not None:
        check(request, STAFF, talk)
    else:
        case_file_of(request, talk.case_file_id)
    return talk


@permission_or_own(STAFF, OWN)
@require_POST
def talk_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a talk."""
    talk = _talk(request, pk)
    person: Any = actor_of(request).person
    talks.cancel_talk(talk=talk, by=person)
    messages.success(request, _("The talk is cancelled."))
    return redirect("table_officials", pk=talk.case_file_id)


@permission(STAFF)
@require_POST
def talk_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick off that the talk took place or that they did not come."""
    talk = _talk(request, pk)
    person: Any = actor_of(request).person
    try:
        talks.mark_talk(talk=talk, came=request.POST.get("kwam") == "ja", by=person)
        messages.success(request, _("It is written down."))
    except talks.NotReservedError:
        messages.error(request, _("Somebody else has this time now."))
    day = timezone.localtime(talk.starts_at).date()
    return redirect(f"{reverse('tables')}?locatie={talk.presence.location_id}&dag={day.isoformat()}")


def colleagues(municipality_id: int) -> Any:
    """People who work in case files of the municipality, by name."""
    members = Membership.objects.filter(
        municipality_id=municipality_id, is_active=True, roles__overlap=["account_manager", "specialist"]
    )
    return Person.objects.filter(pk__in=members.values("person_id")).order_by("name", "pk")


@permission("accounts.view_tables")
def presences(request: HttpRequest) -> HttpResponse:
    """The hours of all officials, and those to come in two weeks."""
    today = timezone.localdate()
    rows = (
        Presence.objects.select_related("official", "location")
        .filter(Q(last_day=None) | Q(last_day__gte=today))
        .order_by("weekday", "starts", "pk")[:200]
    )
    listed = [(row, allowed(request, "accounts.change_presence", row)) for row in rows]
    visits = queries.visits(today, queries.OFFICIALS_AHEAD)
    context = {"rows": listed, "visits": visits, "tab": "officials"}
    return render(request, "accounts/tables/presences.html", context)


@permission("accounts.change_presence")
def presence_new(request: HttpRequest) -> HttpResponse:
    """Say when you, or a colleague, are at the table."""
    actor: Any = actor_of(request)
    people = colleagues(actor.municipality.pk)
    if not allowed(request, "accounts.manage_tables"):
        people = people.filter(pk=actor.person.pk)
    form = PresenceForm(
        request.POST if request.method == "POST" else None,
        people=people,
        initial={
            "official": actor.person.pk,
            "first_day": timezone.localdate(),
            "domain": actor.domains[0] if actor.domains else "",
        },
    )
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        talks.add_presence(by=actor.person, **facts)
        messages.success(request, _("The hours are saved."))
        return redirect("presences")
    return render(
        request,
        "accounts/tables/presence_form.html",
        {"form": form, "tab": "officials", "title": _("Add hours of an official")},
        status=422 if form.is_bound else 200,
    )


@permission("accounts.change_presence")
def presence_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change or end hours; say that someone is away on a day."""
    found = get_object_or_404(Presence.objects.select_related("location", "official"), pk=pk)
    check(request, "accounts.change_presence", found)
    actor: Any = actor_of(request)
    people = colleagues(actor.municipality.pk)
    if not allowed(request, "accounts.manage_tables"):
        people = people.filter(pk=found.official_id)
    names = (
        "domain", "subject", "first_day", "last_day", "starts", "ends", "talk_minutes", "needs", "version",
    )  # fmt: skip
    initial = {name: getattr(found, name) for name in names}
    initial |= {"location": found.location_id, "official": found.official_id}
    form = PresenceForm(request.POST if request.method == "POST" else None, people=people, initial=initial)
    conflicts: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            talks.change_presence(presence=found, version=version, changes=form.facts(), by=actor.person)
            messages.success(request, _("The hours are saved."))
            return redirect("presences")
        except StaleVersionError as stale:
            labels = {name: str(field.label) for name, field in form.fields.items()}
            conflicts = compare(stale.current, form.facts(), labels)
            ask_again(form, stale.current.version)
    context = {
        "form": form,
        "presence": found,
        "conflicts": conflicts,
        "tab": "officials",
        "title": _("Change the hours of %(name)s") % {"name": found.official},
    }
    status = 409 if conflicts else 422 if form.is_bound else 200
    return render(request, "accounts/tables/presence_form.html", context, status=status)


@permission("accounts.change_presence")
@require_POST
def presence_absent(request: HttpRequest, pk: int) -> HttpResponse:
    """Away on one day; who had a talk is mailed."""
    found = get_object_or_404(Presence.objects.select_related("official"), pk=pk)
    check(request, "accounts.change_presence", found)
    person: Any = actor_of(request).person
    try:
        day = DayField().clean(request.POST.get("day", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("presence_edit", pk=pk)
    assert day is not None
    dropped = talks.set_absent(presence=found, day=day, by=person)
    text = ngettext("Written down. %(number)s talk is cancelled, with a mail.",
                    "Written down. %(number)s talks are cancelled, with a mail.", dropped)  # fmt: skip
    messages.success(request, text % {"number": dropped})
    return redirect("presences")
