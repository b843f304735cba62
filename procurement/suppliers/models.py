"""Suppliers of a municipality, and the people who work on their obligation."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


@pghistory.track()
class Supplier(TenantModel):
    """An enterprise that has, or had, a contract with this municipality (opdrachtnemer, leverancier)."""

    enterprise = models.ForeignKey("accounts.Enterprise", on_delete=models.PROTECT, related_name="suppliers")
    contact_name = models.CharField(_("contact"), max_length=150, blank=True)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_phone = models.CharField(_("phone number"), max_length=20, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "enterprise"], name="supplier_once_per_municipality"
            )
        ]

    def __str__(self) -> str:
        return self.enterprise.name


@pghistory.track()
class SupplierMember(TenantModel):
    """Someone of the supplier who sees its contracts here and hands in what was done."""

    row_policy = "tenant_or_own"

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="supplier_memberships")
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("person at the supplier")
        verbose_name_plural = _("people at the supplier")
        constraints = [models.UniqueConstraint(fields=["supplier", "person"], name="supplier_member_once")]

    def __str__(self) -> str:
        return str(self.person)
