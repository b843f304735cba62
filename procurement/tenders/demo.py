"""Purchases of the demo: planned ones with a chance, one that is reserved and asked, one awarded last year."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from accounts.casefile.models import CaseFile
from portal.kernel.models import Municipality, Person
from procurement.market import cpv
from procurement.models import Tender
from procurement.tenders.plan.actions import choose, plan, show
from procurement.tenders.reserved.actions import answer, award, invite

#: (title, department, kind, CPV, value, days until the procedure, days until the contract, months, chance, public)
PLANS = (
    ("Lunches en vergadercatering", "Facilitaire zaken", "services", "55520000", "95000", 20, 95, 24, "Past bij sociale cateraars uit de stad; levering per wijk is mogelijk.", True),
    ("Taalles voor inwoners", "Werk en inkomen", "social", "80580000", "300000", 34, 130, 24, "Kleine aanbieders mogen samen inschrijven.", True),
    ("Onderhoud van plantsoenen in de Spinnerswijk", "Openbare ruimte", "services", "77310000", "180000", 48, 140, 24, "De perken bij de scholen worden een eigen perceel.", True),
    ("Kantoormeubels, ook gebruikt", "Facilitaire zaken", "supplies", "39130000", "140000", 66, 150, 12, "Wij vragen hoeveel er gerepareerd is.", True),
    ("Schoonmaak van de sporthallen", "Vastgoed", "services", "90910000", "460000", 85, 220, 48, "", True),
    ("Herinrichting van het Marktplein", "Openbare ruimte", "works", "45233262", "6100000", 150, 330, 14, "Social return; sloophout is voor hergebruik.", True),
    ("Onderzoek naar de parkeernorm", "Mobiliteit", "services", "73110000", "38000", 28, 60, 6, "", False),
)  # fmt: skip


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Plans of five departments; workwear is asked now, a garden for day care was awarded a year ago."""
    tarik, now = staff["tarik"], timezone.now()
    for row in PLANS:
        _plan(municipality, tarik, now - dt.timedelta(days=20), *row)
    files = list(CaseFile.objects.order_by("pk").select_related("enterprise")[:20])
    asked = _plan(
        municipality, tarik, now - dt.timedelta(days=30),
        "Wassen en herstellen van werkkleding", "Openbare ruimte", "services", "98310000", "120000", -16, 60, 24,
        "Voorbehouden aan ondernemingen met minstens 30% medewerkers met afstand tot werk.", True,
    )  # fmt: skip
    asked = choose(
        tender=asked, version=asked.version, procedure="multiple", reserved="2.82", by=tarik,
        reason="In de stad zijn twee wasserijen die hieraan kunnen voldoen.", at=now - dt.timedelta(days=16),
    )  # fmt: skip
    today = timezone.localdate()
    invite(
        tender=asked, case_files=[files[9].pk], answer_by=today + dt.timedelta(days=12), by=tarik,
        at=now - dt.timedelta(days=6),
    )  # fmt: skip
    _awarded(municipality, tarik, files[5], now - dt.timedelta(days=400))


def _plan(
    municipality: Municipality, by: Person, at: dt.datetime, title: str, department: str, kind: str, code: str,
    value: str, begins: int, starts: int, months: int, chance: str, public: bool,
) -> Tender:  # fmt: skip
    today = timezone.localdate()
    made = plan(
        municipality=municipality, by=by, at=at, title=title, department=department, kind=kind,
        cpv_code=cpv.complete(code), value=Decimal(value), begins_on=today + dt.timedelta(days=begins),
        starts_on=today + dt.timedelta(days=starts), months=months, chance=chance,
    )  # fmt: skip
    if public:
        made = show(tender=made, version=made.version, is_public=True, shows_value=months < 24, by=by, at=at)
    return made


def _awarded(municipality: Municipality, by: Person, winner: CaseFile, at: dt.datetime) -> None:
    made = _plan(
        municipality, by, at, "Dagbesteding in het groen", "Maatschappelijke ondersteuning", "social", "85312100",
        "290000", -400, -330, 24, "Voorbehouden onder artikel 2.82a.", True,
    )  # fmt: skip
    made = choose(
        tender=made, version=made.version, procedure="multiple", reserved="2.82a", by=by, at=at,
        reason="De tuin en de begeleiding horen bij elkaar; wij zoeken een partij met een publiek doel.",
    )  # fmt: skip
    day = timezone.localtime(at).date()
    asked = invite(
        tender=made,
        case_files=[winner.pk],
        answer_by=day + dt.timedelta(days=20),
        by=by,
        at=at + dt.timedelta(hours=2),
    )[0]
    answer(
        invitation=asked, takes_part=True, words="Wij hebben plek voor twaalf mensen.", name="Lieke Linden",
        declares=True, at=at + dt.timedelta(days=5),
    )  # fmt: skip
    made.refresh_from_db()
    award(
        tender=made, version=made.version, winner=asked, value=Decimal("276000.00"), by=by,
        awarded_on=day + dt.timedelta(days=25), starts_on=day + dt.timedelta(days=70),
        ends_on=day + dt.timedelta(days=70 + 730), at=at + dt.timedelta(days=25),
        motivation="De Linden verbindt het werk in de tuin met begeleiding, en heeft plek genoeg.",
    )  # fmt: skip
