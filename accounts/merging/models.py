"""What a merge did, so that it can be undone."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


@pghistory.track()
class Merge(TenantModel):
    """Two case files that became one (samenvoeging): what moved from where, and the values before.

    `moved`: "app.Model.field" -> {"columns": […], "rows": {primary key: mark of the row}}; the mark tells whether the
    row changed since. `values`: "model:pk" -> {field: [before, after]}, as JSON.
    """

    survivor = models.ForeignKey("accounts.CaseFile", on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey("accounts.CaseFile", on_delete=models.PROTECT, related_name="merged_by")
    reason = models.CharField(_("why these are one"), max_length=500)
    moved = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    #: Keys of the former names that were kept because of this merge.
    remembered = models.JSONField(default=list)
    made_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(survivor=models.F("merged")), name="merge_of_two_case_files"
            ),
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at=None), name="merge_of_a_file_once"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "-made_at", "-id"], name="merge_recent")]

    def __str__(self) -> str:
        return f"{self.merged} -> {self.survivor}"


@pghistory.track()
class NotDouble(TenantModel):
    """Two case files that look alike and are two enterprises (geen dubbel): said by a person, so not asked again."""

    first = models.ForeignKey("accounts.CaseFile", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("accounts.CaseFile", on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("not a double")
        verbose_name_plural = _("not doubles")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_double_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="not_double_lowest_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} / {self.second_id}"
