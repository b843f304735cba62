"""What merging adds to the registries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Permission, rule on undoing, navigation, the SQL functions, and how the chapter's own models merge."""
    from accounts.merging import permissions, rulesets, targets  # noqa: F401  permissions declares them
    from portal.kernel.tenancy.security import register_statements
    from portal.ui.navigation import NavItem
    from portal.ui.navigation import register as register_navigation

    rulesets.register()
    register_navigation(NavItem(_("Double case files"), "merges", "accounts.merge_case_files", 35, "folder"))
    targets.declare("accounts.DomainTrack", stays=True)  # one per domain in both: actions.merge joins them
    for label in (  # once per case file, in all or in part
        "accounts.Agreement",  # two of one kind may not overlap
        "accounts.Claim",  # two of one indicator may not overlap
        "accounts.DefinitionCheck",  # the open one; concluded ones all move
        "accounts.EnterpriseMember",
        "accounts.HandOverFile",
        "accounts.ImportMemory",  # a row that told of the closed file is led on by accounts.imports
        "accounts.Mark",  # two of one mark may not overlap
        "accounts.MailAddress",  # the old address keeps working: what comes in is led to the file that remains
        "accounts.Message",
        "accounts.MessageDraft",
        "accounts.RegisterEntry",
        "accounts.SignUp",
    ):
        targets.declare(label, twins=True)
    targets.declare("accounts.Merge", stays=True)
    targets.declare("accounts.NotDouble", stays=True)
    register_statements(targets.statements)
