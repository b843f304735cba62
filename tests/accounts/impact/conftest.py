"""A goal on reused material, and an enterprise with an entrepreneur and its account manager."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.impact import actions
from accounts.models import CaseFile
from portal.kernel.tenancy.scope import scoped
from tests.accounts.questions.conftest import make_case


def upload():
    file = SimpleUploadedFile("telling.txt", b"week 1: 10 kg", content_type="text/plain")
    file.checked_content_type = "text/plain"
    return file


def goal_of(municipality, by, title="Minder afval", indicator=None, **changes):
    indicator = indicator or actions.make_indicator(
        municipality=municipality, by=by, name="Materiaal opnieuw gebruikt", unit="kg"
    )
    facts = {
        "title": title, "theme": "circular", "indicator_id": indicator.pk, "starts_on": dt.date(2026, 1, 1),
        "ends_on": dt.date(2026, 12, 31), "baseline": Decimal(100), "target": Decimal(1000), "source": "Akkoord",
        **changes,
    }  # fmt: skip
    return actions.make_goal(municipality=municipality, by=by, **facts)


def claim_of(case, goal, quantity="400", evidence=True, **changes):
    facts = {
        "indicator_id": goal.indicator_id, "quantity": Decimal(quantity), "starts_on": dt.date(2026, 3, 1),
        "ends_on": dt.date(2026, 3, 31), **changes,
    }  # fmt: skip
    return actions.claim(
        case_file=case.case_file, by=case.entrepreneur, evidence=[upload()] if evidence else [], **facts
    )


def make_world(municipality):
    case = make_case(municipality)
    with scoped([municipality.pk]):
        CaseFile.objects.update(themes=["circular"])
        case.case_file.refresh_from_db()
        return case, goal_of(municipality, case.manager)


@pytest.fixture
def world(municipality):
    return make_world(municipality)
