"""Who may see goals and claims, make goals, and check claims. Entrepreneurs see their own claims by membership."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from accounts.rules import NOT_ON_CASE_FILES
from portal.kernel.models import Role
from portal.kernel.permissions import Actor, declare
from portal.kernel.rules import (
    NOT_STAFF,
    OTHER_MUNICIPALITY,
    in_same_municipality,
    is_staff,
    works_on_case_files,
)

NOT_ON_GOALS = _("Only account managers and administrators write goals.")


@rules.predicate
def writes_goals(actor: Actor, obj: Any) -> bool:
    """Account managers and functional administrators write the goals down."""
    return bool({Role.ACCOUNT_MANAGER, Role.FUNCTIONAL_ADMINISTRATOR} & set(actor.roles))


declare("accounts.view_goals", (is_staff, NOT_STAFF), (in_same_municipality, OTHER_MUNICIPALITY))
declare("accounts.manage_goals", (writes_goals, NOT_ON_GOALS), (in_same_municipality, OTHER_MUNICIPALITY))
declare(
    "accounts.work_on_claims",
    (works_on_case_files, NOT_ON_CASE_FILES),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
