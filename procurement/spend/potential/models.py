"""What a buyer did about a category it buys elsewhere: a request to enterprises here, or nothing, with why."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procurement.spend.lists.models import BuyersModel


class PotentialKind(models.TextChoices):
    ASKED = "asked", _("Asked on the marketplace")
    ASIDE = "aside", pgettext_lazy("spend", "Set aside")


class PotentialStep(BuyersModel):
    """A step about one category of spend (potentieel). `category` is what the creditor list calls it."""

    category = models.CharField(_("category"), max_length=100)
    kind = models.CharField(max_length=5, choices=PotentialKind.choices)
    request = models.OneToOneField(
        "procurement.MarketRequest",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="from_spend",
    )
    reason = models.CharField(_("why"), max_length=300, blank=True)
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("step about a category")
        verbose_name_plural = _("steps about categories")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "supplier", "category"],
                condition=Q(kind="aside"),
                name="spend_aside_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(kind="asked", request__isnull=False) | Q(kind="aside", request__isnull=True),
                name="spend_asked_has_a_request",
            ),
            models.CheckConstraint(condition=~Q(kind="aside") | ~Q(reason=""), name="spend_aside_says_why"),
        ]
        indexes = [models.Index(fields=["municipality", "supplier", "category"], name="spend_step_category")]

    def __str__(self) -> str:
        return f"{self.category}: {self.kind}"
