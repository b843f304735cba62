"""The entrepreneurs' table as numbers for dashboards, per quarter in Dutch local time; never names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum
from django.db.models.functions import ExtractQuarter, ExtractYear
from django.utils import timezone

from accounts.tables.booking_models import Booking, BookingState
from accounts.tables.meeting_models import Meeting, SignUp, SignUpState

QuarterKey = tuple[int, int]


@dataclass(frozen=True)
class TableFigures:
    """One quarter: bookings that took or take place, hours used, no-shows, enterprises, meetings and who came."""

    bookings: int = 0
    hours: Decimal = Decimal(0)
    no_shows: int = 0
    enterprises: int = 0
    meetings: int = 0
    attendance: int = 0


def tables_used(since: dt.datetime, until: dt.datetime | None = None) -> dict[QuarterKey, TableFigures]:
    """(year, quarter) -> figures, of what began from `since` on and before `until` (now). Three queries.

    A booking that was not ticked off counts as used: not every location ticks. What did not come or was cancelled
    counts no hours.
    """
    until = until or timezone.now()
    quarter = {"year": ExtractYear("starts_at"), "quarter": ExtractQuarter("starts_at")}
    used = Q(state__in=[BookingState.BOOKED, BookingState.ATTENDED])
    length = ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField())
    booked = {
        (row["year"], row["quarter"]): row
        for row in Booking.objects.filter(starts_at__gte=since, starts_at__lt=until)
        .values(**quarter)
        .annotate(
            number=Count("pk", filter=used),
            length=Sum(length, filter=used),
            no_shows=Count("pk", filter=Q(state=BookingState.NO_SHOW)),
            enterprises=Count("case_file", distinct=True, filter=used),
        )
        .order_by()
    }
    met = {
        (row["year"], row["quarter"]): row["number"]
        for row in Meeting.objects.filter(starts_at__gte=since, starts_at__lt=until, is_cancelled=False)
        .values(**quarter)
        .annotate(number=Count("pk"))
        .order_by()
    }
    came = {
        (row["year"], row["quarter"]): row["number"] or 0
        for row in SignUp.objects.filter(
            meeting__starts_at__gte=since,
            meeting__starts_at__lt=until,
            meeting__is_cancelled=False,
            state=SignUpState.GOING,
        )
        .values(year=ExtractYear("meeting__starts_at"), quarter=ExtractQuarter("meeting__starts_at"))
        .annotate(number=Sum("came"))
        .order_by()
    }
    found = {}
    for key in sorted({*booked, *met, *came}):
        row = booked.get(key)
        seconds = row["length"].total_seconds() if row and row["length"] else 0
        found[key] = TableFigures(
            bookings=row["number"] if row else 0,
            hours=(Decimal(int(seconds)) / 3600).quantize(Decimal("0.1")),
            no_shows=row["no_shows"] if row else 0,
            enterprises=row["enterprises"] if row else 0,
            meetings=met.get(key, 0),
            attendance=came.get(key, 0),
        )
    return found
