"""Hand-overs of the demo: one that was confirmed, and one whose note waits in the worklist."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.casefile.models import CaseFile, CaseFileState
from accounts.handover.actions import acknowledge, hand_over
from accounts.handover.queries import MANAGER, ROUTES, TASKS, TRACKS
from portal.kernel.models import Municipality, Person

#: (who gives, who receives, place among the giver's case files, days ago, note, confirmed).
STORY = (
    ("sanne", "youssef", 3, 40,
     "Zij verhuizen naar Noord, dus jij bent dichterbij. De huur van de werkplaats loopt op 1 februari af.", True),
    ("youssef", "sanne", 4, 1,
     "Deze onderneming werkt nu vooral in de Binnenstad. Beloofd is een gesprek voor het einde van de maand. "
     "De begroting ligt bij de documenten.", False),
)  # fmt: skip


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """One case file each way."""
    for giver, receiver, place, days, note, confirmed in STORY:
        files = CaseFile.objects.filter(account_manager=staff[giver], state=CaseFileState.ACTIVE)
        outcome = hand_over(
            municipality=municipality,
            giver=staff[giver],
            receiver=staff[receiver],
            parts=(MANAGER, TRACKS, TASKS, ROUTES),
            note=note,
            by=staff[giver],
            files=[files.order_by("pk")[place].pk],
            at=timezone.now() - dt.timedelta(days=days),
        )
        if confirmed:
            made = outcome.hand_over
            acknowledge(hand_over=made, by=staff[receiver], at=made.made_at + dt.timedelta(hours=20))
