"""What has expired, per kind, at a bounded price."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from portal.kernel.privacy.registry import RetentionKind, retention_kinds
from portal.kernel.privacy.rulesets import before, months_of

#: Counting stops here: the page says "more than".
BOUND = 1000


@dataclass(frozen=True)
class ExpiredCount:
    """How many of a kind have expired. `number` None: only known when asked (history lies in many tables)."""

    kind: RetentionKind
    months: int
    before: dt.datetime
    number: int | None

    @property
    def more(self) -> bool:
        return self.number is not None and self.number > BOUND


def expired_rows(kind: RetentionKind, municipality_id: int) -> QuerySet[Any]:
    """The expired rows of a kind, oldest first."""
    assert kind.rows is not None
    return kind.rows(before(kind.code, municipality_id=municipality_id, now=timezone.now()))


def expired_counts(municipality_id: int) -> list[ExpiredCount]:
    """Per kind how many have expired; one bounded query per kind."""
    now = timezone.now()
    found = []
    for kind in retention_kinds():
        moment = before(kind.code, municipality_id=municipality_id, now=now)
        number = None if kind.rows is None else kind.rows(moment).order_by()[: BOUND + 1].count()
        months = months_of(kind.code, municipality_id=municipality_id, on=now.date())
        found.append(ExpiredCount(kind, months, moment, number))
    return found
