"""Predicates and permissions of the case file, named after what people do."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from portal.kernel.permissions import Actor, declare
from portal.kernel.rules import (
    NOT_ADMINISTRATOR,
    NOT_STAFF,
    OTHER_MUNICIPALITY,
    in_same_municipality,
    is_account_manager,
    is_administrator,
    is_staff,
    works_on_case_files,
)

NOT_ON_CASE_FILES = _("Only account managers and specialists work in case files.")
NOT_ACCOUNT_MANAGER = _("Only an account manager may do this.")
NOT_YOUR_DOMAIN = _("Only specialists of this domain may see or do this.")


@rules.predicate
def sees_domain(actor: Actor, obj: Any) -> bool:
    """The actor works for the domain of the object (a track, a route, a note), if it has one."""
    if obj is None:
        return True
    domain = getattr(obj, "domain", "")
    return not domain or domain in actor.domains


_CASE_FILE_WORK = ((works_on_case_files, NOT_ON_CASE_FILES), (in_same_municipality, OTHER_MUNICIPALITY))

declare("accounts.view_case_files", *_CASE_FILE_WORK)
declare("accounts.view_case_file", *_CASE_FILE_WORK)
declare("accounts.change_case_file", *_CASE_FILE_WORK)
declare("accounts.log_contact", *_CASE_FILE_WORK)
declare("accounts.manage_tasks", *_CASE_FILE_WORK)
declare("accounts.add_document", *_CASE_FILE_WORK)
declare("accounts.ask_question", *_CASE_FILE_WORK)
declare("accounts.answer_question", *_CASE_FILE_WORK)
declare("accounts.work_on_track", *_CASE_FILE_WORK, (sees_domain, NOT_YOUR_DOMAIN))
declare("accounts.private_notes", *_CASE_FILE_WORK, (sees_domain, NOT_YOUR_DOMAIN))
declare(
    "accounts.triage",
    (is_account_manager, NOT_ACCOUNT_MANAGER),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
declare("accounts.view_worklist", (works_on_case_files, NOT_ON_CASE_FILES))
declare(
    "accounts.edit_triage_rules",
    (is_administrator, NOT_ADMINISTRATOR),
    (in_same_municipality, OTHER_MUNICIPALITY),
)
declare("accounts.view_figures", (is_staff, NOT_STAFF))
