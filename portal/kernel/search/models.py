"""What the one search box finds: a row per thing, kept in step when the thing is saved."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import Domain, TenantModel


class SearchDocument(TenantModel):
    """One findable thing. With a `domain` it is private to that domain. `vector` is filled by a trigger."""

    row_policy: ClassVar[str] = "search"

    kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    title = models.CharField(_("title"), max_length=300)
    body = models.TextField(blank=True)
    subtitle = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=300)
    domain = models.CharField(max_length=16, choices=Domain.choices, blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    vector = SearchVectorField(null=True, editable=False)

    class Meta:
        verbose_name = _("search result")
        verbose_name_plural = _("search results")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind", "object_id"], name="search_document_once")
        ]
        indexes = [
            GinIndex(fields=["municipality", "vector"], name="search_words"),
            # GiST and not GIN: it divides by municipality first, and gives the nearest titles without the others.
            GistIndex(
                models.F("municipality"),
                OpClass(Lower("title"), name="gist_trgm_ops(siglen=64)"),
                name="search_nearest_titles",
            ),
        ]

    def __str__(self) -> str:
        return self.title
