"""The kernel's own lists: people and roles, and the read log."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.kernel.exports import actions  # noqa: F401  registers the job
from portal.kernel.exports.registry import Column, ListPage, register
from portal.kernel.models import Domain, Membership, ReadLog, Role
from portal.kernel.permissions import Actor


def _people(params: QueryDict, actor: Actor) -> QuerySet[Any]:
    from portal.kernel.people.forms import PeopleFilterForm
    from portal.kernel.people.queries import memberships_for_list

    assert actor.municipality is not None
    return memberships_for_list(actor.municipality, **PeopleFilterForm(params).values())


def _reads(params: QueryDict, actor: Actor) -> QuerySet[Any]:
    from portal.kernel.privacy.forms import ReadLogFilter

    return ReadLogFilter(params).apply()


def register_all() -> None:
    """Called once, when the apps are ready."""
    register(
        ListPage(
            code="people",
            title=_("People and roles"),
            url_name="people",
            permission="kernel.manage_people",
            model=Membership,
            rows=_people,
            sensitive=True,
            columns=(
                Column("name", _("Name"), "person__name"),
                Column("email", _("E-mail address"), "person__email"),
                Column("roles", _("Roles"), "roles", Role.choices),
                Column("domains", _("Domains"), "domains", Domain.choices),
                Column("active", _("Has access"), "is_active"),
                Column("since", _("Since"), "created_at", chosen=False),
            ),
        )
    )
    register(
        ListPage(
            code="read-log",
            title=_("Read log"),
            url_name="read_log",
            permission="kernel.read_read_log",
            model=ReadLog,
            rows=_reads,
            sensitive=True,
            columns=(
                Column("at", _("When"), "at"),
                Column("person", _("Who"), "person__name"),
                Column("email", _("E-mail address"), "person__email", chosen=False),
                Column("label", _("Read"), "label"),
                Column("domain", _("Domain"), "domain", Domain.choices),
                Column("path", _("Page"), "path"),
            ),
        )
    )
