"""Lunches and meetings with sign-up, and personal calendar links."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.tables.models import Location
from portal.kernel.tenancy.models import TenantModel


class SignUpState(models.TextChoices):
    GOING = "going", _("Takes part")
    WAITING = "waiting", _("On the waiting list")
    CANCELLED = "cancelled", _("Cancelled")


@pghistory.track()
class Meeting(TenantModel):
    """A lunch or meeting for entrepreneurs (bijeenkomst).

    `taken` is the sum of the seats of those who take part. It is kept under a lock on this row, and the database
    refuses more than `capacity`: the last seat is given once.
    """

    title = models.CharField(_("title"), max_length=150)
    subject = models.TextField(_("what it is about"), blank=True)
    location = models.ForeignKey(
        Location,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("location"),
    )
    where = models.CharField(
        _("where"),
        max_length=200,
        blank=True,
        help_text=_("A room, or an address when it is not at one of the locations."),
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    capacity = models.PositiveIntegerField(_("seats"))
    taken = models.PositiveIntegerField(default=0, editable=False)
    #: Until this moment, by the server's clock, people sign up.
    closes_at = models.DateTimeField(_("sign up before"))
    is_public = models.BooleanField(_("on the public agenda"), default=True)
    is_cancelled = models.BooleanField(default=False, editable=False)
    organiser = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="table_meeting_ends"),
            models.CheckConstraint(condition=Q(closes_at__lte=F("starts_at")), name="table_meeting_closes"),
            models.CheckConstraint(
                condition=Q(capacity__gte=1) & Q(taken__lte=F("capacity")),
                name="table_meeting_never_overfull",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "starts_at", "id"], name="table_meeting_list"),
            models.Index(fields=["location", "starts_at"], name="table_meeting_of_location"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def room(self) -> int:
        """Seats left."""
        return self.capacity - self.taken

    @property
    def takes_sign_ups(self) -> bool:
        """People may sign up now, be it for the waiting list."""
        return not self.is_cancelled and timezone.now() < self.closes_at

    @property
    def is_past(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def is_at_door(self) -> bool:
        """People are ticked off: from two hours before it starts."""
        return not self.is_cancelled and timezone.now() >= self.starts_at - dt.timedelta(hours=2)

    @property
    def place_text(self) -> str:
        """Where it is, in one line."""
        return ", ".join(part for part in (self.where, str(self.location) if self.location else "") if part)


@pghistory.track()
class SignUp(TenantModel):
    """Someone of an enterprise who comes to a meeting, with a number of guests (aanmelding).

    The order on the waiting list is that of `asked_at`, then the id.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="sign_ups")
    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    guests = models.PositiveSmallIntegerField(_("guests"), default=0)
    state = models.CharField(max_length=16, choices=SignUpState.choices)
    asked_at = models.DateTimeField(default=timezone.now)
    #: Ticked off at the door: how many of them came, guests included. None: not ticked.
    came = models.PositiveSmallIntegerField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "case_file", "person"],
                condition=~Q(state="cancelled"),
                name="table_sign_up_once",
            ),
            models.CheckConstraint(condition=Q(guests__lte=20), name="table_sign_up_guests"),
            models.CheckConstraint(
                condition=Q(came=None) | Q(came__lte=F("guests") + 1), name="table_sign_up_came"
            ),
        ]
        indexes = [
            models.Index(fields=["meeting", "state", "asked_at", "id"], name="table_sign_up_queue"),
            models.Index(fields=["case_file", "-asked_at"], name="table_sign_up_of_case_file"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.meeting}"

    @property
    def seats(self) -> int:
        """Seats needed: the person and the guests."""
        return 1 + self.guests


@pghistory.track(exclude=["token_hash"])
class CalendarLink(TenantModel):
    """The secret address of someone's own calendar feed in one municipality; only its hash is kept."""

    person = models.ForeignKey("kernel.Person", on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "person"], name="table_calendar_link_once")
        ]

    def __str__(self) -> str:
        return str(self.person)
