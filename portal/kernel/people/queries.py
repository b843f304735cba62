"""Questions about people that other parts ask. All of them need a scope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from portal.kernel.people.models import Invitation, Membership, Municipality, Person, Role
from portal.kernel.tenancy.models import Domain


def colleagues(
    municipality: Municipality, domain: str | None = None, role: str | None = None
) -> models.QuerySet[Person]:
    """Active staff of a municipality, by name; optionally only those of one domain or with one role."""
    memberships = Membership.objects.filter(municipality=municipality, is_active=True)
    if domain:
        memberships = memberships.filter(domains__contains=[domain])
    if role:
        memberships = memberships.filter(roles__contains=[role])
    return Person.objects.filter(is_active=True, pk__in=memberships.values("person_id")).order_by(
        "name", "email"
    )


def memberships_for_list(
    municipality: Municipality, *, text: str = "", role: str = "", domain: str = "", state: str = "active"
) -> models.QuerySet[Membership]:
    """The rows of the role management page."""
    rows = (
        Membership.objects.filter(municipality=municipality)
        .select_related("person", "municipality")
        .order_by("person__name", "person__email")
    )
    if text:
        rows = rows.filter(models.Q(person__name__icontains=text) | models.Q(person__email__icontains=text))
    if role:
        rows = rows.filter(roles__contains=[role])
    if domain:
        rows = rows.filter(domains__contains=[domain])
    if state in ("active", "inactive"):
        rows = rows.filter(is_active=state == "active")
    return rows


@dataclass(frozen=True)
class Change:
    """One line of "who changed what when"."""

    at: datetime
    by: str
    about: str
    what: str


def recent_changes(
    municipality: Municipality, *, limit: int = 20, person: Person | None = None
) -> list[Change]:
    """The latest changes to memberships and invitations, newest first, from the history tables."""
    found: list[Change] = []
    for name, of_person in (("MembershipEvent", "person_id"), ("InvitationEvent", "")):
        events: Any = apps.get_model("kernel", name)._base_manager.filter(municipality=municipality)
        if person is not None:
            if not of_person:
                continue
            events = events.filter(person_id=person.pk)
        for event in events.order_by("-pgh_id")[:limit]:
            found.append(_change_of(event))
    names = _names(found, municipality)
    found.sort(key=lambda change: change.at, reverse=True)
    return [
        Change(change.at, names.get(change.by, change.by), names.get(change.about, change.about), change.what)
        for change in found[:limit]
    ]


def _change_of(event: Any) -> Change:
    who = (event.pgh_context or {}).get("person")
    by = f"#{who}" if who else _("the system")
    labels = ", ".join(str(Role(role).label) for role in event.roles if role in Role.values)
    domains = ", ".join(str(Domain(domain).label) for domain in event.domains if domain in Domain.values)
    held = f"{labels} ({domains})" if domains else labels
    inserted = event.pgh_label == "insert"
    if hasattr(event, "person_id"):
        if not event.is_active:
            what = _("access ended")
        else:
            what = (_("got access: {held}") if inserted else _("roles are now: {held}")).format(held=held)
        return Change(event.pgh_created_at, by, f"#{event.person_id}", what)
    if event.revoked_at:
        what = _("invitation withdrawn")
    elif event.accepted_at:
        what = _("invitation accepted")
    else:
        what = (_("invited: {held}") if inserted else _("invited again: {held}")).format(held=held)
    return Change(event.pgh_created_at, by, event.email, what)


def _names(changes: Iterable[Change], municipality: Municipality) -> dict[str, str]:
    """Names behind the "#12" marks, in one query."""
    ids = {int(mark[1:]) for change in changes for mark in (change.by, change.about) if mark.startswith("#")}
    return {f"#{person.pk}": str(person) for person in Person.objects.filter(pk__in=ids)}


def open_invitations(municipality: Municipality) -> models.QuerySet[Invitation]:
    """Invitations nobody answered yet, expired ones included so they can be sent again."""
    return Invitation.objects.filter(
        municipality=municipality, accepted_at=None, revoked_at=None
    ).select_related("invited_by")
