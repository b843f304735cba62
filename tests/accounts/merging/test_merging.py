"""Merging loses nothing, undo puts everything back, and two at once are told."""

import json
import threading
import time

import pytest
from django.db import ProgrammingError, connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.casefile.actions import open_case_file
from accounts.merging import actions, engine, undoing
from accounts.merging.targets import targets, without_rule
from accounts.models import (
    CaseFile,
    Contact,
    DefinitionCheck,
    DomainNote,
    DomainTrack,
    EnterpriseMember,
    Merge,
    Task,
    TimelineEntry,
)
from accounts.timeline.actions import add_task, log_contact
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.tenancy.scope import scoped
from tests.accounts.intake.test_same_moment import at_once
from tests.accounts.merging.conftest import ALL, do_merge
from tests.factories import make_case_file, make_municipality, make_staff


def rows(municipality):
    """Every row of every model of a case file, as it stands in the table; versions and time of activity aside."""
    found = {}
    with scoped([municipality.pk], domains=ALL), connection.cursor() as cursor:
        tables = {target.table for target in targets()} | {"accounts_casefile", "accounts_domaintrack"}
        for table in sorted(tables):
            cursor.execute(f"SELECT to_jsonb(t) - 'version' - 'last_activity_at' FROM {table} t ORDER BY id")
            found[table] = [json.loads(row[0]) for row in cursor.fetchall()]
    return found


def test_every_model_that_is_once_per_case_file_says_how_it_merges():
    assert without_rule() == []


def test_a_merge_loses_no_row_and_keeps_both_texts(municipality, pair):
    here, there, by = pair
    before = rows(municipality)
    with scoped([municipality.pk]):  # an account manager of no domain: private notes move all the same
        do_merge(here, there, by)
        assert Contact.objects.filter(case_file=here).count() == 2
        assert TimelineEntry.objects.filter(case_file=there).count() == 0
        here.refresh_from_db()
        assert here.summary == "Tassen\n\nJassen"
        assert here.themes == ["work"]
        goal = DomainTrack.objects.get(case_file=here, domain="work").goal
        assert goal == f"Doel {here.pk}\n\nDoel {there.pk}"
    after = rows(municipality)
    for table, old in before.items():
        extra = 1 if table in {"accounts_timelineentry", "accounts_formeridentity"} else 0
        assert len(after[table]) == len(old) + extra, table
    with scoped([municipality.pk], domains=("care",)):
        assert DomainNote.objects.filter(case_file=here).count() == 2
    with scoped([municipality.pk]):
        assert EnterpriseMember.objects.filter(case_file=here).count() == 2
        assert EnterpriseMember.objects.filter(case_file=there).count() == 1


def test_of_two_open_checks_one_stays_behind_and_concluded_ones_move(municipality, pair):
    here, there, by = pair
    facts = {"municipality": municipality, "rules": {}, "rules_version": "1", "started_by": by}
    ended = {"state": "concluded", "outcome": "recognised", "summary": "Past", "concluded_by": by}
    with scoped([municipality.pk]):
        for file in (here, there):
            DefinitionCheck.objects.create(case_file=file, **facts)
            DefinitionCheck.objects.create(case_file=file, concluded_at=timezone.now(), **facts, **ended)
        done = do_merge(here, there, by)
        assert DefinitionCheck.objects.filter(case_file=here).count() == 3
        assert DefinitionCheck.objects.get(case_file=there).state == "open"
        undoing.undo(done=done, by=by)
        assert DefinitionCheck.objects.filter(case_file=there).count() == 2


def test_undo_puts_every_row_back(municipality, pair):
    here, there, by = pair
    before = rows(municipality)
    with scoped([municipality.pk]):
        undoing.undo(done=do_merge(here, there, by), by=by)
    after = rows(municipality)
    new = {"merged", "merge-undone"}
    after["accounts_timelineentry"] = [
        row for row in after["accounts_timelineentry"] if row["kind"] not in new
    ]
    assert after == before


def test_what_changed_after_the_merge_stays_and_is_listed(municipality, pair):
    here, there, by = pair
    with scoped([municipality.pk]):
        contact = Contact.objects.get(case_file=there)
        done = do_merge(here, there, by)
        Contact.objects.filter(pk=contact.pk).update(text="Later aangevuld")
        assert list(undoing.stays_behind(done).values()) == [1]
        here.refresh_from_db()
        here.summary = "Door een collega"
        here.save()
        undoing.undo(done=done, by=by)
        contact.refresh_from_db()
        here.refresh_from_db()
        assert (contact.case_file_id, contact.text) == (here.pk, "Later aangevuld")
        assert here.summary == "Door een collega"


