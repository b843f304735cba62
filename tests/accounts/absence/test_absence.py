"""Replacement: the colleague's work in one's own worklist, never more than one's own rights, and no circles."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.absence import actions
from accounts.absence.engine import Period, clash
from accounts.models import Absence, Task
from accounts.worklist.queries import worklist
from portal.kernel.models import Mail
from portal.kernel.tenancy.scope import scoped
from tests.accounts.intake.test_same_moment import at_once
from tests.accounts.questions.conftest import make_case
from tests.accounts.worklist.test_worklist import actor_for, add_task, day
from tests.factories import make_municipality, make_staff


def away(case, person, replacement, start=0, end=3):
    return actions.set_absence(
        municipality=case.municipality, person=person, replacement=replacement, from_on=day(start),
        until_on=day(end), by=person,
    )  # fmt: skip


def lines(person):
    return {item.text: item.whose for group in worklist(actor_for(person)).groups for item in group.items}


def test_the_replacement_sees_the_work_marked_and_new_work_too_until_it_ends_by_itself(case):
    with case.scope():
        add_task(case, "Bellen", case.care)
        absence = away(case, case.care, case.manager)
        assert lines(case.manager)["Bellen"] == str(case.care)
        add_task(case, "Nieuw", case.care)
        assert lines(case.manager)["Nieuw"] == str(case.care)
        assert Mail.objects.filter(to=case.manager.email).count() == 1
        Absence.objects.filter(pk=absence.pk).update(from_on=day(-5), until_on=day(-1))
        assert "Bellen" not in lines(case.manager)


def test_the_replacement_sees_nothing_of_domains_and_roles_that_are_not_theirs(case):
    with case.scope():
        add_task(case, "Zorg", case.care, domain="care")
        add_task(case, "Algemeen", case.care)
        away(case, case.care, case.work)
        assert set(lines(case.work)) == {"Algemeen"}
        Absence.objects.all().delete()
        away(case, case.manager, case.work)
        case.case_file.__class__.objects.update(last_activity_at=timezone.now() - dt.timedelta(days=400))
        assert case.case_file.name in lines(case.manager)
        assert case.case_file.name not in lines(case.work)


def test_overlapping_and_circular_replacements_are_refused(case):
    with case.scope():
        away(case, case.care, case.work)
        for person, replacement, code in (
            (case.care, case.manager, "overlap"),
            (case.manager, case.care, "replacement_away"),
            (case.work, case.manager, "replaces"),
        ):
            with pytest.raises(actions.ClashError) as refused:
                away(case, person, replacement, start=1)
            assert refused.value.clash.code == code
        assert away(case, case.care, case.work).pk == Absence.objects.get().pk  # a double click


def test_the_page_says_why_it_refuses_and_keeps_what_was_typed(case, client_for):
    with case.scope():
        away(case, case.care, case.work)
    client = client_for(case.work)
    sent = {
        "from_on": f"{day(1):%d-%m-%Y}", "until_on": f"{day(2):%d-%m-%Y}", "replacement": str(case.care.pk),
        "note": "Let op",
    }  # fmt: skip
    page = client.post("/afwezig/", sent)
    assert (
        page.status_code == 422
        and "dan ook afwezig" in page.content.decode()
        and "Let op" in page.content.decode()
    )
    sent |= {"replacement": str(case.manager.pk), "from_on": "x", "until_on": "01-01-1899"}
    assert client.post("/afwezig/", sent).status_code == 422


def test_only_the_colleague_or_who_arranges_the_team_ends_an_absence(case, client_for, other_municipality):
    with case.scope():
        absence = away(case, case.care, case.work)
    assert client_for(case.work).post(f"/afwezig/{absence.pk}/terug/").status_code == 403
    stranger = make_staff(other_municipality, "account_manager")
    assert client_for(stranger).post(f"/afwezig/{absence.pk}/terug/").status_code == 404
    assert client_for(case.manager).post(f"/afwezig/{absence.pk}/terug/").status_code == 302
    with case.scope():
        assert not Absence.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_name_each_other_at_the_same_moment_do_not_both_get_it():
    case = make_case(make_municipality("Tegelijk afwezig"))

    def run(person, replacement):
        def call():
            with scoped([case.municipality.pk]):
                try:
                    return away(case, person, replacement).pk
                except actions.ClashError:
                    return "refused"

        return call

    results = at_once(run(case.care, case.work), run(case.work, case.care))
    assert results.count("refused") == 1
    with case.scope():
        assert Absence.objects.count() == 1
        assert Task.objects.count() == 0


periods = st.builds(
    lambda person, other, start, length: Period(person, other, start, start + dt.timedelta(days=length)),
    st.integers(1, 4), st.integers(5, 8) | st.integers(1, 4), st.dates(dt.date(2026, 1, 1), dt.date(2026, 2, 1)),
    st.integers(0, 20),
)  # fmt: skip


@given(st.lists(periods, max_size=12))
def test_accepted_absences_never_go_round_in_a_circle_or_overlap(wanted):
    accepted: list[Period] = []
    for period in wanted:
        if period.person != period.replacement and clash(period, accepted) is None:
            accepted.append(period)
    for one in accepted:
        for other in accepted:
            if one is not other and one.overlaps(other):
                assert one.person not in (other.person, other.replacement)
