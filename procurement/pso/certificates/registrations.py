"""What the register of certificates adds to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Navigation, the list with its export and saved views, and the link from the public register."""
    from accounts.recognition.models import Mark, PsoLevel
    from accounts.register.more import MorePage
    from accounts.register.more import register as register_more
    from portal.kernel.exports.registry import Column, ListPage
    from portal.kernel.exports.registry import register as register_list
    from portal.ui.navigation import NavItem
    from portal.ui.navigation import register as register_navigation
    from procurement.pso.certificates import queries

    title, permission = _("PSO certificates"), "procurement.view_pso_certificates"
    register_navigation(NavItem(title, "pso_certificates", permission, 55, "check"))
    register_more(MorePage(_("Enterprises with a PSO certificate"), "pso_public"))
    register_list(
        ListPage(
            code="pso-certificates",
            title=title,
            url_name="pso_certificates",
            permission=permission,
            model=Mark,
            rows=queries.exported,
            columns=(
                Column("enterprise", _("Enterprise"), "case_file__name"),
                Column("kvk", _("KVK number"), "case_file__enterprise__kvk_number"),
                Column("level", _("Step"), "level", PsoLevel.choices),
                Column("thirty", _("30+"), "thirty_plus"),
                Column("number", _("Number"), "number"),
                Column("from", _("Valid from"), "valid_from"),
                Column("to", _("Valid until"), "valid_to"),
                Column("checked", _("Checked on"), "checked_on"),
                Column("evidence", _("Evidence"), "evidence__title"),
            ),
        )
    )
