"""What an officer decided about the discount for a PSO certificate, and on which certificate."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


class PsoLevel(models.TextChoices):
    ASPIRANT = "aspirant", _("PSO aspirant")
    ONE = "1", _("PSO level 1")
    TWO = "2", _("PSO level 2")
    THREE = "3", _("PSO level 3")
    THIRTY_PLUS = "30plus", _("PSO 30+")


class DiscountDecision(TenantModel):
    """One decision (besluit PSO-korting); the last one holds. Append-only.

    The certificate is copied: a decision rests on what was seen that day. `percentage` 0 is no discount, without one.
    """

    append_only = True

    contract = models.ForeignKey("procurement.Contract", on_delete=models.CASCADE, related_name="discounts")
    percentage = models.DecimalField(max_digits=5, decimal_places=2)
    level = models.CharField(_("level"), max_length=10, choices=PsoLevel.choices, blank=True)
    number = models.CharField(_("certificate number"), max_length=60, blank=True)
    valid_from = models.DateField(_("valid from"), null=True)
    valid_to = models.DateField(_("valid up to and including"), null=True)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("decision on the PSO discount")
        verbose_name_plural = _("decisions on the PSO discount")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percentage__gte=0, percentage__lte=100),
                name="discount_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=models.Q(percentage=0, level="", valid_from=None, valid_to=None)
                | (models.Q(percentage__gt=0, valid_to__gte=models.F("valid_from")) & ~models.Q(level="")),
                name="discount_rests_on_a_certificate",
            ),
        ]
        indexes = [models.Index(fields=["contract", "-id"], name="discount_latest")]

    def __str__(self) -> str:
        return f"{self.contract}: {self.percentage}%"


class DiscountFile(TenantModel):
    """The document of the certificate (certificaat) that a decision rests on.

    Apart from the decision: a scan may name anyone, so it goes when the enterprise is removed; what was decided stays.
    """

    decision = models.OneToOneField(DiscountDecision, on_delete=models.CASCADE, related_name="document")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("document of the certificate")
        verbose_name_plural = _("documents of certificates")

    def __str__(self) -> str:
        return self.file.name
