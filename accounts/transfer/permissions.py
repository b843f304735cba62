"""Who sends a case file to another municipality, and who takes one over."""

from __future__ import annotations

from accounts.rules import NOT_ACCOUNT_MANAGER
from portal.kernel.permissions import declare
from portal.kernel.rules import OTHER_MUNICIPALITY, in_same_municipality, is_account_manager

for _name in ("accounts.transfer_case_file", "accounts.decide_transfer"):
    declare(_name, (is_account_manager, NOT_ACCOUNT_MANAGER), (in_same_municipality, OTHER_MUNICIPALITY))
