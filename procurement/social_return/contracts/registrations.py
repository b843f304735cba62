"""What contracts add to the registries."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Make contracts findable with the one search box."""
    from portal.kernel.search.registry import SearchEntry
    from portal.kernel.search.registry import register as register_search
    from procurement.social_return.contracts.models import Contract

    def entry(row: Contract) -> SearchEntry:
        enterprise = row.supplier.enterprise
        return SearchEntry(
            title=str(row),
            subtitle=" · ".join(part for part in (enterprise.name, row.department) if part),
            body=f"{enterprise.name} {enterprise.kvk_number} {row.cpv_code}",
            url=reverse("contract", args=[row.pk]),
        )

    register_search("contract", _("Contracts"), Contract, entry)
