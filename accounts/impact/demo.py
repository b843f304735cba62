"""Goals of the demo's coalition programme, and what enterprises claim for them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from accounts.casefile.models import CaseFile
from accounts.impact.actions import attach, check_claim, claim, make_goal, make_indicator, refuse_claim
from accounts.timeline.actions import add_document
from portal.kernel.files.actions import store_bytes
from portal.kernel.models import Municipality, Person

#: name, unit, counts people
INDICATORS = (
    ("Mensen met werk of een leerwerkplek", "mensen", True),
    ("Materiaal opnieuw gebruikt", "kg", False),
    ("CO2-uitstoot voorkomen", "kg", False),
    ("Bezoekers van ontmoetingsplekken", "bezoeken", False),
    ("Dagdelen dagbesteding", "dagdelen", False),
)
#: title, theme, place of the indicator, baseline, target, page of the programme
GOALS = (
    ("Honderd mensen extra aan het werk bij sociale ondernemers", "work", 0, "0", "100", "12"),
    ("Vijftig ton afval krijgt een tweede leven", "circular", 1, "8000", "50000", "27"),
    ("De stad stoot minder CO2 uit", "sustainable", 2, "0", "40000", "31"),
    ("In elke wijk een plek om elkaar te ontmoeten", "cohesion", 3, "2500", "20000", "18"),
)
#: place of the case file, kind, place of the indicator, quantity, months ago, harm, measure, became
CLAIMS = (
    (0, "impact", 1, "9400", 3, "", "", "checked"),
    (0, "impact", 0, "12", 3, "", "", "checked"),
    (0, "limitation", 2, "1850", 2, "Onze busjes rijden op diesel.", "Twee busjes zijn nu elektrisch.", "claimed"),
    (1, "impact", 3, "3120", 2, "", "", "checked"),
    (2, "impact", 0, "9", 4, "", "", "checked"),
    (2, "impact", 1, "6200", 2, "", "", "claimed"),
    (3, "impact", 2, "11800", 5, "", "", "checked"),
    (4, "impact", 1, "4300", 4, "", "", "checked"),
    (8, "impact", 0, "6", 2, "", "", "claimed"),
    (9, "limitation", 2, "2600", 4, "Wassen kost veel warm water.", "Wij hergebruiken de warmte.", "checked"),
    (10, "impact", 3, "410", 1, "", "", "refused"),
)  # fmt: skip


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Four goals, and eleven claims: most checked, some waiting, one refused."""
    year = timezone.localdate().year
    indicators = [
        make_indicator(municipality=municipality, by=staff["ilse"], name=name, unit=unit, about_people=people)
        for name, unit, people in INDICATORS
    ]
    for title, theme, place, baseline, target, page in GOALS:
        make_goal(
            municipality=municipality, by=staff["ilse"], title=title, theme=theme, indicator_id=indicators[place].pk,
            starts_on=dt.date(year - 1, 1, 1), ends_on=dt.date(year + 3, 12, 31), baseline=Decimal(baseline),
            target=Decimal(target), source=f"Coalitieakkoord Samen Verder, bladzijde {page}",
        )  # fmt: skip
    files = list(CaseFile.objects.order_by("pk"))
    for place, kind, number, quantity, months, harm, measure, became in CLAIMS:
        case_file = files[place]
        member = case_file.members.select_related("person").first()
        last = timezone.localdate() - dt.timedelta(days=30 * months)
        at = timezone.now() - dt.timedelta(days=30 * months - 9)
        by = member.person if member else staff["sanne"]
        made = claim(
            case_file=case_file, by=by, at=at, kind=kind, indicator_id=indicators[number].pk, harm=harm,
            quantity=Decimal(quantity), starts_on=last - dt.timedelta(days=89), ends_on=last, measure=measure,
            explanation="Geteld in onze eigen administratie.",
        )  # fmt: skip
        stored = store_bytes(
            content=b"Telling per week, uit de administratie van de onderneming.\n", name="telling.txt",
            content_type="text/plain", municipality=municipality, by=by,
        )  # fmt: skip
        attach(
            claim=made,
            document=add_document(
                case_file=case_file, title="Telling per week", file=stored, by=by, for_entrepreneur=True
            ),
        )
        later = at + dt.timedelta(days=6)
        if became == "checked":
            check_claim(claim=made, version=made.version, by=staff["youssef"], at=later)
        elif became == "refused":
            refuse_claim(
                claim=made, version=made.version, by=staff["youssef"], at=later,
                reason="De telling gaat over een andere periode. Stuurt u de juiste lijst?",
            )  # fmt: skip
