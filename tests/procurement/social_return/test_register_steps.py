"""The steps of bringing a register in: columns by hand, what was previewed comes in, two at once, stopped goes on."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from accounts.imports import kinds
from portal.kernel.jobs import actions as jobs
from portal.kernel.models import Job, StoredFile
from portal.kernel.tenancy.scope import scoped
from procurement.models import Contract, RegisterImport
from procurement.social_return.imports import actions
from tests.factories import make_staff
from tests.procurement.social_return.register_desk import (
    COORDINATOR,
    HEADINGS,
    ONE,
    Desk,
    csv,
    elsewhere,
    many,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(client_for):
    return Desk(client_for)


@pytest.mark.parametrize("mode", ["all", "good"])
def test_what_a_colleague_changed_after_the_preview_is_left_alone(desk, mode):
    desk.bring_in("contracts", csv(HEADINGS, ONE), "r.csv")
    rows = [ONE.replace("Schoonmaak", "Poetsen"), ONE.replace("R-1", "R-2"), ONE.replace("R-1", "R-3")]
    source = desk.check("contracts", csv(HEADINGS, *rows), "r.csv")
    assert desk.outcomes(source) == {"changed": 1, "new": 2}
    with scoped([desk.municipality.pk]):
        Contract.objects.update(title="Door een collega")
    assert desk.start(source, mode).status_code == 302
    source = desk.work()
    assert (source.state, source.problem) == (("checked", "conflicts") if mode == "all" else ("done", ""))
    assert "Een collega heeft dit na de controle gewijzigd" in desk.page(source)
    with scoped([desk.municipality.pk]):
        assert Contract.objects.get(reference="R-1").title == "Door een collega"
        assert Contract.objects.count() == (1 if mode == "all" else 3)


@pytest.mark.parametrize(("mode", "left"), [("all", 0), ("good", 2)])
def test_an_import_stopped_halfway_keeps_what_is_done_or_nothing_and_goes_on(desk, monkeypatch, mode, left):
    monkeypatch.setattr(actions, "CONTRACTS", 2)
    source = desk.check("contracts", csv(HEADINGS, *many(5)), "r.csv")
    kind = kinds.kind_of(source)

    def stops(source: RegisterImport, rows: Any) -> None:
        kind.apply(source, rows)
        if rows[0].number == 2:
            elsewhere(press_stop)

    def press_stop() -> None:
        with scoped([desk.municipality.pk]):
            jobs.cancel_job(job=Job.objects.get(state="running"))

    with monkeypatch.context() as patch:
        patch.setitem(kinds._kinds, RegisterImport, replace(kind, apply=stops))
        desk.start(source, mode)
        source = desk.work()
    assert source.state == "importing" and source.job.state == "cancelled"
    with scoped([desk.municipality.pk]):
        assert Contract.objects.count() == left
    assert "De import is gestopt" in desk.page(source)
    desk.start(source, mode)
    source = desk.work()
    assert source.state == "done" and desk.results(source) == {"made": 5}
    desk.start(source)  # done is done
    assert desk.results(desk.work()) == {"made": 5}


def test_a_double_click_imports_once(desk):
    source = desk.check("contracts", csv(HEADINGS, ONE), "r.csv")
    data = {"mode": "good", "seen": str(source.job_id)}
    for _click in range(2):
        assert desk.client.post(reverse("register_import_start", args=[source.pk]), data).status_code == 302
    assert desk.client.post(reverse("register_import_discard", args=[source.pk])).status_code == 302
    with scoped([desk.municipality.pk]):
        assert Job.objects.filter(kind="register-import").count() == 1
    assert desk.results(desk.work()) == {"made": 1}


def test_two_officers_with_the_same_list_make_everything_once(desk, client_for):
    register = csv(HEADINGS, *many(30))
    sources = [desk.check("contracts", register, "r.csv") for _officer in range(2)]
    greet = client_for(make_staff(desk.municipality, COORDINATOR, name="Greet"))
    for source, client in zip(sources, (desk.client, greet), strict=True):
        assert desk.start(source, "all", client).status_code == 302
    with scoped([desk.municipality.pk]):
        waiting = list(Job.objects.filter(state="queued").values_list("pk", flat=True))

    elsewhere(*(partial(jobs.run, str(pk), desk.municipality.pk) for pk in waiting))
    done = [desk.fresh(source) for source in sources]
    assert [source.state for source in done] == ["done", "done"], [source.job.error for source in done]
    assert sorted(desk.results(source).get("made", 0) for source in done) == [0, 30]
    with scoped([desk.municipality.pk]):
        assert Contract.objects.count() == 30


def test_what_was_previewed_comes_in_whatever_happens_to_the_file_or_in_another_window(desk):
    source = desk.check("contracts", csv(HEADINGS, ONE), "r.csv")
    seen = str(source.job_id)
    desk.swap(source, csv(HEADINGS, ONE.replace("Schoonmaak", "Verwisseld")))
    # In another window a colleague checks it again: the first window does not import what it never showed.
    desk.client.post(reverse("register_import_check_again", args=[source.pk]))
    desk.work()
    data = {"mode": "good", "seen": seen}
    answer = desk.client.post(reverse("register_import_start", args=[source.pk]), data, follow=True)
    assert "opnieuw gecontroleerd nadat je de pagina opende" in answer.content.decode()
    desk.swap(source, csv(HEADINGS, ONE.replace("R-1", "R-9"), ONE))
    desk.start(source)
    assert desk.results(desk.work()) == {"made": 1}
    with scoped([desk.municipality.pk]):
        assert Contract.objects.get().title == "Verwisseld"  # as the last preview showed it
        assert not StoredFile.objects.exists()


def test_all_or_nothing_refuses_wrong_rows(desk):
    source = desk.check(
        "contracts", csv(HEADINGS, ONE, ONE.replace("R-1", "R-2").replace("diensten", "?")), "r.csv"
    )
    answer = desk.start(source, "all")
    assert answer.status_code == 422 and "Er zijn foute rijen" in answer.content.decode()
    assert desk.start(source, "").status_code == 422
    assert desk.client.post(reverse("register_import_discard", args=[source.pk])).status_code == 302
    with scoped([desk.municipality.pk]):
        assert not RegisterImport.objects.exists() and not StoredFile.objects.exists()


def test_headings_that_nobody_knows_are_matched_by_hand_and_remembered(desk):
    headings = "Alfa;Beta;Gamma;Delta;Epsilon;Zeta;Eta;Theta;Iota"
    page = desk.columns("contracts", csv(headings, ONE), "r.csv")
    assert page.context["head"].mapping == {}
    assert (
        "We vonden geen kolom voor:" in page.content.decode()
        and "Bijvoorbeeld: Poets bv" in page.content.decode()
    )
    answer = desk.match(page, column_0="reference")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Kies de kolom voor: Wat wordt er gekocht?; " in text or "Kies de kolom voor: " in text
    fields = (
        "reference",
        "title",
        "supplier_name",
        "kvk_number",
        "department",
        "kind",
        "starts_on",
        "ends_on",
        "value",
    )
    chosen = {f"column_{number}": field for number, field in enumerate(fields)}
    twice = desk.match(page, **{**chosen, "column_2": "title"})
    assert twice.status_code == 422 and "is al gekozen voor de kolom “Beta”" in twice.content.decode()
    assert desk.match(page, **chosen).status_code == 302
    source = desk.work()
    assert desk.outcomes(source) == {"new": 1}
    # The next list of this municipality with these headings, in another order, is known; a list of efforts is not.
    moved = desk.columns(
        "contracts", csv("Beta;Alfa;Gamma;Delta;Epsilon;Zeta;Eta;Theta;Iota", "Iets;R-2"), "r.csv"
    )
    assert moved.context["head"].remembered and moved.context["head"].mapping["title"] == 0
    assert not desk.columns("efforts", csv(headings, ONE), "r.csv").context["head"].remembered
