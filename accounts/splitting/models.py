"""A case file that turned out to be about two enterprises."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


@pghistory.track()
class Split(TenantModel):
    """What went from one case file to a new one (splitsing): "app.Model.field" -> keys of rows."""

    source = models.ForeignKey("accounts.CaseFile", on_delete=models.PROTECT, related_name="splits")
    made = models.ForeignKey("accounts.CaseFile", on_delete=models.PROTECT, related_name="split_from")
    reason = models.CharField(_("why these are two"), max_length=300)
    moved = models.JSONField(default=dict)
    made_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    #: Undoing a split is merging the two again, so that what came after it is kept too.
    undone_by_merge = models.ForeignKey(
        "accounts.Merge", on_delete=models.PROTECT, null=True, related_name="undone_splits"
    )

    class Meta:
        verbose_name = _("split")
        verbose_name_plural = _("splits")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(source=models.F("made")), name="split_into_two_case_files"
            ),
            models.UniqueConstraint(fields=["made"], name="split_made_a_file_once"),
        ]
        indexes = [models.Index(fields=["source", "-made_at", "-id"], name="split_of_file")]

    def __str__(self) -> str:
        return f"{self.source} / {self.made}"
