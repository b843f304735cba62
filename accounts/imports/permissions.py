"""Who brings spreadsheets in."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from portal.kernel.models import Role
from portal.kernel.permissions import Actor, declare
from portal.kernel.rules import OTHER_MUNICIPALITY, in_same_municipality

NOT_ON_IMPORTS = _("Only account managers and functional administrators import spreadsheets.")


@rules.predicate
def brings_in(actor: Actor, obj: Any) -> bool:
    """Account managers and functional administrators."""
    return bool({Role.ACCOUNT_MANAGER, Role.FUNCTIONAL_ADMINISTRATOR} & set(actor.roles))


declare("accounts.import", (brings_in, NOT_ON_IMPORTS), (in_same_municipality, OTHER_MUNICIPALITY))
