"""Who may say that someone is away: everyone for themselves, account managers and administrators for a colleague."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from accounts.absence.models import Absence
from accounts.rules import NOT_ON_CASE_FILES
from portal.kernel.models import Role
from portal.kernel.permissions import Actor, declare
from portal.kernel.rules import (
    OTHER_MUNICIPALITY,
    in_same_municipality,
    is_account_manager,
    is_administrator,
    works_on_case_files,
)

arranges_for_others = is_account_manager | is_administrator


@rules.predicate
def is_own_or_arranges(actor: Actor, obj: Any) -> bool:
    """One's own absence, or the actor arranges the work of the team."""
    if not isinstance(obj, Absence) or actor.person is None:
        return True
    return obj.person_id == actor.person.pk or bool(
        {Role.ACCOUNT_MANAGER, Role.FUNCTIONAL_ADMINISTRATOR} & set(actor.roles)
    )


declare(
    "accounts.set_absence",
    (works_on_case_files | is_administrator, NOT_ON_CASE_FILES),
    (in_same_municipality, OTHER_MUNICIPALITY),
    (is_own_or_arranges, _("Only the colleague, an account manager or an administrator may change this.")),
)
