"""The entrepreneurs' table: where it is, which places it has, and when it is open (roadmap 2, "ondernemerstafel")."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


class Weekday(models.IntegerChoices):
    """As Python counts them: Monday is 0."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class DateRange(Func):
    """PostgreSQL's daterange of two columns."""

    function = "DATERANGE"
    output_field = DateRangeField()


@pghistory.track(exclude=["kiosk_hash"])
class Location(TenantModel):
    """Where entrepreneurs work in the town hall (locatie): how to get there and in."""

    name = models.CharField(_("name"), max_length=100)
    address = models.CharField(_("address"), max_length=200)
    floor = models.CharField(
        _("floor"), max_length=80, blank=True, help_text=_("For example: ground floor, left of the counters.")
    )
    access = models.TextField(
        _("how to get in"), blank=True, help_text=_("For example: report at the desk; you get a day pass.")
    )
    accessibility = models.TextField(
        _("accessibility"),
        blank=True,
        help_text=_("For example: lift, wheelchair toilet, induction loop, quiet corner."),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    #: Hash of the secret in the address of the page at the door; None while there is no such page.
    kiosk_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="table_location_once")]
        indexes = [models.Index(fields=["municipality", "is_active", "name"], name="table_location_list")]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Place(TenantModel):
    """One numbered desk (plek) of a location."""

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="places")
    number = models.PositiveSmallIntegerField(
        _("number"), validators=[MinValueValidator(1), MaxValueValidator(999)]
    )
    note = models.CharField(
        _("what it has"),
        max_length=150,
        blank=True,
        help_text=_("For example: large screen, sit-stand desk."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.UniqueConstraint(fields=["location", "number"], name="table_place_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1) & Q(number__lte=999), name="table_place_number"
            ),
        ]

    def __str__(self) -> str:
        return _("place %(number)s") % {"number": self.number}


@pghistory.track()
class PlaceClosure(TenantModel):
    """A place is out of use from a day up to and including another day (buiten gebruik)."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="closures")
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("up to and including"))
    reason = models.CharField(_("reason"), max_length=200)
    made_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("out of use")
        verbose_name_plural = _("out of use")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="table_closure_ends_after_it_starts"
            ),
            ExclusionConstraint(
                name="table_closure_one_at_a_time",
                expressions=[
                    ("place", RangeOperators.EQUAL),
                    (DateRange("first_day", "last_day", models.Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["place", "last_day"], name="table_closure_of_place")]

    def __str__(self) -> str:
        return f"{self.place}: {self.first_day} - {self.last_day}"


@pghistory.track()
class OpeningHours(TenantModel):
    """When a location is open on a weekday, in Dutch local time (openingstijden). No row: closed."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        constraints = [
            models.UniqueConstraint(fields=["location", "weekday"], name="table_hours_once_a_day"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="table_hours_close_after_open"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="table_hours_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M} - {self.closes:%H:%M}"


@pghistory.track()
class OpeningException(TenantModel):
    """One day that differs: other hours, or closed when both times are empty. It also opens a public holiday."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="exceptions")
    day = models.DateField(_("day"))
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("other hours")
        verbose_name_plural = _("other hours")
        constraints = [
            models.UniqueConstraint(fields=["location", "day"], name="table_exception_once_a_day"),
            models.CheckConstraint(
                condition=Q(opens=None, closes=None) | Q(closes__gt=F("opens")),
                name="table_exception_close_after_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.reason}"
