"""Imports of a contract register: the sheet someone brought in, and what became of each of its rows."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel

#: Stands in a cell where a BSN was taken out.
TAKEN_OUT = "[BSN]"


class ListKind(models.TextChoices):
    """What the rows of a sheet are."""

    CONTRACTS = "contracts", _("Contracts")
    EFFORTS = "efforts", _("Efforts of suppliers")


class RegisterState(models.TextChoices):
    READING = "reading", _("Being read")
    RUNNING = "running", _("Being imported")
    DONE = "done", _("Imported")


class RowOutcome(models.TextChoices):
    WAITING = "waiting", _("Not imported yet")
    MADE = "made", _("Made")
    THERE = "there", _("Was there already")
    BAD = "bad", _("Wrong")


@pghistory.track()
class RegisterImport(TenantModel):
    """One sheet out of a contract register. Stays as the record of what it did; the file goes once it is read."""

    kind = models.CharField(max_length=10, choices=ListKind.choices)
    name = models.CharField(_("file"), max_length=200)
    file = models.ForeignKey(
        "kernel.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sheet = models.CharField(max_length=100, blank=True)
    header_row = models.PositiveIntegerField()
    #: Field -> number of the column, from 0.
    mapping = models.JSONField()
    #: Headings that we know nothing of: their columns are not read.
    unused = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=8, choices=RegisterState.choices, default=RegisterState.READING)
    job = models.ForeignKey("kernel.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    #: A code of accounts.imports.problems when the file could not be read to its end.
    problem = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import of a register")
        verbose_name_plural = _("imports of registers")
        indexes = [models.Index(fields=["municipality", "-created_at", "-id"], name="register_import_recent")]

    def __str__(self) -> str:
        return self.name


class RegisterRow(TenantModel):
    """One row of the sheet. What it made is made once: no two rows made the same contract or effort."""

    source = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    #: The contract number, as one compares it.
    key = models.CharField(max_length=60, blank=True)
    #: Field -> what stood in the sheet. Never a BSN: that is taken out while reading.
    cells = models.JSONField()
    outcome = models.CharField(max_length=8, choices=RowOutcome.choices, default=RowOutcome.WAITING)
    #: [{"field", "words"}]: what is wrong, with what to do about it.
    problems = models.JSONField(default=list, blank=True)
    contract = models.ForeignKey(
        "procurement.Contract", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    effort = models.ForeignKey(
        "procurement.Effort", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("row of a register")
        verbose_name_plural = _("rows of a register")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="register_row_once"),
            models.UniqueConstraint(
                fields=["effort"], condition=Q(outcome="made"), name="register_row_made_its_effort_once"
            ),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(outcome="made", effort=None, contract__isnull=False),
                name="register_row_made_its_contract_once",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="bad") | ~Q(problems=[]), name="register_row_bad_says_why"
            ),
        ]
        indexes = [models.Index(fields=["source", "outcome", "key", "number"], name="register_row_to_do")]

    def __str__(self) -> str:
        return f"{self.source}: {self.number}"
