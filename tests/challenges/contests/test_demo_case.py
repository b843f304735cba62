"""The roadmap's own cases with demo data."""

import pytest

from challenges.contests import demo
from challenges.contests.coalition import demo as coalition
from challenges.contests.coalition import queries
from challenges.contests.figures import figures_of
from challenges.models import Award, Challenge, Entry
from tests.factories import make_case_file

pytestmark = pytest.mark.django_db


def test_the_case_of_the_roadmap(staff, municipality, scope) -> None:
    """Thirty-two entries, three selected, two winners who share EUR 60,000."""
    with scope(municipality):
        demo.make(municipality, {"sanne": staff("account_manager", domains=("economy",))})
        chosen = Challenge.objects.get(title="Niemand eet alleen")
        assert chosen.state == "decided" and chosen.amount == 60000
        states = list(Entry.objects.filter(challenge=chosen).values_list("state", flat=True))
        assert len(states) == 32
        assert {state: states.count(state) for state in set(states)} == {
            "winner": 2,
            "finalist": 1,
            "not_selected": 28,
            "ineligible": 1,
        }
        assert sum(Award.objects.values_list("amount", flat=True)) == 60000
        found = figures_of(chosen)
        assert [stage.number for stage in found.stages] == [32, 3, 3, 2] and found.divided == 60000
        assert (
            not Entry.objects.exclude(state__in=["winner", "finalist"])
            .filter(challenge=chosen, reason="")
            .exists()
        )


def test_the_coalition_of_the_roadmap(staff, municipality, scope) -> None:
    """Fifty-two initiatives, twenty-eight plans, eleven participants; the coalition still lacks money and a place."""
    with scope(municipality):
        make_case_file(municipality)
        coalition.make(municipality, {"sanne": staff("account_manager", domains=("economy",))})
        chosen = Challenge.objects.get(variant="coalition")
        found = figures_of(chosen)
        assert [stage.number for stage in found.stages] == [52, 28, 11]
        board = queries.board(chosen)
        assert [row.short for row in board.roles] == [7500, 0, 150, 0]
        assert {gap.code for gap in board.gaps} == {"role", "unanswered", "disagrees"}
