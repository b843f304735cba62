"""The people of the demo: who can be logged in as with one button. Only in DEMO."""

from __future__ import annotations

from django.conf import settings

from portal.kernel.people.models import Membership, Person, Role
from portal.kernel.tenancy.models import Domain
from portal.kernel.tenancy.scope import scoped_to_all

DEMO_DOMAIN = "@demo.example"
#: The same for every fictional person; the demo is never reachable with real data.
DEMO_PASSWORD = "demo-wachtwoord-2026"  # noqa: S105 fictional people only


def demo_people() -> list[dict[str, str]]:
    """Name, e-mail, password, role and municipality of every demo person: staff first, entrepreneurs last."""
    if not settings.DEMO:
        return []
    people = list(Person.objects.filter(email__endswith=DEMO_DOMAIN, is_active=True).order_by("name"))
    with scoped_to_all("the demo's log-in buttons name everyone's role"):
        memberships = {
            membership.person_id: membership
            for membership in Membership.objects.filter(person__in=people, is_active=True).select_related(
                "municipality"
            )
        }
    order = list(Role.values)
    rows = []
    for person in people:
        membership = memberships.get(person.pk)
        first = min((order.index(role) for role in membership.roles), default=99) if membership else 100
        rows.append((first, person, membership))
    rows.sort(key=lambda row: (row[2].municipality.name if row[2] else "~", row[0], row[1].name))
    return [
        {
            "name": person.name,
            "email": person.email,
            "password": DEMO_PASSWORD,
            "role_label": _role_label(membership),
            "municipality": membership.municipality.name if membership else "",
        }
        for _first, person, membership in rows
    ]


def _role_label(membership: Membership | None) -> str:
    if membership is None:
        from django.utils.translation import gettext

        return gettext("Entrepreneur")
    label = ", ".join(str(Role(role).label) for role in membership.roles)
    if Role.SPECIALIST in membership.roles and membership.domains:
        label += " (" + ", ".join(str(Domain(domain).label).lower() for domain in membership.domains) + ")"
    return label
