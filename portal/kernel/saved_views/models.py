"""Filters of a list that got a name (bewaarde weergave)."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel

LONGEST_QUERY = 1000


@pghistory.track()
class SavedView(TenantModel):
    """The filters and the order of a list under a name, for its owner or for all colleagues who see the list."""

    list_code = models.SlugField(max_length=40)
    name = models.CharField(_("name"), max_length=60)
    #: A query string, without the page number.
    query = models.CharField(max_length=LONGEST_QUERY)
    owner = models.ForeignKey("kernel.Person", on_delete=models.CASCADE, related_name="+")
    shared = models.BooleanField(_("for all colleagues"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "list_code", "owner", "name"], name="saved_view_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class DefaultView(TenantModel):
    """The view with which a list opens for one person."""

    person = models.ForeignKey("kernel.Person", on_delete=models.CASCADE, related_name="+")
    list_code = models.SlugField(max_length=40)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="defaults")

    class Meta:
        verbose_name = _("default view")
        verbose_name_plural = _("default views")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "person", "list_code"], name="default_view_once_per_list"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.view}"
