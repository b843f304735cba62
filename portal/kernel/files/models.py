"""Files people upload or jobs make, checked by content and never served inline."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


def storage_path(stored: StoredFile, filename: str) -> str:
    """Where the bytes go: per municipality, under a name nobody can guess."""
    return f"{stored.municipality_id}/{uuid.uuid4().hex}"


class StoredFile(TenantModel):
    """One file. `size` in bytes; `content_type` was found by looking inside, not taken from the browser."""

    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    content = models.FileField(upload_to=storage_path)
    uploaded_by = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [models.Index(fields=["municipality", "created_at"], name="file_made")]

    def __str__(self) -> str:
        return self.name
