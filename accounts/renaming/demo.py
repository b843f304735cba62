"""An enterprise of the demo that became a cooperative last summer."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.casefile.models import CaseFile
from accounts.renaming.actions import Identity, rename
from portal.kernel.models import Municipality, Person


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Bouwbuur goes on as a cooperative with a number of its own."""
    case_file = CaseFile.objects.select_related("enterprise").get(name="Bouwbuur")
    rename(
        case_file=case_file,
        was=Identity.of(case_file.enterprise),
        to=Identity("Bouwbuur Coöperatie", "90000178", "cooperative"),
        on=timezone.localdate() - dt.timedelta(days=120),
        reason="De leerlingen en de klussers werden samen eigenaar.",
        by=staff["youssef"],
    )
