"""Who reads and writes messages, sorts mail, and edits templates."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _

from accounts.rules import NOT_ACCOUNT_MANAGER, NOT_ON_CASE_FILES
from portal.kernel.models import Role
from portal.kernel.permissions import Actor, declare
from portal.kernel.rules import (
    OTHER_MUNICIPALITY,
    in_same_municipality,
    is_account_manager,
    works_on_case_files,
)

NOT_ON_TEMPLATES = _("Only account managers and functional administrators edit templates.")


@rules.predicate
def edits_templates(actor: Actor) -> bool:
    """Account managers and functional administrators."""
    return bool({Role.ACCOUNT_MANAGER, Role.FUNCTIONAL_ADMINISTRATOR} & set(actor.roles))


declare(
    "accounts.read_messages",
    (works_on_case_files, NOT_ON_CASE_FILES),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
declare(
    "accounts.write_messages",
    (works_on_case_files, NOT_ON_CASE_FILES),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
declare(
    "accounts.sort_mail",
    (is_account_manager, NOT_ACCOUNT_MANAGER),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
declare(
    "accounts.edit_message_templates",
    (edits_templates, NOT_ON_TEMPLATES),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
