"""Who sees the work of the whole team."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.kernel.permissions import declare
from portal.kernel.rules import is_account_manager, is_administrator

declare(
    "accounts.view_team",
    (
        is_account_manager | is_administrator,
        _("Only account managers and administrators see the work of the team."),
    ),
)
