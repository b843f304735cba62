"""Absences of the demo: a colleague who is away now, and one who goes on holiday."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.absence.actions import set_absence
from portal.kernel.models import Municipality, Person

#: (who, replacement, first day from today, last day from today, note).
STORY = (
    ("fenna", "sanne", -3, 4, "Ik ben op cursus. Alleen de vraag over het terras kan niet wachten."),
    ("youssef", "sanne", 26, 38, "Kerstvakantie. Voor de Kringloopgroep ligt een briefje in het dossier."),
)  # fmt: skip


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Fenna is away this week, Youssef later; Sanne looks after the work of both."""
    today = timezone.localdate()
    for who, replacement, start, end, note in STORY:
        set_absence(
            municipality=municipality,
            person=staff[who],
            replacement=staff[replacement],
            from_on=today + dt.timedelta(days=start),
            until_on=today + dt.timedelta(days=end),
            note=note,
            by=staff[who],
        )
