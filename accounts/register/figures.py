"""The register as numbers for dashboards: counts, never names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Count, Q

from accounts.register.models import Publication


def register_size(moments: Sequence[dt.datetime]) -> list[int]:
    """Entries that were public at each of these moments, for example the ends of quarters. One query."""
    counts = Publication.objects.aggregate(
        **{
            f"at_{place}": Count(
                "pk", filter=Q(started_at__lte=moment) & (Q(ended_at=None) | Q(ended_at__gt=moment))
            )
            for place, moment in enumerate(moments)
        }
    )
    return [counts[f"at_{place}"] for place in range(len(moments))]
