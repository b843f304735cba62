"""The aldermen's dashboards: reads all chapters, owned by none."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    """Dashboards on screen and as PDF."""

    name = "portal.dashboards"
    label = "dashboards"
    verbose_name = "Dashboards"

    def ready(self) -> None:
        from portal.dashboards import jobs, rules  # noqa: F401  registers the job and the permission
        from portal.ui.navigation import NavItem, register

        register(NavItem(_("Dashboard"), "dashboard", "dashboards.view", 60, "chart"))
        register(NavItem(_("People and roles"), "people", "kernel.manage_people", 70, "people"))
        register(NavItem(_("Rules"), "rule_sets", "kernel.edit_rule_sets", 80, "rules"))
        register(NavItem(_("Sent mail"), "outbox", "kernel.read_outbox", 85, "mail"))
        register(NavItem(_("Privacy"), "privacy_desk", "kernel.privacy_desk", 90, "log"))
        register(NavItem(_("Background work"), "my_jobs", "kernel.view_job", 95, "gear"))
