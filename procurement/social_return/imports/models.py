"""Imports of a contract register: the sheet someone brought in, and what became of each of its rows."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.imports.models import SheetImport, SheetRow

#: Stands in a cell where a BSN was taken out.
TAKEN_OUT = "[BSN]"


class ListKind(models.TextChoices):
    """What the rows of a sheet are."""

    CONTRACTS = "contracts", _("Contracts")
    EFFORTS = "efforts", _("Efforts of suppliers")


@pghistory.track()
class RegisterImport(SheetImport):
    """One sheet out of a contract register. Stays as the record of what it did; the file goes once that is done."""

    kind = models.CharField(max_length=10, choices=ListKind.choices)

    class Meta:
        verbose_name = _("import of a register")
        verbose_name_plural = _("imports of registers")
        indexes = [models.Index(fields=["municipality", "-created_at", "-id"], name="register_import_recent")]


class RegisterRow(SheetRow):
    """One row of the sheet. What it made is made once: no two rows made the same contract or effort.

    Its problems say in words what is wrong: [{"field", "words"}].
    """

    source = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="rows")
    #: The contract number, as one compares it.
    key = models.CharField(max_length=60, blank=True)
    #: Field -> what stood in the sheet. Never a BSN: that is taken out while reading.
    cells = models.JSONField()
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
                fields=["effort"], condition=Q(result="made"), name="register_row_made_its_effort_once"
            ),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(result="made", effort=None, contract__isnull=False),
                name="register_row_made_its_contract_once",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="bad") | ~Q(problems=[]), name="register_row_bad_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["source", "outcome", "number"], name="register_row_by_outcome"),
            models.Index(fields=["source", "result", "key", "number"], name="register_row_to_do"),
        ]
