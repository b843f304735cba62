"""Self-assessments: versions, fixed results, rules that change, sharing, and two people at once."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from accounts.models import TimelineEntry
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.rulesets.actions import set_rules
from procurement.models import PsoAssessment, PsoPurchase, PsoWorkers
from procurement.pso.assessments import actions
from procurement.pso.assessments.reading import read
from procurement.pso.preview import what_changes
from procurement.pso.rulesets import KIND, default
from tests.accounts.intake.test_same_moment import at_once
from tests.factories import make_municipality
from tests.procurement.pso.conftest import make_case


def test_the_vector_is_kept_to_the_fraction_when_handed_in(case):
    with case.scope():
        found = case.fresh(case.submitted(order=True))
        assert (found.level, found.score) == (3, Decimal("8.1471"))
        result = read(found).result
        assert result.total == Fraction("0.069125") + Fraction(1, 81)
        live = read(case.draft(year=2024, order=True)).result
        assert result.lines == live.lines  # what is kept says exactly what was computed


def test_rules_that_change_leave_what_is_handed_in_alone_and_a_draft_follows(case):
    with case.scope():
        kept, draft = case.submitted(), case.draft(year=2024)
        data = default() | {"norms": [{"size": "2", "one": "1", "two": "2", "three": "3"}]}
        set_rules(
            municipality=case.municipality, kind=KIND, name="PSO", source="Proef", data=data,
            valid_from=timezone.localdate(), by=None,
        )  # fmt: skip
        assert read(case.fresh(kept)).result.level == 2
        assert read(draft).result.level == 2  # what the entrepreneur saw is what is computed, until a change
        changed = actions.change(assessment=draft, version=draft.version, by=case.entrepreneur, employees=50)
        assert read(changed).result.level == 3
        assert read(case.fresh(kept)).assessment.rules_version == 0


def test_a_draft_keeps_its_rules_when_the_new_ones_miss_a_category_it_uses(case):
    with case.scope():
        draft = case.draft()
        rows = [row for row in default()["categories"] if row["code"] != "ww"]
        set_rules(
            municipality=case.municipality, kind=KIND, name="PSO", source="Proef",
            data=default() | {"categories": rows}, valid_from=timezone.localdate(), by=None,
        )  # fmt: skip
        changed = actions.change(assessment=draft, version=draft.version, by=case.entrepreneur, employees=50)
        assert (changed.rules_version, read(changed).result.level) == (0, 2)
        kept = actions.submit(
            assessment=changed, version=changed.version, share_it=False, by=case.entrepreneur
        )
        again = actions.correct(assessment=kept, by=case.entrepreneur)
        assert read(case.fresh(again)).result.level == 2


def test_a_corrected_version_keeps_the_old_one(case):
    with case.scope():
        old = case.submitted(order=True)
        new = actions.correct(assessment=old, by=case.entrepreneur)
        assert (new.year, new.number, new.workers.count(), new.purchases.count()) == (2025, 2, 3, 1)
        assert actions.correct(assessment=old, by=case.entrepreneur).pk == new.pk  # twice is once
        assert new.workers.count() == 3
        row = new.workers.get(category="pw")
        actions.change_row(row=row, version=row.version, by=case.entrepreneur, people=5)
        new = case.fresh(new)
        actions.submit(assessment=new, version=new.version, share_it=False, by=case.entrepreneur)
        assert read(case.fresh(old)).facts.workers[0].people == 2
        assert read(case.fresh(new)).facts.workers[0].people == 5


def test_what_is_handed_in_is_refused_by_the_database_too(case):
    with case.scope():
        kept = case.submitted(order=True)
        for break_it in (
            lambda: PsoAssessment.objects.filter(pk=kept.pk).update(level=1),
            lambda: PsoAssessment.objects.filter(pk=kept.pk).update(rules={}),
            lambda: PsoWorkers.objects.filter(assessment=kept).update(people=9),
            lambda: PsoPurchase.objects.filter(assessment=kept).update(order=1),
            lambda: PsoWorkers.objects.create(
                municipality=case.municipality,
                assessment=kept,
                category="pw",
                form="regular",
                people=1,
                hours=8,
            ),
        ):
            with pytest.raises(InternalError), transaction.atomic():
                break_it()
        with pytest.raises(actions.RefusedError, match="submitted"):
            actions.discard(assessment=kept, by=case.entrepreneur)
        with pytest.raises(actions.RefusedError, match="submitted"):
            actions.remove_row(row=kept.workers.first(), by=case.entrepreneur)


def test_a_draft_cannot_be_shared_not_even_past_the_actions(case):
    with case.scope():
        draft = case.draft()
        with pytest.raises(actions.RefusedError, match="draft"):
            actions.share(assessment=draft, by=case.entrepreneur)
        with pytest.raises(IntegrityError), transaction.atomic():
            PsoAssessment.objects.filter(pk=draft.pk).update(
                shared_at=timezone.now(), shared_by=case.entrepreneur
            )


def test_the_timeline_that_all_staff_read_learns_of_sharing_only_and_never_of_the_step(case):
    with case.scope():
        found = case.submitted()
        assert not TimelineEntry.objects.filter(kind="pso").exists()
        actions.share(assessment=found, by=case.entrepreneur)
        actions.share(assessment=found, by=case.entrepreneur)
        actions.stop_sharing(assessment=found, by=case.entrepreneur)
        texts = list(TimelineEntry.objects.filter(kind="pso").order_by("pk").values_list("text", flat=True))
        assert texts == [
            "PSO-zelftoets van 2025 gedeeld met de gemeente",
            "PSO-zelftoets van 2025 niet meer gedeeld",
        ]
        assert case.fresh(found).shared_at is None


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"employees": 1}, "people"), ({"fte": Decimal("1.5")}, "fte")],
)
def test_a_list_that_cannot_be_right_is_not_handed_in(case, facts, code):
    with case.scope():
        draft = case.draft(**facts)
        with pytest.raises(actions.RefusedError, match=code):
            actions.submit(assessment=draft, version=draft.version, share_it=False, by=case.entrepreneur)


def test_nothing_is_not_handed_in_and_a_change_meanwhile_is_told(case):
    with case.scope():
        empty = actions.start(
            case_file=case.case_file,
            year=2023,
            by=case.entrepreneur,
            fte=Decimal(5),
            full_time_hours=Decimal(40),
        )
        with pytest.raises(actions.RefusedError, match="empty"):
            actions.submit(assessment=empty, version=1, share_it=False, by=case.entrepreneur)
        draft = case.draft()
        with pytest.raises(StaleVersionError):
            actions.submit(assessment=draft, version=draft.version - 1, share_it=False, by=case.entrepreneur)
        row = draft.workers.first()
        actions.change_row(row=row, version=row.version, by=case.entrepreneur, people=3)
        with pytest.raises(StaleVersionError):
            actions.change_row(row=row, version=row.version, by=case.entrepreneur, people=4)


def test_the_preview_of_rules_compares_examples():
    data = default() | {"norms": [{"size": "2", "one": "1", "two": "2", "three": "3"}]}
    rows = what_changes(default(), data)
    assert len(rows) == 4 and all(row.then.level == 3 for row in rows)
    assert not any(row.differs for row in what_changes(default(), default()))


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_one_draft_one_row_and_one_result():
    case = make_case(make_municipality("Tegelijk PSO"))

    def in_scope(call):
        def run():
            with case.scope():
                try:
                    return call()
                except (StaleVersionError, actions.RefusedError) as error:
                    return type(error).__name__

        return run

    start = in_scope(
        lambda: (
            actions.start(
                case_file=case.case_file, year=2025, by=case.entrepreneur, fte=Decimal(40),
                full_time_hours=Decimal(40),
            ).pk
        )
    )  # fmt: skip
    (pk,) = set(at_once(*[start] * 3))
    with case.scope():
        draft = PsoAssessment.objects.get(pk=pk)
    key = "3f1b7a34-0f5e-4a5b-9a53-6f0a3a5f0c11"
    add = in_scope(
        lambda: (
            actions.add_row(
                PsoWorkers, assessment=draft, by=case.entrepreneur, form_key=key, category="pw", form="regular",
                people=2, hours=Decimal(40),
            ).pk
        )
    )  # fmt: skip
    assert len(set(at_once(*[add] * 3))) == 1
    with case.scope():
        draft = PsoAssessment.objects.get(pk=pk)
        row = draft.workers.get()
    hand_in = in_scope(
        lambda: (
            actions.submit(
                assessment=draft, version=draft.version, share_it=False, by=case.entrepreneur
            ).level
        )
    )
    more = in_scope(
        lambda: actions.change_row(row=row, version=row.version, by=case.entrepreneur, people=4).pk
    )
    results = at_once(hand_in, hand_in, more)
    with case.scope():
        kept = PsoAssessment.objects.get(pk=pk)
        counted = kept.workers.get().people
        if kept.is_draft:  # the change came first: handing in what was not seen is refused
            assert counted == 4 and "StaleVersionError" in results
        else:
            assert counted == 2 and "RefusedError" in results
            assert read(kept).result.level == kept.level
