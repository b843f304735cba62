"""What this chapter adds to the kernel's registries, in one place. Called once, when the apps are ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.kernel.instruments import modules


def register() -> None:
    """Register permissions, external access, navigation, search entries and rule-set kinds."""
    from accounts import holdings, lists, rules, search  # noqa: F401  rules declares the permissions
    from accounts.intake import definition
    from accounts.questions import rulesets as deadlines
    from accounts.self_service.access import municipalities_of
    from accounts.triage import rulesets as triage
    from portal.kernel.people.access import ExternalHome, register_external
    from portal.ui.navigation import NavItem
    from portal.ui.navigation import register as register_navigation

    register_external(ExternalHome("my_overview", _("My page"), municipalities_of))
    search.register_all()
    holdings.register_all()
    lists.register_all()
    definition.register()
    deadlines.register()
    triage.register()
    for item in (
        NavItem(_("Worklist"), "worklist", "accounts.view_worklist", 10, "list"),
        NavItem(_("New intakes"), "triage_list", "accounts.triage", 20, "inbox"),
        NavItem(_("Case files"), "case_files", "accounts.view_case_files", 30, "folder"),
        NavItem(_("Questions"), "questions", "accounts.view_case_files", 40, "question"),
    ):
        register_navigation(item)
    for instrument in modules("accounts", "registrations"):
        instrument.register()
