"""What this chapter adds to the kernel's registries, in one place. Called once, when the apps are ready."""

from __future__ import annotations


def register() -> None:
    """Register permissions, external access, navigation, search entries, jobs and rule-set kinds."""
    from accounts import rules  # noqa: F401  declares the permissions
    from accounts.self_service.access import municipalities_of
    from portal.kernel.people.access import register_external

    register_external(municipalities_of)
