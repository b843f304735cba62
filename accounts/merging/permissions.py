"""Who merges case files."""

from __future__ import annotations

from accounts.rules import NOT_ACCOUNT_MANAGER
from portal.kernel.permissions import declare
from portal.kernel.rules import OTHER_MUNICIPALITY, in_same_municipality, is_account_manager

declare(
    "accounts.merge_case_files",
    (is_account_manager, NOT_ACCOUNT_MANAGER),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
