"""Requests of buyers, and the enterprises that were asked."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.tenancy.models import TenantModel


class RequestState(models.TextChoices):
    OPEN = "open", pgettext_lazy("request", "Open")
    CLOSED = "closed", pgettext_lazy("request", "Closed")


@pghistory.track()
class MarketRequest(TenantModel):
    """What a buyer looks for (koopvraag). Without a supplier the municipality itself buys. Euros ex VAT.

    What is bought counts for the obligation of `contract`, when there is one and its rules count purchases.
    """

    supplier = models.ForeignKey(
        "procurement.Supplier",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="market_requests",
    )
    contract = models.ForeignKey(
        "procurement.Contract",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="market_requests",
    )
    title = models.CharField(_("what you look for"), max_length=120)
    text = models.TextField(_("explanation"))
    category = models.CharField(pgettext_lazy("market", "category"), max_length=30)
    district = models.CharField(_("district"), max_length=80, blank=True)
    budget = models.DecimalField(_("budget"), max_digits=14, decimal_places=2, null=True, blank=True)
    wanted_by = models.DateField(_("wanted by"), null=True, blank=True)
    certificate = models.BooleanField(_("only with a PSO certificate"), default=False)
    state = models.CharField(max_length=8, choices=RequestState.choices, default=RequestState.OPEN)
    closed_reason = models.CharField(_("why it was closed"), max_length=300, blank=True)
    made_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    last_wave = models.PositiveSmallIntegerField(default=0)
    last_wave_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    form_key = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("request of a buyer")
        verbose_name_plural = _("requests of buyers")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["made_by", "form_key"], name="market_request_sent_once"),
            models.CheckConstraint(
                condition=Q(budget=None) | Q(budget__gt=0), name="market_budget_above_zero"
            ),
            models.CheckConstraint(
                condition=Q(contract=None) | Q(supplier__isnull=False), name="market_contract_of_a_supplier"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | Q(state="closed", closed_at__isnull=False),
                name="market_closed_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "-made_at", "-id"], name="market_requests_recent"),
            models.Index(fields=["supplier", "-made_at"], name="market_requests_of_supplier"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def buyer(self) -> str:
        """Who buys, in words."""
        return str(self.supplier) if self.supplier else str(self.municipality)


class Answer(models.TextChoices):
    NONE = "", _("No answer yet")
    INTERESTED = "interested", _("Interested")
    DECLINED = "declined", _("Not interested")


@pghistory.track()
class Invitation(TenantModel):
    """One enterprise that was asked, with which offer and why; what it did with it."""

    request = models.ForeignKey(MarketRequest, on_delete=models.CASCADE, related_name="invitations")
    case_file = models.ForeignKey(
        "accounts.CaseFile", on_delete=models.CASCADE, related_name="market_invitations"
    )
    offer = models.ForeignKey("procurement.Offer", on_delete=models.CASCADE, related_name="+")
    wave = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField()
    #: Reasons of the engine: [code, good, number, of].
    reasons = models.JSONField(default=list)
    asked_at = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NONE, blank=True)
    why = models.CharField(_("why"), max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("question to an enterprise")
        verbose_name_plural = _("questions to enterprises")
        ordering = ["wave", "-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "case_file"], name="market_asked_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="market_answer_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(answer="declined") | ~Q(why=""), name="market_declined_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["case_file", "-asked_at"], name="market_asked_of_case_file"),
            models.Index(
                fields=["municipality", "asked_at"], name="market_unanswered", condition=Q(answer="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.case_file_id}"
