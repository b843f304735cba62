"""The roadmap's own case with demo data: thirty-two entries, three selected, two winners who share EUR 60,000."""

import pytest

from challenges.contests import demo
from challenges.models import Award, Challenge, Entry

pytestmark = pytest.mark.django_db


def test_the_case_of_the_roadmap(staff, municipality, scope) -> None:
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
        assert (
            not Entry.objects.exclude(state__in=["winner", "finalist"])
            .filter(challenge=chosen, reason="")
            .exists()
        )
