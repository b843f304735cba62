"""Bookings of places, officials who are present, and short talks with them."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.needs import NEED_CHOICES, need_label
from accounts.tables.models import Location, Place, Weekday
from portal.kernel.tenancy.models import Domain, TenantModel


class MomentRange(Func):
    """PostgreSQL's tstzrange of two columns; without its end, so 12:30 ends one booking and starts the next."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class BookingState(models.TextChoices):
    BOOKED = "booked", _("Booked")
    ATTENDED = "attended", _("Was there")
    NO_SHOW = "no_show", _("Did not come")
    CANCELLED = "cancelled", _("Cancelled")


#: States in which a booking keeps its place (or its talk) from others.
HOLDING = (BookingState.BOOKED, BookingState.ATTENDED)


class _Reservation(TenantModel):
    """What a booking of a place and a talk share: for whom, by whom, from when to when, and what became of it."""

    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.PROTECT, related_name="+")
    booked_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    state = models.CharField(
        _("state"), max_length=16, choices=BookingState.choices, default=BookingState.BOOKED
    )
    made_at = models.DateTimeField(default=timezone.now)
    #: When they came, did not come, or it was cancelled; by whom is empty when done at the door.
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Booked, and not over yet."""
        return self.state == BookingState.BOOKED and self.ends_at > timezone.now()


@pghistory.track()
class Booking(_Reservation):
    """A place for an enterprise (boeking). Two for the same place at the same time: the database refuses."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="bookings")
    #: The same for all bookings made at once as a series ("every Tuesday morning").
    series = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="table_booking_ends_after_it_starts"
            ),
            ExclusionConstraint(
                name="table_booking_place_once",
                expressions=[
                    ("place", RangeOperators.EQUAL),
                    (MomentRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["booked", "attended"]),
            ),
        ]
        indexes = [
            models.Index(fields=["case_file", "-starts_at", "-id"], name="table_booking_of_case_file"),
            models.Index(fields=["place", "starts_at"], name="table_booking_of_place"),
            models.Index(fields=["municipality", "starts_at"], name="table_booking_by_day"),
            models.Index(fields=["series"], name="table_booking_series", condition=Q(series__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.starts_at}"


@pghistory.track()
class Presence(TenantModel):
    """An official who is at the table (aanwezigheid): every week on a weekday, or on one day; in local time.

    `talk_minutes` 0 means: just walk up; otherwise entrepreneurs may reserve talks of that many minutes.
    """

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="presences")
    official = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices)
    first_day = models.DateField(_("from day"))
    last_day = models.DateField(_("up to and including"), null=True, blank=True)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    domain = models.CharField(_("domain"), max_length=16, choices=Domain.choices)
    subject = models.CharField(
        _("subject"), max_length=120, help_text=_("For example: Wmo, permits for a terrace.")
    )
    needs = ArrayField(
        models.CharField(max_length=32, choices=NEED_CHOICES),
        default=list,
        blank=True,
        verbose_name=_("helps with"),
    )
    talk_minutes = models.PositiveSmallIntegerField(_("minutes per talk"), default=20)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("official present")
        verbose_name_plural = _("officials present")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="table_presence_ends"),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="table_presence_days"
            ),
            models.CheckConstraint(
                condition=Q(weekday__lte=6) & Q(talk_minutes__lte=120), name="table_presence_numbers"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "last_day", "weekday"], name="table_presence_list")]

    def __str__(self) -> str:
        return f"{self.official}: {self.subject}"

    @property
    def need_labels(self) -> list[str]:
        """What they help with, in words."""
        return [need_label(code) for code in self.needs]


@pghistory.track()
class DayAway(TenantModel):
    """A day an official is not there after all (afwezig)."""

    presence = models.ForeignKey(Presence, on_delete=models.CASCADE, related_name="days_away")
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [models.UniqueConstraint(fields=["presence", "day"], name="table_absence_once")]

    def __str__(self) -> str:
        return f"{self.presence}: {self.day}"


@pghistory.track()
class Talk(_Reservation):
    """A short talk with an official (gesprek). `official` repeats that of the presence: nobody talks to two at once."""

    presence = models.ForeignKey(Presence, on_delete=models.PROTECT, related_name="talks")
    official = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(_("what about"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="table_talk_ends"),
            ExclusionConstraint(
                name="table_talk_official_once",
                expressions=[
                    ("official", RangeOperators.EQUAL),
                    (MomentRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["booked", "attended"]),
            ),
        ]
        indexes = [
            models.Index(fields=["case_file", "-starts_at", "-id"], name="table_talk_of_case_file"),
            models.Index(fields=["presence", "starts_at"], name="table_talk_of_presence"),
            models.Index(fields=["municipality", "official", "starts_at"], name="table_talk_of_official"),
        ]

    def __str__(self) -> str:
        return f"{self.official}: {self.starts_at}"
