"""Abstract bases of everything that belongs to a municipality."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.querysets import DomainPrivateManager, TenantManager


class Domain(models.TextChoices):
    """The three silos that share a case file (domein)."""

    ECONOMY = "economy", _("Economic affairs")
    WORK = "work", _("Work and income")
    CARE = "care", _("Care")


class TenantModel(models.Model):
    """A row of one municipality. Row-level security is added after migrate (`security.py`)."""

    #: Which policy guards the table: "tenant", "tenant_or_public", "tenant_or_own" or "domain".
    row_policy: ClassVar[str] = "tenant"
    #: True: the application may insert and read, never change or remove.
    append_only: ClassVar[bool] = False

    municipality = models.ForeignKey(
        "kernel.Municipality", on_delete=models.PROTECT, related_name="+", verbose_name=_("municipality")
    )

    objects: ClassVar[models.Manager[Any]] = TenantManager()

    class Meta:
        abstract = True


class DomainPrivateModel(TenantModel):
    """A row only people of its domain may see (purpose limitation, rules.md section 9)."""

    row_policy: ClassVar[str] = "domain"

    domain = models.CharField(_("domain"), max_length=16, choices=Domain.choices)

    objects: ClassVar[models.Manager[Any]] = DomainPrivateManager()

    class Meta:
        abstract = True
