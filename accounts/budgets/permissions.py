"""Who may see budgets, make them, and commit money."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from accounts.rules import NOT_ON_CASE_FILES, NOT_YOUR_DOMAIN, sees_domain
from portal.kernel.models import Role
from portal.kernel.permissions import Actor, declare
from portal.kernel.rules import (
    NOT_STAFF,
    OTHER_MUNICIPALITY,
    in_same_municipality,
    is_staff,
    works_on_case_files,
)

NOT_ON_BUDGETS = _("Only account managers and administrators make budgets.")


@rules.predicate
def makes_budgets(actor: Actor, obj: Any) -> bool:
    """Account managers and functional administrators set the amounts."""
    return bool({Role.ACCOUNT_MANAGER, Role.FUNCTIONAL_ADMINISTRATOR} & set(actor.roles))


@rules.predicate
def pays_or_manages(actor: Actor, obj: Any) -> bool:
    """Works for the domain whose money it is, or is an account manager: a domain may have one specialist only."""
    return Role.ACCOUNT_MANAGER in actor.roles or bool(sees_domain.test(actor, obj))


declare("accounts.view_budgets", (is_staff, NOT_STAFF), (in_same_municipality, OTHER_MUNICIPALITY))
declare(
    "accounts.manage_budgets",
    (makes_budgets, NOT_ON_BUDGETS),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
declare(
    "accounts.commit_budget",
    (works_on_case_files, NOT_ON_CASE_FILES),
    (in_same_municipality, OTHER_MUNICIPALITY),
    (sees_domain, NOT_YOUR_DOMAIN),
)
declare(
    "accounts.grant_budget",
    (works_on_case_files, NOT_ON_CASE_FILES),
    (in_same_municipality, OTHER_MUNICIPALITY),
    (pays_or_manages, NOT_YOUR_DOMAIN),
)
# A second pair of eyes may be of another domain: a small domain has only one specialist.
declare(
    "accounts.view_commitment",
    (works_on_case_files, NOT_ON_CASE_FILES),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
