"""Imports of a municipality's spreadsheet: what was read, what is wrong with it, and what was done."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.imports.engine import plain
from accounts.imports.vocabulary import OURS
from portal.kernel.tenancy.models import TenantModel


class ImportState(models.TextChoices):
    COLUMNS = "columns", _("Choose the columns")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Waits for your choice")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")


class ImportMode(models.TextChoices):
    ALL = "all", _("All or nothing: when one row cannot be imported, nothing changes")
    GOOD = "good", _("Only the good rows: bad rows are left out")


class SheetImport(TenantModel):
    """A spreadsheet someone brings in, whatever its rows are: what every import has (see kinds.py)."""

    name = models.CharField(_("file"), max_length=200)
    file = models.ForeignKey(
        "kernel.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    header_row = models.PositiveIntegerField(_("row with the headings"), default=1)
    headings = models.JSONField(default=list, blank=True)
    #: Field -> number of the column, from 0.
    mapping = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=16, choices=ImportState.choices, default=ImportState.COLUMNS)
    mode = models.CharField(max_length=8, choices=ImportMode.choices, blank=True)
    job = models.ForeignKey("kernel.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    #: Rows that are not of the list: totals, and headings that come again.
    skipped = models.PositiveIntegerField(default=0)
    #: A code of `problems.py` when the whole file or import met something.
    problem = models.CharField(max_length=40, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def not_read(self) -> list[str]:
        """Headings of columns that hold nothing we read."""
        used = set(self.mapping.values())
        left = (text for place, text in enumerate(self.headings) if place not in used)
        return [text for text in left if text and plain(text) not in OURS]


@pghistory.track()
class Import(SheetImport):
    """One spreadsheet someone brings in (import). Stays as the record of what it did; the file goes when it is done."""

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["municipality", "-created_at", "-id"], name="import_recent")]


class Outcome(models.TextChoices):
    BAD = "bad", _("Wrong")
    NEW = "new", _("New")
    CHANGED = "changed", _("Changes")
    SAME = "same", _("Stays the same")


class Result(models.TextChoices):
    NOT_YET = "", _("Not imported")
    MADE = "made", _("Made")
    CHANGED = "changed", _("Changed")
    CONFLICT = "conflict", _("Left alone: changed by a colleague")


class SheetRow(TenantModel):
    """One row of a sheet as read and judged, and what became of it: what the rows of every import have."""

    number = models.PositiveIntegerField(_("row"))
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    #: [{"field", …}]: what is wrong; an import says its problems by code or in words.
    problems = models.JSONField(default=list, blank=True)
    #: [{"field", "from", "to"}], as seen when the row was checked.
    changes = models.JSONField(default=list, blank=True)
    result = models.CharField(max_length=8, choices=Result.choices, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.source} {self.number}"  # type: ignore[attr-defined]  # each has a source of its own kind


class ImportRow(SheetRow):
    """One row of the sheet, as read. Without history: it is staged by tens of thousands and what it does to a case
    file has its own. What it held of people is emptied when the import is done."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    name = models.CharField(max_length=200, blank=True)
    #: The cells as they stood in the sheet, to give bad rows back; kept for bad rows only.
    cells = models.JSONField(default=list, blank=True)
    values = models.JSONField(default=dict, blank=True)
    case_file = models.ForeignKey(
        "accounts.CaseFile", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="import_row_once")]
        indexes = [
            models.Index(fields=["source", "outcome", "number"], name="import_row_by_outcome"),
            models.Index(fields=["source", "result", "number"], name="import_row_by_result"),
        ]


@pghistory.track()
class ColumnMemory(TenantModel):
    """Which heading means what, for a set of headings a municipality used before. Of every import: the fingerprint
    takes in what kind of list it is."""

    fingerprint = models.CharField(max_length=64)
    #: Field -> heading, in plain letters, so that moving a column does no harm.
    mapping = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "fingerprint"], name="column_memory_once")
        ]

    def __str__(self) -> str:
        return self.fingerprint[:8]


class ImportMemory(TenantModel):
    """How a row is recognised as this case file, and what it told the last time: so that twice changes nothing."""

    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.CASCADE, related_name="+")
    row_key = models.CharField(max_length=240)
    told = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("recognised row")
        verbose_name_plural = _("recognised rows")
        constraints = [models.UniqueConstraint(fields=["case_file"], name="import_memory_once")]
        indexes = [models.Index(fields=["municipality", "row_key"], name="import_memory_by_key")]

    def __str__(self) -> str:
        return self.row_key
