"""What contracts add to the registries."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def register() -> None:
    """Make contracts findable with the one search box, and their list exportable."""
    from portal.kernel.exports.registry import Column, ListPage
    from portal.kernel.exports.registry import register as register_list
    from portal.kernel.search.registry import SearchEntry
    from portal.kernel.search.registry import register as register_search
    from procurement.social_return.contracts.lists import exported
    from procurement.social_return.contracts.models import Contract, ContractKind, ContractState

    def entry(row: Contract) -> SearchEntry:
        enterprise = row.supplier.enterprise
        return SearchEntry(
            title=str(row),
            subtitle=" · ".join(part for part in (enterprise.name, row.department) if part),
            body=f"{enterprise.name} {enterprise.kvk_number} {row.cpv_code}",
            url=reverse("contract", args=[row.pk]),
        )

    register_search("contract", _("Contracts"), Contract, entry)
    register_list(
        ListPage(
            code="contracts",
            title=_("Contracts"),
            url_name="contracts",
            permission="procurement.view_contracts",
            model=Contract,
            rows=exported,
            columns=(
                Column("reference", _("Contract number"), "reference"),
                Column("title", _("What is bought"), "title"),
                Column("supplier", _("Supplier"), "supplier__enterprise__name"),
                Column("kvk", _("KVK number"), "supplier__enterprise__kvk_number"),
                Column("department", _("Department"), "department"),
                Column("kind", _("Kind"), "kind", ContractKind.choices),
                Column("cpv", _("CPV code"), "cpv_code", chosen=False),
                Column("value", _("Value without VAT"), "value"),
                Column("awarded", _("Awarded on"), "awarded_on", chosen=False),
                Column("starts", _("Starts on"), "starts_on"),
                Column("ends", _("Ends on"), "ends_on"),
                Column("owed", _("Owed"), "obligation"),
                Column("accepted", pgettext_lazy("social return", "Accepted"), "kept_balance__accepted"),
                Column("waits", _("Waits"), "kept_balance__submitted"),
                Column("state", _("State"), "state", ContractState.choices),
                Column("coordinator", _("Coordinator"), "coordinator__name"),
            ),
        )
    )
