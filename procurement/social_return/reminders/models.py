"""Reminders that were sent: each term once soon before, once after."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


class Reminder(TenantModel):
    """One reminder (herinnering) about one term of a contract. Being here is what makes it once."""

    contract = models.ForeignKey("procurement.Contract", on_delete=models.CASCADE, related_name="reminders")
    code = models.CharField(max_length=10)
    due_on = models.DateField()
    stage = models.CharField(max_length=4)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(fields=["contract", "code", "due_on", "stage"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.code} {self.due_on} {self.stage}"
