"""Who may use the privacy officer's desk, and who may look along with a removal."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _

from portal.kernel.people.models import Role
from portal.kernel.permissions import Actor, declare
from portal.kernel.rules import (
    NOT_PRIVACY_OFFICER,
    OTHER_MUNICIPALITY,
    in_same_municipality,
    is_privacy_officer,
)

NOT_LOOKING_ALONG = _("Only privacy officers and account managers look along with a removal.")


@rules.predicate
def looks_along(actor: Actor) -> bool:
    """Has a role that can be asked to agree; the rules in force decide which one really may (`orders.py`)."""
    return Role.PRIVACY_OFFICER in actor.roles or Role.ACCOUNT_MANAGER in actor.roles


declare(
    "kernel.privacy_desk",
    (is_privacy_officer, NOT_PRIVACY_OFFICER),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
declare(
    "kernel.look_along_removals",
    (looks_along, NOT_LOOKING_ALONG),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
