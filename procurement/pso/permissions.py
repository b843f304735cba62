"""Who of the municipality sees the PSO: certificates, and assessments only when the enterprise shared them."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from portal.kernel.people.models import Role
from portal.kernel.permissions import Actor, declare
from portal.kernel.rules import OTHER_MUNICIPALITY, in_same_municipality

NOT_ON_PSO = _("Only social return coordinators and account managers see this.")
NOT_SHARED = _("The enterprise did not share this assessment with the municipality.")


@rules.predicate
def works_with_pso(actor: Actor) -> bool:
    """Coordinators and account managers; specialists do not need what an enterprise says about its people."""
    return bool({Role.SOCIAL_RETURN_COORDINATOR, Role.ACCOUNT_MANAGER} & set(actor.roles))


@rules.predicate
def is_shared(actor: Actor, obj: Any) -> bool:
    """Case files have nothing to share; an assessment is shared by the enterprise or it is not."""
    return obj is None or getattr(obj, "shared_at", obj) is not None


_STAFF = ((works_with_pso, NOT_ON_PSO), (in_same_municipality, OTHER_MUNICIPALITY))

declare("procurement.view_pso_certificates", *_STAFF)
declare("procurement.view_pso_assessments", *_STAFF, (is_shared, NOT_SHARED))
