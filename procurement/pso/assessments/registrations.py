"""What self-assessments add to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Navigation, the panels of case file and own page, how versions merge, and the name of reads in the read log."""
    from accounts.casefile.panels import Panel
    from accounts.casefile.panels import register as register_panel
    from accounts.merging.targets import declare as declare_merging
    from accounts.self_service.panels import OwnPanel
    from accounts.self_service.panels import register as register_own
    from portal.kernel.privacy.registry import register_read_kind
    from portal.ui.navigation import NavItem
    from portal.ui.navigation import register as register_navigation
    from procurement.pso.assessments import lists, queries

    lists.register()

    declare_merging("procurement.PsoAssessment", twins=True)  # numbered per year
    title = _("PSO self-assessment")
    register_read_kind("pso-assessment", title)
    register_panel(
        Panel(
            "pso", title, "procurement/pso/assessments/_panel.html", queries.panel,
            "procurement.view_pso_certificates", order=60,
        )
    )  # fmt: skip
    register_own(
        OwnPanel("pso", title, "procurement/pso/assessments/_own_panel.html", queries.own_panel, order=60)
    )
    register_navigation(
        NavItem(_("PSO self-assessments"), "pso_assessments", "procurement.view_pso_assessments", 56, "chart")
    )
