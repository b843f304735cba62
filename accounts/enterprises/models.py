"""Enterprises: identity in the world, public facts only."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.scope import current_scope


class EnterpriseManager(models.Manager["Enterprise"]):
    """Enterprises with a KVK number are public; those without are known to one municipality only."""

    def get_queryset(self) -> models.QuerySet[Enterprise]:
        scope = current_scope()
        return (
            super()
            .get_queryset()
            .filter(models.Q(municipality=None) | models.Q(municipality_id__in=scope.municipalities))
        )


@pghistory.track()
class Enterprise(models.Model):
    """An enterprise (onderneming). Has a KVK number (8 digits, a string), or is known to one municipality."""

    row_policy: ClassVar[str] = "tenant_or_public"

    class LegalForm(models.TextChoices):
        SOLE = "sole", _("Sole proprietorship")
        VOF = "vof", _("General partnership (vof)")
        BV = "bv", _("Private company (bv)")
        FOUNDATION = "foundation", _("Foundation")
        ASSOCIATION = "association", _("Association")
        COOPERATIVE = "cooperative", _("Cooperative")
        OTHER = "other", _("Other")
        NONE = "none", _("Not registered yet")

    #: Only set while there is no KVK number: then the name is not a public fact.
    municipality = models.ForeignKey(
        "kernel.Municipality", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kvk_number = models.CharField(
        _("KVK number"), max_length=8, blank=True, validators=[RegexValidator(r"^\d{8}$", _("Eight digits."))]
    )
    name = models.CharField(_("name"), max_length=200)
    legal_form = models.CharField(
        _("legal form"), max_length=16, choices=LegalForm.choices, default=LegalForm.OTHER
    )
    sbi_code = models.CharField(_("SBI code"), max_length=6, blank=True)
    street = models.CharField(_("street and number"), max_length=150, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    website = models.URLField(_("website"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EnterpriseManager()

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        constraints = [
            models.UniqueConstraint(
                fields=["kvk_number"], condition=~models.Q(kvk_number=""), name="enterprise_kvk_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kvk_number="") | models.Q(kvk_number__regex=r"^\d{8}$"),
                name="enterprise_kvk_number_has_8_digits",
            ),
            models.CheckConstraint(
                condition=(models.Q(kvk_number="") & models.Q(municipality__isnull=False))
                | (~models.Q(kvk_number="") & models.Q(municipality__isnull=True)),
                name="enterprise_public_or_of_one_municipality",
            ),
        ]

    def __str__(self) -> str:
        return self.name
