"""What planned purchases add to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Permissions, navigation, and the list with its export."""
    from portal.kernel.exports.registry import Column, ListPage
    from portal.kernel.exports.registry import register as register_list
    from portal.ui.navigation import NavItem
    from portal.ui.navigation import register as register_navigation
    from procurement.tenders import permissions  # noqa: F401  declares them
    from procurement.tenders.plan import queries
    from procurement.tenders.plan.models import Procedure, PurchaseKind, Reserved, Tender, TenderState

    title, permission = _("Purchasing calendar"), "procurement.view_tenders"
    register_navigation(NavItem(title, "tenders", permission, 59, "list"))
    register_list(
        ListPage(
            code="tenders",
            title=title,
            url_name="tenders",
            permission=permission,
            model=Tender,
            rows=queries.exported,
            columns=(
                Column("title", _("What is bought"), "title"),
                Column("department", _("Department"), "department"),
                Column("kind", _("Kind"), "kind", PurchaseKind.choices),
                Column("cpv", _("CPV code"), "cpv_code"),
                Column("value", _("Estimated value without VAT"), "value"),
                Column("begins", _("Procedure begins on"), "begins_on"),
                Column("starts", _("Contract starts on"), "starts_on"),
                Column("months", _("Months"), "months"),
                Column("chance", _("Chance for social entrepreneurs"), "chance"),
                Column("state", _("State"), "state", TenderState.choices),
                Column("procedure", _("Procedure"), "procedure", Procedure.choices),
                Column("reserved", _("Reserved"), "reserved", Reserved.choices),
            ),
        )
    )
