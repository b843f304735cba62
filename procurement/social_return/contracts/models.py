"""Contracts with a social return obligation, what changes in them, and what happened."""

from __future__ import annotations

from functools import cached_property

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel
from procurement.social_return.scheme import Scheme, scheme_of


class _DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


def _term(name: str) -> models.GeneratedField:
    """A term of the contract's own rules as a column, so that lists can filter on it."""
    return models.GeneratedField(
        expression=Cast(KeyTextTransform(name, KeyTransform("terms", "scheme_data")), models.IntegerField()),
        output_field=models.IntegerField(),
        db_persist=True,
    )


class ContractKind(models.TextChoices):
    WORKS = "works", _("Works")
    SERVICES = "services", _("Services")
    SUPPLIES = "supplies", _("Supplies")


class ContractState(models.TextChoices):
    """Running until it is settled; a contract that ended waits for its settlement."""

    RUNNING = "running", _("Running")
    SETTLING = "settling", _("Being settled")
    SETTLED = "settled", _("Settled")


@pghistory.track(exclude=["term_behind", "term_silent", "term_ending"])
class Contract(TenantModel):
    """A contract of the municipality with a supplier (overeenkomst). Amounts in euros ex VAT.

    It keeps a copy of the scheme it was concluded under (`scheme_data`), so that a later change of rules never alters
    it. `obligation` is what the ledger says is owed: kept beside it for lists, and equal to it by a test.
    """

    supplier = models.ForeignKey("procurement.Supplier", on_delete=models.PROTECT, related_name="contracts")
    reference = models.CharField(_("contract number"), max_length=40)
    title = models.CharField(_("what is bought"), max_length=200)
    department = models.CharField(_("department"), max_length=100)
    cpv_code = models.CharField(_("CPV code"), max_length=10, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ContractKind.choices)
    awarded_on = models.DateField(_("awarded on"))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    value = models.DecimalField(_("value without VAT"), max_digits=14, decimal_places=2)
    wage_sum = models.DecimalField(_("wage sum"), max_digits=14, decimal_places=2, null=True, blank=True)
    labour_share = models.DecimalField(
        _("share of labour, in percent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    coordinator = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("coordinator")
    )
    state = models.CharField(max_length=10, choices=ContractState.choices, default=ContractState.RUNNING)
    scheme_data = models.JSONField()
    term_behind = _term("behind")
    term_silent = _term("silent")
    term_ending = _term("ending")
    scheme_version = models.PositiveIntegerField()
    scheme_source = models.TextField()
    #: The explanation of the obligation, as lines of the engine (words.stored).
    explanation = models.JSONField(default=list)
    obligation = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    #: Percentage off for a PSO certificate, by an officer's decision.
    discount = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    #: Last time the supplier handed something in.
    last_submission_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "reference"], name="contract_reference_once"),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="contract_value_not_negative"),
            models.CheckConstraint(condition=models.Q(obligation__gte=0), name="contract_owes_not_negative"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="contract_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(labour_share=None) | models.Q(labour_share__gte=0, labour_share__lte=100),
                name="contract_labour_share_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=models.Q(discount__gte=0, discount__lte=100),
                name="contract_discount_is_a_percentage",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "ends_on"], name="contract_by_end"),
            models.Index(fields=["municipality", "coordinator", "state"], name="contract_by_coordinator"),
            models.Index(fields=["supplier", "-awarded_on"], name="contract_of_supplier"),
            models.Index(
                fields=["municipality", "ends_on"],
                name="contract_with_discount",
                condition=models.Q(discount__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @cached_property
    def scheme(self) -> Scheme:
        """The rules of this contract, as the engine reads them."""
        return scheme_of(self.scheme_data)


@pghistory.track()
class Turnover(TenantModel):
    """What was invoiced over a period, ex VAT. Periods of one contract never overlap."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="turnover")
    first = models.DateField(_("from"))
    last = models.DateField(_("up to and including"))
    amount = models.DecimalField(_("invoiced without VAT"), max_digits=14, decimal_places=2)
    entered_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("invoiced turnover")
        verbose_name_plural = _("invoiced turnover")
        ordering = ["first"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="turnover_not_negative"),
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="turnover_ends_after_it_starts"
            ),
            ExclusionConstraint(
                name="turnover_periods_do_not_overlap",
                expressions=[
                    ("contract", RangeOperators.EQUAL),
                    (_DateRange("first", "last", models.Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract}: {self.amount}"


@pghistory.track()
class Deviation(TenantModel):
    """Another obligation than the rules give (afwijking): asked with a reason, decided by a second pair of eyes."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a second pair of eyes")
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Refused")
        ENDED = "ended", _("Ended")

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="deviations")
    amount = models.DecimalField(_("obligation"), max_digits=14, decimal_places=2)
    reason = models.TextField(_("reason"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("explanation"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("deviation")
        verbose_name_plural = _("deviations")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="deviation_not_negative"),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
                name="deviation_decided_by_another",
            ),
            models.UniqueConstraint(
                fields=["contract"],
                condition=models.Q(state="waiting"),
                name="deviation_one_waiting_per_contract",
            ),
            models.UniqueConstraint(
                fields=["contract"],
                condition=models.Q(state="agreed"),
                name="deviation_one_agreed_per_contract",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract}: {self.amount}"


class ContractEntry(TenantModel):
    """What happened with a contract, when and by whom. Append-only. `for_supplier`: they see it too."""

    append_only = True

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="entries")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=30)
    text = models.CharField(max_length=500)
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    for_supplier = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["contract", "-at", "-id"], name="contract_entry_recent")]

    def __str__(self) -> str:
        return self.text
