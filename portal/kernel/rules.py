"""Predicates all apps share, and the kernel's own permissions."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from portal.kernel.people.models import Role
from portal.kernel.permissions import Actor, declare, verdict

NOT_STAFF = _("This page is for staff of the municipality.")
NOT_ADMINISTRATOR = _("Only a functional administrator may do this.")
NOT_PRIVACY_OFFICER = _("Only a privacy officer may do this.")
OTHER_MUNICIPALITY = _("This belongs to another municipality.")


@rules.predicate
def is_staff(actor: Actor) -> bool:
    """A member of any municipality's staff."""
    return actor.membership is not None


@rules.predicate
def works_on_case_files(actor: Actor) -> bool:
    """An account manager or a specialist."""
    return Role.ACCOUNT_MANAGER in actor.roles or Role.SPECIALIST in actor.roles


@rules.predicate
def is_account_manager(actor: Actor) -> bool:
    return Role.ACCOUNT_MANAGER in actor.roles


@rules.predicate
def is_administrator(actor: Actor) -> bool:
    return Role.FUNCTIONAL_ADMINISTRATOR in actor.roles


@rules.predicate
def is_privacy_officer(actor: Actor) -> bool:
    return Role.PRIVACY_OFFICER in actor.roles


@rules.predicate
def is_alderman(actor: Actor) -> bool:
    return Role.ALDERMAN in actor.roles


@rules.predicate
def is_social_return_coordinator(actor: Actor) -> bool:
    return Role.SOCIAL_RETURN_COORDINATOR in actor.roles


@rules.predicate
def in_same_municipality(actor: Actor, obj: object) -> bool:
    """The object, if given, belongs to the municipality the actor works for."""
    if obj is None:
        return True
    municipality = actor.municipality
    return municipality is not None and getattr(obj, "municipality_id", None) == municipality.pk


NOT_THIS_LIST = _("You may not see this list, so you cannot export it or keep views of it.")
NOT_YOUR_VIEW = _("This view belongs to a colleague.")


@rules.predicate
def may_see_list(actor: Actor, obj: Any) -> bool:
    """Whoever may see the list may export it and keep views of it."""
    return obj is None or bool(verdict(actor, obj.permission))


@rules.predicate
def owns_view(actor: Actor, obj: Any) -> bool:
    return obj is None or (actor.person is not None and obj.owner_id == actor.person.pk)


@rules.predicate
def shared_with(actor: Actor, obj: Any) -> bool:
    return obj is None or obj.shared or owns_view.test(actor, obj)


declare("kernel.use_list", (is_staff, NOT_STAFF), (may_see_list, NOT_THIS_LIST))
declare(
    "kernel.use_saved_view",
    (is_staff, NOT_STAFF),
    (in_same_municipality, OTHER_MUNICIPALITY),
    (shared_with, NOT_YOUR_VIEW),
)
declare(
    "kernel.change_saved_view",
    (is_staff, NOT_STAFF),
    (in_same_municipality, OTHER_MUNICIPALITY),
    (owns_view, NOT_YOUR_VIEW),
)
declare("kernel.search", (is_staff, NOT_STAFF))
declare(
    "kernel.manage_people", (is_administrator, NOT_ADMINISTRATOR), (in_same_municipality, OTHER_MUNICIPALITY)
)
declare(
    "kernel.edit_rule_sets", (is_administrator, NOT_ADMINISTRATOR), (in_same_municipality, OTHER_MUNICIPALITY)
)
declare(
    "kernel.read_read_log",
    (is_privacy_officer, NOT_PRIVACY_OFFICER),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
declare(
    "kernel.read_outbox", (is_administrator, NOT_ADMINISTRATOR), (in_same_municipality, OTHER_MUNICIPALITY)
)
declare("kernel.view_job", (is_staff, NOT_STAFF), (in_same_municipality, OTHER_MUNICIPALITY))
