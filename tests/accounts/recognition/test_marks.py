"""Marks with validity, and places on the spectrum."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import CaseFile, EnterpriseMember, Mark, Placement, Task
from accounts.recognition.figures import marks_by_kind
from accounts.recognition.marks import OverlapError, add_mark, change_mark
from accounts.recognition.placements import place
from accounts.recognition.signals import signal_due
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Mail
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file, make_person

TODAY = timezone.localdate


def day(days):
    return TODAY() + dt.timedelta(days=days)


@pytest.fixture
def case(municipality, staff):
    sanne, case_file = staff("account_manager"), make_case_file(municipality)
    with scoped([municipality.pk]):
        yield municipality, sanne, case_file


def mark(case, kind="bcorp", start=-30, end=400, **more):
    _municipality, sanne, case_file = case
    return add_mark(
        case_file=case_file, by=sanne, kind=kind, issued_by="Uitgever", valid_from=day(start),
        valid_to=None if end is None else day(end), checked_on=TODAY(), **more,
    )  # fmt: skip


def test_the_same_mark_cannot_be_valid_twice_on_one_day(case):
    mark(case, end=10)
    with pytest.raises(OverlapError):
        mark(case, start=10)
    mark(case, start=11)
    mark(case, kind="code")
    mark(case, kind="other", name="Kringloop")
    with pytest.raises(OverlapError):
        mark(case, kind="other", name="kringloop", start=0)
    assert marks_by_kind(TODAY()) == {"bcorp": 1, "code": 1, "other": 1}


def test_an_expiring_mark_is_told_once_to_staff_and_entrepreneur(case):
    municipality, sanne, case_file = case
    boris = make_person()
    EnterpriseMember.objects.create(municipality=municipality, case_file=case_file, person=boris)
    CaseFile.objects.update(account_manager=sanne)
    soon = mark(case, end=60)
    mark(case, kind="code", end=200)
    for _run in range(2):
        signal_due(municipality_id=municipality.pk, today=TODAY())
    assert Task.objects.get().holder == sanne
    assert "B Corp" in Mail.objects.get(to=boris.email).subject
    Task.objects.update(done_at=timezone.now())
    signal_due(municipality_id=municipality.pk, today=TODAY())
    assert Task.objects.count() == 1
    change_mark(mark=soon, version=1, by=sanne, valid_to=day(70))
    signal_due(municipality_id=municipality.pk, today=TODAY())
    assert Task.objects.count() == 2


def test_a_renewal_ends_the_signal_and_is_not_signalled_itself(case):
    municipality, _sanne, _case_file = case
    mark(case, end=20)
    signal_due(municipality_id=municipality.pk, today=TODAY())
    mark(case, start=21, end=700)
    assert not Task.objects.filter(done_at=None).exists()


def test_two_who_change_a_mark_are_told(case):
    _municipality, sanne, _case_file = case
    found = mark(case)
    change_mark(mark=found, version=1, by=sanne, number="1")
    with pytest.raises(StaleVersionError):
        change_mark(mark=found, version=1, by=sanne, number="2")
    assert Mark.objects.get().number == "1"


def test_the_case_file_follows_the_latest_place(case):
    _municipality, sanne, case_file = case
    place(case_file=case_file, place="social", on=day(-10), reason="Toets", by=sanne)
    place(case_file=case_file, place="charity", on=day(-400), reason="Start", by=sanne)
    for _click in range(2):
        place(case_file=case_file, place="charity", on=day(-400), reason="Start", by=sanne)
    case_file.refresh_from_db()
    assert case_file.spectrum == "social"
    assert Placement.objects.count() == 2
