"""Who of the municipality works on the marketplace. Its pages are public; enterprises keep their own offers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.kernel.permissions import declare
from portal.kernel.rules import OTHER_MUNICIPALITY, in_same_municipality
from procurement.rules import sees_contracts

NOT_ON_MARKET = _("Only social return coordinators and account managers work on the marketplace.")

declare(
    "procurement.manage_market",
    (sees_contracts, NOT_ON_MARKET),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
