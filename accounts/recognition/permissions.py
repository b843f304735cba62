"""Who may judge, look second, and keep marks."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from accounts.rules import NOT_ON_CASE_FILES
from portal.kernel.permissions import Actor, declare
from portal.kernel.rules import OTHER_MUNICIPALITY, in_same_municipality, works_on_case_files

NOT_YOUR_OWN = _("You proposed this outcome yourself. A colleague looks second.")


@rules.predicate
def is_another(actor: Actor, obj: Any) -> bool:
    """Whoever looks second did not propose the outcome."""
    return getattr(obj, "proposed_by_id", None) is None or (
        actor.person is not None and obj.proposed_by_id != actor.person.pk
    )


_WORK = ((works_on_case_files, NOT_ON_CASE_FILES), (in_same_municipality, OTHER_MUNICIPALITY))

declare("accounts.recognise", *_WORK)
declare("accounts.second_opinion", *_WORK, (is_another, NOT_YOUR_OWN))
