"""Planned purchases: the same row becomes a tender when a procedure is chosen."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.tenancy.models import TenantModel
from procurement.tenders.thresholds import engine


class PurchaseKind(models.TextChoices):
    WORKS = "works", _("Works")
    SUPPLIES = "supplies", _("Supplies")
    SERVICES = "services", _("Services")
    SOCIAL = "social", _("Social and other specific services")


class Procedure(models.TextChoices):
    SINGLE = engine.SINGLE, _("Ask one enterprise")
    MULTIPLE = engine.MULTIPLE, _("Ask several enterprises")
    NATIONAL = engine.NATIONAL, _("Open national tender")
    LIGHT = engine.LIGHT, _("Procedure for social and specific services")
    EUROPEAN = engine.EUROPEAN, _("European tender")


class Reserved(models.TextChoices):
    NOT = "", _("Not reserved")
    ART_282 = engine.ART_282, _("Reserved under article 2.82")
    ART_282A = engine.ART_282A, _("Reserved under article 2.82a")


class TenderState(models.TextChoices):
    """planned -> chosen -> open -> awarded; a change of what decides the procedure leads back to planned."""

    PLANNED = "planned", pgettext_lazy("tender", "Planned")
    CHOSEN = "chosen", pgettext_lazy("tender", "Procedure chosen")
    OPEN = "open", pgettext_lazy("tender", "Enterprises are asked")
    AWARDED = "awarded", pgettext_lazy("tender", "Awarded")
    CANCELLED = "cancelled", pgettext_lazy("tender", "Stopped")


@pghistory.track()
class Tender(TenantModel):
    """A purchase of the municipality (inkoop, aanbesteding), from plan to award. Euros ex VAT.

    `rules_version` and `rules_source` are those by which the procedure was chosen. Only what is public stands in the
    calendar and in the open data.
    """

    title = models.CharField(_("what is bought"), max_length=150)
    text = models.TextField(_("explanation"), blank=True)
    department = models.CharField(_("department"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=PurchaseKind.choices)
    cpv_code = models.CharField(_("CPV code"), max_length=10)
    value = models.DecimalField(_("estimated value without VAT"), max_digits=14, decimal_places=2)
    begins_on = models.DateField(_("the procedure begins on"))
    starts_on = models.DateField(_("the contract starts on"))
    months = models.PositiveSmallIntegerField(_("months"))
    chance = models.CharField(_("chance for social entrepreneurs"), max_length=300, blank=True)
    is_public = models.BooleanField(_("in the public calendar"), default=False)
    shows_value = models.BooleanField(_("the public sees the value"), default=False)
    holder = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=TenderState.choices, default=TenderState.PLANNED)
    procedure = models.CharField(_("procedure"), max_length=10, choices=Procedure.choices, blank=True)
    reserved = models.CharField(_("reserved"), max_length=6, choices=Reserved.choices, blank=True)
    rules_version = models.PositiveIntegerField(null=True)
    rules_source = models.TextField(blank=True)
    answer_by = models.DateField(_("answers until"), null=True)
    stop_reason = models.CharField(_("why it was stopped"), max_length=500, blank=True)
    made_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    chosen_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(default=timezone.now)
    form_key = models.UUIDField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("planned purchase")
        verbose_name_plural = _("planned purchases")
        constraints = [
            models.UniqueConstraint(fields=["made_by", "form_key"], name="tender_form_sent_once"),
            models.CheckConstraint(condition=Q(value__gt=0), name="tender_value_above_zero"),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=240), name="tender_months_are_sane"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__gte=models.F("begins_on")),
                name="tender_contract_starts_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "cancelled"])
                | (~Q(procedure="") & Q(chosen_at__isnull=False, rules_version__isnull=False)),
                name="tender_chosen_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(opened_at__isnull=False, answer_by__isnull=False),
                name="tender_open_has_a_last_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(stop_reason=""), name="tender_stopped_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["awarded", "cancelled"], ended_at__isnull=False)
                | (~Q(state__in=["awarded", "cancelled"]) & Q(ended_at=None)),
                name="tender_ended_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "begins_on", "id"], name="tender_by_day"),
            models.Index(fields=["municipality", "department", "begins_on"], name="tender_by_department"),
            models.Index(fields=["municipality", "state", "begins_on"], name="tender_by_state"),
            models.Index(
                fields=["municipality", "begins_on"], name="tender_public", condition=Q(is_public=True)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def purchase(self) -> engine.Purchase:
        """What decides the procedure, as the engine reads it."""
        return engine.Purchase(self.kind, self.value, self.begins_on, self.months, self.cpv_code)

    @property
    def ends_on(self) -> dt.date:
        """The last day of the contract by plan."""
        return engine.last_day(self.starts_on, self.months)


class TenderStep(TenantModel):
    """What was decided or done about a tender: who, when, why, by which rules. Append-only: the record of an auditor.

    `lines` is the explanation as it was then (thresholds.words.from_stored); `rules_version` is empty when no rules
    played a part, 0 for the ready-made ones.
    """

    append_only = True

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20)
    text = models.CharField(max_length=500)
    reason = models.TextField(blank=True)
    lines = models.JSONField(default=list)
    rules_version = models.PositiveIntegerField(null=True)
    rules_source = models.TextField(blank=True)

    class Meta:
        verbose_name = _("step of a tender")
        verbose_name_plural = _("steps of tenders")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["tender", "at", "id"], name="tender_step_in_order")]

    def __str__(self) -> str:
        return self.text
