"""What this chapter registers with the privacy officer's desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


def register() -> None:
    """Subjects, handlings, terms, processing, whose work is whose."""
    from accounts.privacy import handlings, processings, retention, subjects
    from portal.kernel.privacy.registry import register_own_files, register_read_kind, register_subject

    register_subject(subjects.subject())
    handlings.register()
    retention.register()
    processings.register()
    register_own_files(subjects.own_files)
    register_read_kind("places", _("Places and candidates"))
