"""Self-assessments of the demo: one shared and corrected, one shared, one kept private, and a draft."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.casefile.models import CaseFile
from portal.kernel.models import Municipality, Person
from procurement.pso.assessments import actions
from procurement.pso.assessments.models import PsoAssessment, PsoPurchase, PsoWorkers

Enterprise = dict[str, Any]
#: (people, category, contract form, hours each)
People = tuple[tuple[int, str, str, str], ...]
#: (supplier, order, turnover, fte, direct score)
Purchases = tuple[tuple[str, str, str, str, str], ...]

#: (place in the list of case files, years ago, days ago, enterprise, people, purchases, what became of it)
STORY: tuple[tuple[int, int, int, Enterprise, People, Purchases, str], ...] = (
    (
        0, 1, 250,
        {"fte": "12.4", "full_time_hours": "36", "employees": 16, "main_aim": True, "aim_source": "Artikel 2 van de statuten", "whole_year": True},
        ((2, "pw", "regular", "28"), (1, "register", "supported", "24"), (2, "learner_1", "trainee", "16")),
        (),
        "shared",
    ),
    (
        2, 1, 200,
        {"fte": "40", "full_time_hours": "40", "employees": 46, "whole_year": True},
        ((2, "pw", "regular", "40"), (1, "ww", "seconded", "32"), (1, "learner_1", "trainee", "24")),
        (("Sociaal werkbedrijf De Schakel", "60000", "1200000", "20", "50"),),
        "shared",
    ),
    (
        4, 1, 150,
        {"fte": "22.5", "full_time_hours": "38"},
        ((1, "wajong", "regular", "24"), (1, "vso", "regular", "20")),
        (("Stichting Soepel", "14000", "640000", "9", "62"),),
        "submitted",
    ),
    (
        8, 0, 12,
        {"fte": "7.8", "full_time_hours": "36", "employees": 10},
        ((1, "pw", "regular", "32"),),
        (),
        "draft",
    ),
)  # fmt: skip


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Fill in and hand in, as members of the enterprises; where nobody logs in yet, the account manager did it."""
    files = list(CaseFile.objects.order_by("pk")[:20])
    today = timezone.localdate()
    for place, years, days, enterprise, people, purchases, outcome in STORY:
        case_file = files[place]
        member = case_file.members.filter(is_active=True).select_related("person").first()
        by = member.person if member else staff["sanne"]
        at = timezone.now() - dt.timedelta(days=days)
        made = _fill(case_file, today.year - years, by, at, enterprise, people, purchases)
        if outcome != "draft":
            actions.submit(assessment=made, version=made.version, share_it=outcome == "shared", by=by, at=at)
    _correct(files[0], staff)


def _fill(
    case_file: CaseFile,
    year: int,
    by: Person,
    at: dt.datetime,
    enterprise: Enterprise,
    people: People,
    purchases: Purchases,
) -> PsoAssessment:
    facts = {**enterprise, **{name: Decimal(enterprise[name]) for name in ("fte", "full_time_hours")}}
    made = actions.start(case_file=case_file, year=year, by=by, at=at, **facts)
    for number, category, form, hours in people:
        actions.add_row(
            PsoWorkers, assessment=made, by=by, people=number, category=category, form=form, hours=Decimal(hours),
        )  # fmt: skip
    for name, order, turnover, fte, score in purchases:
        actions.add_row(
            PsoPurchase, assessment=made, by=by, name=name, order=Decimal(order), turnover=Decimal(turnover),
            fte=Decimal(fte), score=Decimal(score),
        )  # fmt: skip
    return PsoAssessment.objects.get(pk=made.pk)


def _correct(case_file: CaseFile, staff: dict[str, Person]) -> None:
    """The hours of two people were wrong: version 2 takes the place of version 1, which stays."""
    former = PsoAssessment.objects.get(case_file=case_file, number=1)
    by = former.started_by
    at = timezone.now() - dt.timedelta(days=180)
    made = actions.correct(assessment=former, by=by)
    row = made.workers.get(category="pw")
    actions.change_row(row=row, version=row.version, by=by, hours=Decimal(32))
    made = PsoAssessment.objects.get(pk=made.pk)
    actions.submit(assessment=made, version=made.version, share_it=True, by=by, at=at)
    actions.stop_sharing(assessment=former, by=by)
