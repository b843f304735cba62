"""Who of the municipality buys by ambition, and who decides. Enterprises, panel and public have pages of their own."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _

from portal.kernel.permissions import Actor, declare
from portal.kernel.rules import NOT_STAFF, OTHER_MUNICIPALITY, in_same_municipality, is_staff
from procurement.rules import sees_contracts

BUY = "procurement.run_circular_tenders"
NOT_A_BUYER = _("Only social return coordinators and account managers run circular tenders.")

declare(BUY, (sees_contracts, NOT_A_BUYER), (in_same_municipality, OTHER_MUNICIPALITY))

SEE_CHOICE = "procurement.see_circular_choice"
NOT_ASKED = _("Only buyers and the director who is asked see this choice.")


@rules.predicate
def buys_or_decides(actor: Actor, choice: object) -> bool:
    """Buyers, and the one colleague a choice is put before."""
    if choice is None or sees_contracts(actor):
        return True
    return actor.person is not None and getattr(choice, "director_id", None) == actor.person.pk


declare(
    SEE_CHOICE,
    (is_staff, NOT_STAFF),
    (in_same_municipality, OTHER_MUNICIPALITY),
    (buys_or_decides, NOT_ASKED),
)
