"""Setting rules: each change is a new dated version; what was computed with an old one keeps it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from portal.kernel.models import Municipality, Person
from portal.kernel.rulesets.models import RuleSet
from portal.kernel.tenancy.scope import forget_kept


@transaction.atomic
def set_rules(
    *,
    municipality: Municipality,
    kind: str,
    name: str,
    source: str,
    data: dict[str, Any],
    valid_from: dt.date,
    by: Person | None,
) -> RuleSet:
    """Put rules in force from a day on. The former version ends the day before; versions planned later are replaced.

    A second change for the same first day replaces that day's version; history keeps what it said.
    """
    forget_kept()
    locked = RuleSet.objects.select_for_update().filter(municipality=municipality, kind=kind)
    list(locked)
    highest = locked.aggregate(highest=Max("version"))["highest"] or 0
    locked.filter(valid_from__gte=valid_from).delete()
    locked.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from)).update(
        valid_to=valid_from - dt.timedelta(days=1)
    )
    return RuleSet.objects.create(
        municipality=municipality,
        kind=kind,
        name=name,
        source=source,
        data=data,
        valid_from=valid_from,
        version=highest + 1,
        created_by=by,
    )
