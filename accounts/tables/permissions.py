"""Who may book, receive people, and arrange the entrepreneurs' table. Entrepreneurs see their own by membership."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from accounts.rules import NOT_ACCOUNT_MANAGER, NOT_ON_CASE_FILES
from portal.kernel.permissions import Actor, declare
from portal.kernel.rules import (
    OTHER_MUNICIPALITY,
    in_same_municipality,
    is_account_manager,
    works_on_case_files,
)

NOT_YOUR_HOURS = _("You change your own hours; an account manager changes those of others.")

_WORK = ((works_on_case_files, NOT_ON_CASE_FILES), (in_same_municipality, OTHER_MUNICIPALITY))


@rules.predicate
def has_these_hours(actor: Actor, obj: Any) -> bool:
    """The hours are the actor's own, or the actor arranges everyone's."""
    return obj is None or obj.official_id == getattr(actor.person, "pk", None) or is_account_manager(actor)


declare("accounts.view_tables", *_WORK)
declare("accounts.work_at_tables", *_WORK)
declare("accounts.change_presence", *_WORK, (has_these_hours, NOT_YOUR_HOURS))
declare(
    "accounts.manage_tables",
    (is_account_manager, NOT_ACCOUNT_MANAGER),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
