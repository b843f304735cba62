"""Recognition of the demo: checks with their outcome, one being done, marks of which one expires soon."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.casefile.models import CaseFile
from accounts.recognition import checks
from accounts.recognition.marks import add_mark
from accounts.recognition.placements import place as place_on_spectrum
from accounts.recognition.signals import signal_due
from accounts.timeline.models import Document
from portal.kernel.models import Municipality, Person

WHY = {
    "impact_first": "Het doel staat op één in de statuten. Gezien in artikel 2.",
    "product": "De onderneming verkoopt aan klanten en heeft een eigen winkel.",
    "independent": "Driekwart van de inkomsten komt uit verkoop (jaarrekening).",
    "reinvest": "De winst gaat naar nieuwe werkplekken; er is nooit dividend uitgekeerd.",
    "governance": "Medewerkers en buurt praten mee in een raad die vier keer per jaar bijeenkomt.",
    "transparent": "Er is een impactverslag, maar het staat nog niet op de website.",
}
#: (case file's place in the list, months ago, answers that are not "yes", motivation)
CHECKS: tuple[tuple[int, int, dict[str, str], str], ...] = (
    (0, 5, {"transparent": "partly"}, "U zet uw doel op één en verdient uw geld met verkoop. Zet uw verslag online."),
    (2, 23, {}, "U voldoet aan alle kenmerken van de SER en de EU."),
    (3, 4, {}, "De leden beslissen samen en de opbrengst blijft in de wijk."),
    (5, 3, {"independent": "partly", "governance": "partly"}, "Uw doel is sociaal. U leeft nog vooral van subsidie."),
    (8, 2, {"transparent": "partly"}, "Uw doel staat op één. Vertel openlijk wat u bereikt."),
    (17, 2, {"impact_first": "no"}, "Winst voor de boeren staat bij u voorop, en dat mag."),
)  # fmt: skip
#: (place in the list, kind, name, level, 30+, number, issued by, started months ago, months valid)
MARKS = (
    (0, "code", "", "", False, "CSO-2041", "Stichting Code Sociale Ondernemingen", 14, 24),
    (2, "pso", "", "3", True, "PSO-30-118", "PSO-Nederland", 23, 24),
    (4, "pso", "", "2", False, "PSO-774", "PSO-Nederland", 8, 24),
    (8, "bcorp", "", "", False, "BC-5512", "B Lab Europe", 10, 36),
    (9, "pso", "", "3", False, "PSO-310", "PSO-Nederland", 40, 24),
    (13, "other", "Keurmerk Kringloop Nederland", "", False, "KKN-19", "Branchevereniging Kringloop", 6, 36),
)  # fmt: skip


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Six checks that are concluded and one that is being done, six marks, and the signals that follow."""
    files = list(CaseFile.objects.order_by("pk"))
    now, today = timezone.now(), timezone.localdate()
    for index, months, others, summary in CHECKS:
        case_file, by, at = files[index], staff["sanne"], now - dt.timedelta(days=30 * months)
        check = checks.start_check(case_file=case_file, by=by, at=at)
        _judge(check, others, by, at)
        checks.conclude(
            check=check, summary=summary, version=check.version, by=by, at=at + dt.timedelta(days=9)
        )
    started = checks.start_check(case_file=files[1], by=staff["sanne"], at=now - dt.timedelta(days=2))
    _judge(started, {}, staff["sanne"], now - dt.timedelta(days=2), codes=("impact_first", "product"))
    for index, kind, name, level, thirty, number, issued_by, ago, months in MARKS:
        begin = checks.engine.add_months(today, -ago)
        add_mark(
            case_file=files[index], by=staff["sanne"], at=now - dt.timedelta(days=30), kind=kind, name=name,
            level=level, thirty_plus=thirty, number=number, issued_by=issued_by, valid_from=begin,
            valid_to=checks.engine.add_months(begin, months) - dt.timedelta(days=1),
            checked_on=today - dt.timedelta(days=30),
        )  # fmt: skip
    place_on_spectrum(
        case_file=files[0], place="subsidised", on=today - dt.timedelta(days=700), by=staff["sanne"],
        reason="De start werd voor de helft met subsidie betaald.",
    )  # fmt: skip
    signal_due(municipality_id=municipality.pk, today=today)


def _judge(
    check: checks.DefinitionCheck,
    others: dict[str, str],
    by: Person,
    at: dt.datetime,
    codes: tuple[str, ...] = tuple(WHY),
) -> None:
    documents = list(Document.objects.filter(case_file=check.case_file).order_by("pk")[:1])
    for code in codes:
        checks.judge(
            check=check, code=code, answer=others.get(code, "yes"), motivation=WHY[code], version=0, by=by,
            documents=documents, at=at,
        )  # fmt: skip
