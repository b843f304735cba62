"""Doing something about a category that is bought elsewhere: asking enterprises here, or setting it aside."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from portal.kernel.models import Person
from procurement.market.requests.actions import ask
from procurement.market.requests.models import MarketRequest
from procurement.spend.buyers import Buyer
from procurement.spend.potential.models import PotentialKind, PotentialStep


@transaction.atomic
def ask_for(*, buyer: Buyer, about: str, by: Person, **facts: Any) -> MarketRequest:
    """Make a request on the marketplace about this category of spend; `facts` are those of the request.

    The same form sent twice gives the request that is there.
    """
    made = ask(by=by, **facts)
    PotentialStep.objects.get_or_create(
        request=made, defaults={**buyer.whose, "category": about, "kind": PotentialKind.ASKED, "by": by}
    )
    return made


@transaction.atomic
def set_aside(*, buyer: Buyer, category: str, reason: str, by: Person) -> tuple[PotentialStep, bool]:
    """Nothing to be done here, and why. Returns the step that stands, and whether this call made it."""
    return PotentialStep.objects.get_or_create(
        **buyer.whose, category=category, kind=PotentialKind.ASIDE, defaults={"reason": reason, "by": by}
    )


@transaction.atomic
def take_up_again(*, buyer: Buyer, category: str) -> bool:
    """Back among the chances; False when it was there already."""
    gone, _rows = buyer.own(PotentialStep).filter(category=category, kind=PotentialKind.ASIDE).delete()
    return bool(gone)
