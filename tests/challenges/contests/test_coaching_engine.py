"""What changed, word by word; who is behind and why; pitches that would overlap."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from challenges.contests.coaching.engine import (
    GONE,
    NEW,
    SAME,
    Norms,
    Piece,
    Reason,
    Standing,
    behind,
    changed_words,
    clash,
    differs,
)

TEXTS = st.text(alphabet="ab \n.é", max_size=40)
TODAY = dt.date(2026, 11, 26)
NORMS = Norms(7, 28, 28, 14, 3)
FINE = Standing(
    started_on=TODAY - dt.timedelta(days=60),
    has_coach=True,
    last_session=TODAY - dt.timedelta(days=10),
    next_session=TODAY + dt.timedelta(days=10),
    last_version=TODAY - dt.timedelta(days=5),
    overdue=0,
    pilot_missing=(),
    checklist_left=0,
    pitch_on=TODAY + dt.timedelta(days=2),
    final_on=TODAY + dt.timedelta(days=1),
)


def test_a_word_that_changed_is_shown_and_the_rest_stays() -> None:
    assert changed_words("Een tafel in elke straat.", "Een tafel in vijf straten.") == [
        Piece(SAME, "Een tafel in "),
        Piece(GONE, "elke straat."),
        Piece(NEW, "vijf straten."),
    ]
    assert changed_words("", "") == []
    assert not differs(changed_words("hetzelfde", "hetzelfde"))


@given(TEXTS, TEXTS)
@settings(max_examples=60)
def test_the_pieces_make_both_texts_again(before: str, after: str) -> None:
    pieces = changed_words(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != NEW) == before
    assert "".join(piece.text for piece in pieces if piece.kind != GONE) == after
    assert differs(pieces) == (before != after)


def test_a_long_plan_is_compared_in_no_time() -> None:
    before = " ".join(f"woord{number}" for number in range(2000))
    after = before.replace("woord999 ", "ander ").replace("woord1500 ", "")
    changed = [piece for piece in changed_words(before, after) if piece.kind != SAME]
    assert [piece.text for piece in changed] == ["woord999 ", "ander ", "woord1500 "]


def test_who_does_what_is_asked_is_not_behind() -> None:
    assert behind(FINE, NORMS, TODAY) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"has_coach": False}, Reason("coach")),
        ({"next_session": None, "last_session": TODAY - dt.timedelta(days=29)}, Reason("session", 29)),
        ({"next_session": None, "last_session": None}, Reason("session", 60)),
        ({"overdue": 2}, Reason("agreements", 2)),
        ({"last_version": TODAY - dt.timedelta(days=29)}, Reason("version", 29)),
        ({"pilot_missing": ("budget",)}, Reason("pilot", 1, ("budget",))),
        ({"pitch_on": None}, Reason("slot")),
        ({"checklist_left": 3}, Reason("checklist", 3)),
    ],
)
def test_each_reason_stands_by_itself(change: dict[str, object], reason: Reason) -> None:
    assert behind(replace(FINE, **change), NORMS, TODAY) == [reason]


@pytest.mark.parametrize(
    "change",
    [
        {"next_session": None, "last_session": TODAY - dt.timedelta(days=28)},
        {"next_session": None, "last_session": None, "started_on": TODAY - dt.timedelta(days=7)},
        {"last_version": TODAY - dt.timedelta(days=90), "started_on": TODAY - dt.timedelta(days=28)},
        {"pilot_missing": ("steps",), "pitch_on": None, "final_on": TODAY + dt.timedelta(days=15)},
        {"checklist_left": 6, "pitch_on": TODAY + dt.timedelta(days=4)},
    ],
)
def test_on_the_last_day_nobody_is_behind_yet(change: dict[str, object]) -> None:
    assert behind(replace(FINE, **change), NORMS, TODAY) == []


def test_pitches_that_touch_do_not_overlap() -> None:
    ten = dt.datetime(2026, 12, 1, 10, tzinfo=dt.UTC)
    others = [("De lange tafel", ten, 10)]
    minute = dt.timedelta(minutes=1)
    assert clash(ten + 10 * minute, 10, others) is None
    assert clash(ten - 10 * minute, 10, others) is None
    assert clash(ten + 9 * minute, 10, others) == "De lange tafel"
    assert clash(ten - minute, 30, others) == "De lange tafel"
