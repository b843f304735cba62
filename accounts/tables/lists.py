"""The list of lunches and meetings with the filter of its address: for the page and for its export alike."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.tables import queries
from accounts.tables.meeting_models import Meeting
from portal.kernel.exports.registry import Column, ListPage
from portal.kernel.exports.registry import register as register_list
from portal.kernel.permissions import Actor


def shows_past(params: QueryDict) -> bool:
    """Meetings that were, not those to come."""
    return params.get("toon") == "geweest"


def meetings_for(params: QueryDict) -> QuerySet[Meeting]:
    """Those to come, the soonest first; or those that were, the latest first."""
    if not shows_past(params):
        return queries.meetings_ahead()
    rows = Meeting.objects.select_related("location", "organiser").filter(ends_at__lte=timezone.now())
    return rows.order_by("-starts_at", "-pk")


def _exported(params: QueryDict, _actor: Actor) -> QuerySet[Meeting]:
    return meetings_for(params)


def register() -> None:
    """Make the list known. Who comes is on the list at the door, not in the file."""
    register_list(
        ListPage(
            code="meetings",
            title=_("Lunches and meetings"),
            url_name="meetings",
            permission="accounts.view_tables",
            model=Meeting,
            rows=_exported,
            views=False,
            columns=(
                Column("title", _("What"), "title"),
                Column("starts", _("Starts"), "starts_at"),
                Column("ends", _("Ends"), "ends_at"),
                Column("location", _("Location"), "location__name"),
                Column("where", _("Where"), "where", chosen=False),
                Column("capacity", _("Seats"), "capacity"),
                Column("taken", _("Seats taken"), "taken"),
                Column("cancelled", _("Cancelled"), "is_cancelled"),
                Column("organiser", _("Organiser"), "organiser__name"),
                Column("public", _("On the public agenda"), "is_public", chosen=False),
            ),
        )
    )
