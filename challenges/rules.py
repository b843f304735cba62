"""Predicates and permissions of the chapter, named after what people do."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _

from portal.kernel.people.models import Role
from portal.kernel.permissions import Actor, declare
from portal.kernel.rules import OTHER_MUNICIPALITY, in_same_municipality

NOT_AN_ORGANISER = _("Only account managers and functional administrators organise challenges.")


@rules.predicate
def organises(actor: Actor) -> bool:
    """Account managers organise; functional administrators help them."""
    return bool({Role.ACCOUNT_MANAGER, Role.FUNCTIONAL_ADMINISTRATOR} & set(actor.roles))


declare(
    "challenges.organise",
    (organises, NOT_AN_ORGANISER),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
