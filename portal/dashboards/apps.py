"""The aldermen's dashboards: reads all chapters, owned by none."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """Dashboards on screen and as PDF."""

    name = "portal.dashboards"
    label = "dashboards"
    verbose_name = "Dashboards"
