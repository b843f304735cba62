"""Who may hand work over, and who confirms it."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from accounts.rules import NOT_ON_CASE_FILES
from portal.kernel.permissions import Actor, declare
from portal.kernel.rules import (
    OTHER_MUNICIPALITY,
    in_same_municipality,
    is_account_manager,
    is_administrator,
    works_on_case_files,
)


@rules.predicate
def is_receiver(actor: Actor, obj: Any) -> bool:
    """Only who got the work confirms having it."""
    receiver = getattr(obj, "receiver_id", None)
    return receiver is None or (actor.person is not None and receiver == actor.person.pk)


declare(
    "accounts.hand_over",
    (works_on_case_files | is_administrator, NOT_ON_CASE_FILES),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
declare(
    "accounts.hand_over_all",
    (
        is_account_manager | is_administrator,
        _("Only account managers and administrators hand over all work of a colleague."),
    ),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
declare(
    "accounts.view_hand_over",
    (works_on_case_files, NOT_ON_CASE_FILES),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
declare(
    "accounts.acknowledge_hand_over",
    (works_on_case_files, NOT_ON_CASE_FILES),
    (in_same_municipality, OTHER_MUNICIPALITY),
    (is_receiver, _("Only who received the work confirms it.")),
)
