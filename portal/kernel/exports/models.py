"""What someone chose the last time they exported a list."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


class ExportFormat(models.TextChoices):
    XLSX = "xlsx", _("Excel (xlsx)")
    CSV = "csv", _("CSV, with semicolons")


class ExportChoice(TenantModel):
    """The columns and the kind of file a person chose for a list; a convenience, so without history."""

    person = models.ForeignKey("kernel.Person", on_delete=models.CASCADE, related_name="+")
    list_code = models.SlugField(max_length=40)
    columns = ArrayField(models.CharField(max_length=40), default=list)
    format = models.CharField(max_length=8, choices=ExportFormat.choices, default=ExportFormat.XLSX)

    class Meta:
        verbose_name = _("choice for an export")
        verbose_name_plural = _("choices for exports")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "person", "list_code"], name="export_choice_once_per_list"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.list_code}"
