"""Predicates and permissions of the chapter, named after what people do."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _

from portal.kernel.people.models import Role
from portal.kernel.permissions import Actor, declare
from portal.kernel.rules import OTHER_MUNICIPALITY, in_same_municipality, is_social_return_coordinator

NOT_COORDINATOR = _("Only a social return coordinator may do this.")
NOT_ON_CONTRACTS = _("Only social return coordinators and account managers see contracts.")


@rules.predicate
def sees_contracts(actor: Actor) -> bool:
    """Coordinators work with contracts; account managers look along, to help an enterprise that supplies."""
    return bool({Role.SOCIAL_RETURN_COORDINATOR, Role.ACCOUNT_MANAGER} & set(actor.roles))


declare(
    "procurement.view_contracts",
    (sees_contracts, NOT_ON_CONTRACTS),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
declare(
    "procurement.manage_contracts",
    (is_social_return_coordinator, NOT_COORDINATOR),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
