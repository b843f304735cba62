"""Creditor lists: the list, its creditors, what was paid to them, the pairs a person judges, and the wrong rows.

Private to the buyer. With a supplier the rows are for the people of that supplier only, in the database too (the row
policy "buyer"); so every table has the supplier. No history is kept: what a buyer removes is gone.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


class BuyersModel(TenantModel):
    """A row of one buyer: the municipality itself, or a supplier with its own people."""

    row_policy: ClassVar[str] = "buyer"

    supplier = models.ForeignKey(
        "procurement.Supplier", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class ListState(models.TextChoices):
    """columns -> reading -> matching -> ready; matching again later."""

    COLUMNS = "columns", _("Choose the columns")
    READING = "reading", _("Being read")
    MATCHING = "matching", _("Being matched")
    READY = "ready", _("Ready")


class SpendList(BuyersModel):
    """One creditor list (crediteurenlijst). The file goes once it is read."""

    name = models.CharField(_("name of the list"), max_length=200)
    file = models.ForeignKey(
        "kernel.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: sha256 of the file: the same file is not counted twice.
    digest = models.CharField(max_length=64)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    header_row = models.PositiveIntegerField(_("row with the headings"), default=1)
    headings = models.JSONField(default=list, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    #: Field -> number of the column, from 0.
    mapping = models.JSONField(default=dict, blank=True)
    #: The year of rows that name none.
    year = models.PositiveSmallIntegerField(_("year of the list"))
    state = models.CharField(max_length=10, choices=ListState.choices, default=ListState.COLUMNS)
    job = models.ForeignKey("kernel.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    #: A code of accounts.imports.problems when the file could not be read.
    problem = models.CharField(max_length=40, blank=True)
    #: How far the job is: the last row that was read, then the last creditor that was matched.
    cursor = models.BigIntegerField(default=0)
    good = models.PositiveIntegerField(_("rows that count"), default=0)
    bad = models.PositiveIntegerField(_("wrong rows"), default=0)
    skipped = models.PositiveIntegerField(_("rows that are no payments"), default=0)
    #: The rules the list was matched by.
    rules = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("creditor list")
        verbose_name_plural = _("creditor lists")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "supplier", "digest"],
                name="spend_file_once_per_buyer",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(finished_at__isnull=False), name="spend_ready_has_a_moment"
            ),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="spend_list_year"),
        ]
        indexes = [
            models.Index(fields=["municipality", "supplier", "-created_at", "-id"], name="spend_list_recent")
        ]

    def __str__(self) -> str:
        return self.name


class CreditorState(models.TextChoices):
    WAITING = "waiting", _("Not matched yet")
    NONE = "none", _("No match")
    DOUBTFUL = "doubtful", _("To check")
    MATCHED = "matched", _("Matched")


class How(models.TextChoices):
    """How a creditor was found to be an enterprise."""

    KVK = "kvk", _("by KVK number")
    HAND = "hand", _("checked by a colleague")
    EARLIER = "earlier", _("checked earlier")


class Creditor(BuyersModel):
    """One supplier in a list, with all its rows together (crediteur). Euros as they stand in the list."""

    source = models.ForeignKey(SpendList, on_delete=models.CASCADE, related_name="creditors")
    #: The KVK number, or "n:" with the bare name: what makes rows the same creditor.
    key = models.CharField(max_length=210)
    name = models.CharField(_("creditor"), max_length=200)
    kvk_number = models.CharField(_("KVK number"), max_length=8, blank=True)
    district = models.CharField(_("district"), max_length=80, blank=True)
    state = models.CharField(max_length=8, choices=CreditorState.choices, default=CreditorState.WAITING)
    how = models.CharField(max_length=8, choices=How.choices, blank=True)
    enterprise = models.ForeignKey(
        "accounts.Enterprise", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    party_name = models.CharField(_("enterprise"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("creditor")
        verbose_name_plural = _("creditors")
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="spend_creditor_once"),
            models.CheckConstraint(condition=Q(state="matched") ^ Q(how=""), name="spend_matched_says_how"),
        ]
        indexes = [
            models.Index(fields=["source", "state", "id"], name="spend_creditor_by_state"),
            models.Index(fields=["enterprise"], name="spend_creditor_enterprise"),
        ]

    def __str__(self) -> str:
        return self.name


class SpendSum(BuyersModel):
    """What was paid to one creditor by one department, for one category, in one period. Exact, in euros.

    The rows of the sheet themselves are not kept. `counts_as` is a group of the rules, "" when it is no social spend.
    """

    source = models.ForeignKey(SpendList, on_delete=models.CASCADE, related_name="sums")
    creditor = models.ForeignKey(Creditor, on_delete=models.CASCADE, related_name="sums")
    department = models.CharField(_("department"), max_length=100, blank=True)
    category = models.CharField(_("category"), max_length=100, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    #: 1 to 4, or 0 when only the year is known.
    quarter = models.PositiveSmallIntegerField(_("quarter"), default=0)
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2)
    rows = models.PositiveIntegerField(_("rows"))
    counts_as = models.CharField(max_length=10, blank=True)
    district = models.CharField(_("district"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("amount paid")
        verbose_name_plural = _("amounts paid")
        constraints = [
            models.UniqueConstraint(
                fields=["creditor", "department", "category", "year", "quarter"], name="spend_sum_once"
            ),
            models.CheckConstraint(condition=Q(quarter__lte=4), name="spend_quarter"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="spend_sum_year"),
        ]
        indexes = [models.Index(fields=["source", "year"], name="spend_sum_of_list")]

    def __str__(self) -> str:
        return f"{self.creditor_id} {self.year}"


class Pair(BuyersModel):
    """A creditor and an enterprise whose names look alike, for a person to judge. `alike` in percent."""

    creditor = models.ForeignKey(Creditor, on_delete=models.CASCADE, related_name="pairs")
    enterprise = models.ForeignKey("accounts.Enterprise", on_delete=models.CASCADE, related_name="+")
    party_name = models.CharField(_("enterprise"), max_length=200)
    alike = models.PositiveSmallIntegerField(_("how much the names are alike"))

    class Meta:
        verbose_name = _("pair to check")
        verbose_name_plural = _("pairs to check")
        constraints = [
            models.UniqueConstraint(fields=["creditor", "enterprise"], name="spend_pair_once"),
            models.CheckConstraint(condition=Q(alike__lte=100), name="spend_pair_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.creditor_id} {self.party_name}"


class PairMemory(BuyersModel):
    """What a buyer said of a creditor and an enterprise, for the next list."""

    key = models.CharField(max_length=210)
    enterprise = models.ForeignKey("accounts.Enterprise", on_delete=models.CASCADE, related_name="+")
    same = models.BooleanField(_("the same"))
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("remembered pair")
        verbose_name_plural = _("remembered pairs")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "supplier", "key", "enterprise"],
                name="spend_memory_once",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["municipality", "supplier", "key"],
                condition=Q(same=True),
                name="spend_memory_one_match",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.key


class BadRow(BuyersModel):
    """A row that cannot be counted, as it stood in the sheet, with why."""

    source = models.ForeignKey(SpendList, on_delete=models.CASCADE, related_name="bad_rows")
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField()
    #: [{"field", "code", "value", "detail"}]
    problems = models.JSONField()

    class Meta:
        verbose_name = _("wrong row")
        verbose_name_plural = _("wrong rows")
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="spend_bad_row_once"),
            models.CheckConstraint(condition=~Q(problems=[]), name="spend_bad_row_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.number}"
