"""What people choose about their worklist: what comes back later, and when the morning mail comes."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


@pghistory.track()
class Snooze(TenantModel):
    """A line of one person's worklist that comes back on a day (uitgesteld), with the reason.

    `key` names the line ("task-12"), `stamp` says how it looked: when that changes, or when it becomes late, the line
    comes back earlier. One row per person and line: snoozing again moves the day.
    """

    person = models.ForeignKey("kernel.Person", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)
    until = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=200)
    stamp = models.CharField(max_length=80, blank=True)
    was_late = models.BooleanField(default=False)
    #: The words of the line when it was put away, for the list of what is snoozed.
    text = models.CharField(max_length=200)
    case_file_name = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("snoozed line")
        verbose_name_plural = _("snoozed lines")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "person", "key"], name="snooze_once_per_line")
        ]
        indexes = [models.Index(fields=["municipality", "person", "until"], name="snooze_of_person")]

    def __str__(self) -> str:
        return self.text


class MailRhythm(models.TextChoices):
    OFF = "off", _("Never")
    WORKING_DAYS = "working_days", _("Every working day")
    WEEKLY = "weekly", _("Once a week")


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")


@pghistory.track()
class MorningMailChoice(TenantModel):
    """How often one person wants the morning mail (ochtendmail). No row: the municipality's rule holds."""

    person = models.ForeignKey("kernel.Person", on_delete=models.CASCADE, related_name="+")
    rhythm = models.CharField(_("how often"), max_length=16, choices=MailRhythm.choices)
    weekday = models.PositiveSmallIntegerField(
        _("on which day"), choices=Weekday.choices, default=Weekday.MONDAY
    )

    class Meta:
        verbose_name = _("choice for the morning mail")
        verbose_name_plural = _("choices for the morning mail")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "person"], name="morning_mail_one_choice"),
            models.CheckConstraint(condition=models.Q(weekday__lte=4), name="morning_mail_on_a_weekday"),
        ]

    def __str__(self) -> str:
        return str(self.get_rhythm_display())
