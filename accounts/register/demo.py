"""The public register of the demo: ten entries that are public and one that waits."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.casefile.models import CaseFile
from accounts.register.actions import ask, publish
from portal.kernel.models import Municipality, Person

#: (case file's place in the list, products, district, website)
ENTRIES = (
    (0, "tassen, werkkleding, naaicursus", "Spinnerswijk", "https://tweededraad.example"),
    (2, "fietsreparatie, deelfietsen", "Noord", "https://fietswerk.example"),
    (3, "zonnestroom", "Noord", ""),
    (4, "meubels, binnenwanden", "Centrum", "https://houtgoed.example"),
    (5, "dagbesteding, groente", "De Linden", ""),
    (7, "reparatie, werkplaats", "Haven", "https://reparatiehal.example"),
    (8, "koffie, catering", "Centrum", "https://karakter.example"),
    (9, "wasserij", "Haven", ""),
    (13, "wasmachines, witgoed", "Noord", ""),
    (17, "groente, fruit, zuivel", "De Linden", "https://versvandevecht.example"),
)


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Entrepreneurs opt in over the year; the account manager publishes a few days later."""
    files = list(
        CaseFile.objects.order_by("pk")
        .select_related("enterprise", "account_manager")
        .prefetch_related("members__person")
    )
    now = timezone.now()
    for place, products, district, website in ENTRIES:
        case_file, at = files[place], now - dt.timedelta(days=200 - 11 * place)
        member = next(iter(case_file.members.all()), None)
        entry = ask(
            case_file=case_file,
            shown=_shown(case_file, products, district, website),
            by=member.person if member else staff["sanne"],
            at=at,
        )
        publish(entry=entry, version=entry.version, by=staff["sanne"], at=at + dt.timedelta(days=3))
    waiting = files[10]
    first = next(iter(waiting.members.all()), None)
    ask(
        case_file=waiting, shown=_shown(waiting, "soep", "De Linden", ""), by=first.person if first else staff["sanne"]
    )  # fmt: skip


def _shown(case_file: CaseFile, products: str, district: str, website: str) -> dict[str, object]:
    return {
        "name": case_file.name, "summary": case_file.summary or case_file.name, "products": products,
        "themes": case_file.themes, "district": district, "city": case_file.enterprise.city, "website": website,
        "show_marks": True,
    }  # fmt: skip
