"""Who of the municipality works with its creditor lists. Other buyers see their own, and nobody else does."""

from __future__ import annotations

from portal.kernel.permissions import declare
from portal.kernel.rules import OTHER_MUNICIPALITY, in_same_municipality, is_social_return_coordinator
from procurement.rules import NOT_COORDINATOR

declare(
    "procurement.manage_spend",
    (is_social_return_coordinator, NOT_COORDINATOR),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