def test_someone_who_changed_a_file_meanwhile_stops_the_merge(municipality, pair):
    here, there, by = pair
    with scoped([municipality.pk]):
        CaseFile.objects.filter(pk=there.pk).update(version=2)
        with pytest.raises(StaleVersionError):
            do_merge(here, there, by)
        assert not Merge.objects.exists()


def test_rows_of_another_municipality_or_another_table_cannot_be_moved(municipality, pair):
    here, there, _by = pair
    stranger = make_case_file(make_municipality("Elders"))
    call = "SELECT * FROM accounts_move_rows(%s, %s, %s, %s, false, '{}', NULL, NULL, true)"
    for source, target, table, column in (
        (stranger.pk, here.pk, "accounts_contact", "case_file_id"),
        (there.pk, here.pk, "kernel_person", "id"),
        (there.pk, here.pk, "accounts_casefile", "merged_into_id"),
    ):
        with pytest.raises(ProgrammingError), scoped([municipality.pk]), connection.cursor() as cursor:
            cursor.execute(call, [source, target, table, column])


def test_the_old_address_leads_on_and_what_is_sent_there_is_kept(municipality, pair, client_for):
    here, there, by = pair
    with scoped([municipality.pk]):
        do_merge(here, there, by)
    browser = client_for(by)
    answer = browser.get(reverse("case_file_timeline", args=[there.pk]) + "?domein=care")
    assert answer.headers["Location"] == reverse("case_file_timeline", args=[here.pk]) + "?domein=care"
    browser.post(
        reverse("contact_new", args=[there.pk]),
        {"channel": "phone", "on": "01-06-2026", "with_whom": "", "text": "Nog open in een ander venster"},
    )
    with scoped([municipality.pk]):
        assert Contact.objects.get(text__startswith="Nog open").case_file_id == here.pk
        assert open_case_file(municipality=municipality, enterprise=there.enterprise, by=by)[0] == here


@pytest.mark.django_db(transaction=True)
def test_two_merges_at_once_make_one_and_a_contact_at_that_moment_is_kept():
    town = make_municipality("Tegelijk samenvoegen")
    by = make_staff(town, "account_manager")
    here, there = make_case_file(town), make_case_file(town)

    def run(call):
        def inner():
            with scoped([town.pk]):
                try:
                    return call()
                except (StaleVersionError, actions.RefusedError):
                    return "told"

        return inner

    log = run(
        lambda: log_contact(
            case_file=there, by=by, channel="phone", on="2026-05-01", with_whom="", text="Net nu"
        )
    )
    results = at_once(
        run(lambda: do_merge(here, there, by)), run(lambda: do_merge(there, here, by)), log, log, log
    )
    assert results.count("told") == 1
    with scoped([town.pk]):
        assert Merge.objects.count() == 1
        kept = Merge.objects.get().survivor_id
        assert Contact.objects.filter(case_file_id=kept).count() == 3
        assert not TimelineEntry.objects.exclude(case_file_id=kept).exists()


@pytest.mark.django_db(transaction=True)
def test_a_colleague_who_holds_a_row_goes_first_and_the_merge_waits():
    town = make_municipality("Voorrang")
    by = make_staff(town, "account_manager")
    here, there = make_case_file(town), make_case_file(town)
    with scoped([town.pk]):
        task = add_task(case_file=there, title="Bellen", holder=by, due_on=None, by=by)
        version = CaseFile.objects.get(pk=there.pk).version
    held = threading.Event()

    def colleague():
        with scoped([town.pk]):
            Task.objects.filter(pk=task.pk).update(title="Gebeld")
            held.set()
            time.sleep(0.7)  # longer than the merge waits, shorter than PostgreSQL looks for deadlocks
            return log_contact(
                case_file=there, by=by, channel="phone", on="2026-05-01", with_whom="", text="Gebeld"
            )

    def merger():
        held.wait(5)
        with scoped([town.pk]):
            return actions.merge(
                survivor=here, merged=there, versions=(1, version), choices={}, reason="Zelfde", by=by
            )

    logged, done = at_once(colleague, merger)
    with scoped([town.pk]):
        assert Contact.objects.get(pk=logged.pk).case_file_id == here.pk
        assert Task.objects.get(pk=task.pk).case_file_id == done.survivor_id


texts = st.text(max_size=20)
tracks = st.builds(engine.Track, goal=texts, next_action=texts, next_action_on=st.none() | st.dates())


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tracks, tracks)
def test_joining_tracks_keeps_every_text(one, other):
    joined = engine.merge_tracks(one, other)
    for track in (one, other):
        assert track.goal in joined.goal
        assert track.next_action == joined.next_action or track.next_action in joined.goal


def test_an_ordinary_pair_is_no_double():
    files = [engine.File(1, "Fietswerk", postcode="9811 AB"), engine.File(2, "Taalmaat", postcode="9811 AB")]
    assert engine.doubles(files) == []
