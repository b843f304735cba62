"""Who plans purchases and decides about tenders."""

from __future__ import annotations

from portal.kernel.permissions import declare
from portal.kernel.rules import OTHER_MUNICIPALITY, in_same_municipality, is_social_return_coordinator
from procurement.rules import NOT_COORDINATOR, NOT_ON_CONTRACTS, sees_contracts

declare(
    "procurement.view_tenders",
    (sees_contracts, NOT_ON_CONTRACTS),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
declare(
    "procurement.manage_tenders",
    (is_social_return_coordinator, NOT_COORDINATOR),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
