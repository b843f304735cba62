"""Look and feel: NL Design System template pack, components, navigation."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, tags and static files all apps use."""

    name = "portal.ui"
    label = "ui"
    verbose_name = "UI"
