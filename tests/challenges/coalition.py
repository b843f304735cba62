"""Fictional coalitions for tests."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

from challenges.contests.coalition import actions, pledges
from challenges.contests.selection.actions import finish, start
from challenges.models import Challenge, CoalitionParty, CoalitionRole, JointPlan
from portal.kernel.models import Municipality, Person
from portal.kernel.tenancy.scope import scoped
from tests.challenges.factories import make_challenge, ring_the_bell

_number = count(1)


def make_gathering(municipality: Municipality, by: Person) -> Challenge:
    """A coalition challenge in coaching, without initiatives: whoever takes part is invited."""
    challenge = make_challenge(municipality, by, variant="coalition", amount=5000)
    ring_the_bell(challenge)
    with scoped([municipality.pk]):
        actions.invite(
            challenge=challenge, organisation="Buurthuis", name="Bea", email="bea@voorbeeld.example", by=by
        )
        start(challenge=challenge, by=by)
        return finish(challenge=challenge, by=by)


def make_party(challenge: Challenge, by: Person, organisation: str = "", **facts: object) -> CoalitionParty:
    """Someone at the table."""
    number = next(_number)
    with scoped([challenge.municipality_id]):
        return actions.invite(
            challenge=challenge, organisation=organisation or f"Partij {number}", name=f"Persoon {number}",
            email=f"partij{number}@voorbeeld.example", by=by, **facts,
        )  # fmt: skip


def make_role(challenge: Challenge, by: Person, name: str = "Uren", kind: str = "hours", wanted: int = 40):
    """Something that is needed."""
    with scoped([challenge.municipality_id]):
        return actions.set_role(
            challenge=challenge, name=name, kind=kind, wanted=Decimal(wanted) if wanted else None, by=by
        )


def promise(party: CoalitionParty, role: CoalitionRole, amount: int | None = 40) -> None:
    """What a party offers by itself."""
    with scoped([party.municipality_id]):
        pledges.offer(party=party, role=role, amount=Decimal(amount) if amount else None, text="")


def make_ready(municipality: Municipality, by: Person, **facts: object) -> Challenge:
    """A coalition of two that lacks nothing."""
    challenge = make_gathering(municipality, by)
    hours, place = (
        make_role(challenge, by),
        make_role(challenge, by, "Kennis van de wijk", "knowledge", 0),
    )
    other = make_party(challenge, by, "De Werkplaats", **facts)
    with scoped([municipality.pk]):
        first = CoalitionParty.objects.filter(challenge=challenge).order_by("pk").first()
        promise(first, place, None)
        promise(other, hours)
        plan = actions.write_plan(
            challenge=challenge, revision=0, title="Samen leren", text="Elke week een werkplaats.", by=by
        )
        for party in (first, other):
            actions.agree(party=party, revision=plan.revision)
    return challenge


def plan_of(challenge: Challenge) -> JointPlan:
    """The joint plan."""
    with scoped([challenge.municipality_id]):
        return JointPlan.objects.get(challenge=challenge)
