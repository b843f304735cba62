"""The one queryset layer that scopes rows to the current municipality (and, for private rows, domain)."""

from __future__ import annotations

from typing import Any

from django.db import models

from portal.kernel.tenancy.scope import current_scope


class TenantManager(models.Manager):  # type: ignore[type-arg]
    """Default manager of tenant models: only rows of the municipalities in scope."""

    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet[Any]:
        queryset = super().get_queryset()
        municipalities = current_scope().municipalities
        if len(municipalities) == 1:  # an equality lets one index both filter and sort
            return queryset.filter(municipality_id=municipalities[0])
        return queryset.filter(municipality_id__in=municipalities)


class DomainPrivateManager(TenantManager):
    """Manager of rows that only one domain may see: also filters on the domains in scope."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(domain__in=current_scope().domains)
