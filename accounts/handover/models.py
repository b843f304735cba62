"""Work that went from one colleague to another, and why."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


@pghistory.track()
class HandOver(TenantModel):
    """One act of handing over (overdracht): who gave what to whom, with a note the receiver reads and confirms."""

    giver = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("note"), max_length=1000)
    made_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    #: How many case files are in it; kept so that the worklist needs no count.
    files_count = models.PositiveIntegerField(default=0)
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("receiver")), name="hand_over_to_another"
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality", "receiver", "made_at"],
                name="hand_over_waiting",
                condition=models.Q(acknowledged_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.giver} - {self.receiver}"


@pghistory.track()
class HandOverFile(TenantModel):
    """What moved along in one case file: the account management, and so many tracks, tasks and questions."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="files")
    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.CASCADE, related_name="+")
    as_manager = models.BooleanField(default=False)
    tracks = models.PositiveSmallIntegerField(default=0)
    tasks = models.PositiveSmallIntegerField(default=0)
    routes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("case file in a hand-over")
        verbose_name_plural = _("case files in a hand-over")
        constraints = [models.UniqueConstraint(fields=["hand_over", "case_file"], name="hand_over_file_once")]

    def __str__(self) -> str:
        return str(self.case_file)
