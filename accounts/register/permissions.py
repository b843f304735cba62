"""Who may approve an entry. The register itself is public; entrepreneurs see and withdraw their own by membership."""

from __future__ import annotations

from accounts.rules import NOT_ON_CASE_FILES
from portal.kernel.permissions import declare
from portal.kernel.rules import OTHER_MUNICIPALITY, in_same_municipality, works_on_case_files

declare(
    "accounts.review_register",
    (works_on_case_files, NOT_ON_CASE_FILES),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
