"""Challenges on the case file: in which an enterprise took part, and how far it came."""

from __future__ import annotations

from django.db.models import Max

from accounts.casefile.models import CaseFile
from challenges.contests.entries.models import Entry, EntryState
from portal.kernel.permissions import Actor

#: Entries the panel shows.
MOST = 6


def panel(case_file: CaseFile, _actor: Actor) -> list[Entry]:
    """The newest entries that were sent in; drafts are of who writes them."""
    return list(
        Entry.objects.filter(case_file=case_file)
        .exclude(state__in=[EntryState.DRAFT, EntryState.WITHDRAWN])
        .select_related("challenge", "coaching__coach__contact")
        .annotate(plan_number=Max("plan_versions__number"))
        .order_by("-submitted_at")[:MOST]
    )
