"""Who may see agreements, make them, and see or register exact counts. Entrepreneurs see their own by membership."""

from __future__ import annotations

from typing import Any

import rules

from accounts.rules import NOT_ON_CASE_FILES, NOT_YOUR_DOMAIN, sees_domain
from portal.kernel.models import Role
from portal.kernel.permissions import Actor, declare
from portal.kernel.rules import OTHER_MUNICIPALITY, in_same_municipality, works_on_case_files


@rules.predicate
def agrees_for(actor: Actor, obj: Any) -> bool:
    """Account managers, and whoever works for the domain of the agreement."""
    return Role.ACCOUNT_MANAGER in actor.roles or bool(sees_domain.test(actor, obj))


_CASE_FILE_WORK = ((works_on_case_files, NOT_ON_CASE_FILES), (in_same_municipality, OTHER_MUNICIPALITY))

declare("accounts.view_agreements", *_CASE_FILE_WORK)
declare("accounts.make_agreements", *_CASE_FILE_WORK, (agrees_for, NOT_YOUR_DOMAIN))
declare("accounts.register_places", *_CASE_FILE_WORK, (sees_domain, NOT_YOUR_DOMAIN))
