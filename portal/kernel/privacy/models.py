"""The privacy officer's own rows: processing, holds, exports, and orders to remove."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


@pghistory.track()
class Processing(TenantModel):
    """One entry of the register of processing (verwerking, GDPR article 30). Every change is kept as a version."""

    #: Code of the default an instrument registered; empty for an entry of the municipality's own.
    code = models.CharField(max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=150)
    purpose = models.TextField(_("purpose"))
    legal_basis = models.TextField(_("legal basis"))
    legal_basis_economy = models.TextField(_("legal basis, economic affairs"), blank=True)
    legal_basis_work = models.TextField(_("legal basis, work and income"), blank=True)
    legal_basis_care = models.TextField(_("legal basis, care"), blank=True)
    people = models.TextField(_("categories of people"))
    data = models.TextField(_("categories of data"))
    recipients = models.TextField(_("recipients"))
    retention = models.TextField(_("kept for how long"))
    measures = models.TextField(_("security measures"))
    processor = models.TextField(_("processor"), blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    changed_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("processing")
        verbose_name_plural = _("register of processing")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"], condition=~models.Q(code=""), name="processing_once_per_code"
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class LegalHold(TenantModel):
    """Keep everything about one subject, whatever its term: an objection or a court case runs (bewaarplicht)."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    reason = models.CharField(_("reason"), max_length=500)
    placed_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "subject_kind", "subject_id"],
                condition=models.Q(lifted_at=None),
                name="legal_hold_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"


class PrivacyExport(TenantModel):
    """Everything about one subject as a zip, made in the background and there for a limited time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    #: The officer said that the request covers the private notes of the domains too.
    with_private_notes = models.BooleanField(default=False)
    requested_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    job = models.ForeignKey("kernel.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("privacy export")
        verbose_name_plural = _("privacy exports")
        indexes = [
            models.Index(
                fields=["municipality", "subject_kind", "subject_id", "-requested_at"],
                name="privacy_export_subject",
            ),
            models.Index(
                fields=["expires_at"], name="privacy_export_expired", condition=~models.Q(file=None)
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class RemovalOrder(TenantModel):
    """An order to remove: a retention list, or everything about one subject. Its report stays; it names nobody removed.

    preparing -> ready -> proposed -> running -> done, or refused / withdrawn. What will go is frozen in `RemovalItem`s
    when it is ready; the officer confirms by typing, then a second person is asked. The database removes rows only for
    an order that a second person agreed to (`sql.py`).
    """

    class State(models.TextChoices):
        PREPARING = "preparing", _("Being worked out")
        READY = "ready", _("Ready to look at")
        PROPOSED = "proposed", _("Waits for a second pair of eyes")
        RUNNING = "running", _("Being removed")
        DONE = "done", _("Removed")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: Counts per municipality: "removal 17", and the number in "removed enterprise 17".
    number = models.PositiveIntegerField()
    #: "retention" or the kind of subject.
    kind = models.CharField(max_length=40)
    #: Code of the retention list, or pk of the subject.
    target = models.CharField(max_length=60)
    #: The rule it follows, in words, with its source.
    rule = models.CharField(max_length=500)
    state = models.CharField(max_length=16, choices=State.choices, default=State.PREPARING)
    #: What the preview says: counts per kind that go, and what stays and why. No personal data.
    preview = models.JSONField(default=dict, blank=True)
    #: What was removed, per kind. No personal data.
    report = models.JSONField(default=dict, blank=True)
    #: While the order is open: names and numbers to look for in texts, as patterns. Emptied when it ends.
    pattern = models.TextField(blank=True)
    json_pattern = models.TextField(blank=True)
    replacement = models.CharField(max_length=60, blank=True)
    requested_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    agreed_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    job = models.ForeignKey("kernel.Job", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("removal")
        verbose_name_plural = _("removals")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="removal_number_once"),
            models.UniqueConstraint(
                fields=["municipality", "kind", "target"],
                condition=models.Q(state__in=["preparing", "ready", "proposed", "running"]),
                name="removal_one_open_per_target",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["running", "done"])
                | (models.Q(agreed_by__isnull=False) & ~models.Q(agreed_by=models.F("requested_by"))),
                name="removal_second_pair_is_another",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "-requested_at"], name="removal_recent")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.number}"


class RemovalItem(TenantModel):
    """One row that an order removes (or whose link it empties). Holds numbers only; is gone when it is done."""

    order = models.ForeignKey(RemovalOrder, on_delete=models.CASCADE, related_name="items")
    step = models.PositiveSmallIntegerField()
    table = models.CharField(max_length=63)
    #: Empty: remove the row and its history. "*": its history only. Else: the column to empty.
    column = models.CharField(max_length=63, blank=True)
    #: Key of the row, or the name of the file in the storage.
    object_id = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("row to remove")
        constraints = [
            models.UniqueConstraint(
                fields=["order", "table", "column", "object_id"], name="removal_item_once"
            )
        ]
        indexes = [models.Index(fields=["order", "step", "table", "column"], name="removal_item_next")]

    def __str__(self) -> str:
        return f"{self.table} {self.object_id}"
