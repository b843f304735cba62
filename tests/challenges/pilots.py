"""Fictional pilots for tests."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from challenges.contests.pilots import actions, starting
from challenges.models import Entry, Pilot, PilotIndicator
from portal.kernel.models import Municipality, Person
from portal.kernel.tenancy.scope import scoped
from tests.challenges.jury import make_decided


def paper(name: str = "factuur.txt") -> SimpleUploadedFile:
    """A small file a form accepts."""
    upload = SimpleUploadedFile(name, b"Vier pannen, samen EUR 400", content_type="text/plain")
    upload.checked_content_type = "text/plain"  # type: ignore[attr-defined]
    return upload


def make_pilot(municipality: Municipality, by: Person, **changes: Any) -> Pilot:
    """The pilot of a winner of EUR 60,000, with an indicator of ten tables and one of forty people."""
    challenge = make_decided(municipality, by)
    today = timezone.localdate()
    facts: dict[str, Any] = {
        "case_file": None,
        "title": "De lange tafel",
        "plan": "Elke week een tafel.",
        "starts_on": today,
        "ends_on": today + dt.timedelta(days=180),
    }
    with scoped([municipality.pk]):
        entry = Entry.objects.get(challenge=challenge, state="winner")
        pilot = starting.start(entry=entry, by=by, **{**facts, **changes})
        for name, unit, target, people in (
            ("Tafels", "tafels", 10, False), ("Mensen aan tafel", "mensen", 40, True)
        ):  # fmt: skip
            actions.add_indicator(
                pilot=pilot, name=name, unit=unit, target=Decimal(target), baseline=Decimal(0), about_people=people,
                goal_indicator=None, by=by,
            )  # fmt: skip
        return Pilot.objects.select_related("case_file", "challenge").get(pk=pilot.pk)


def entrepreneur_of(pilot: Pilot) -> Person:
    """Whose pilot it is: the contact person of the entry."""
    with scoped([pilot.municipality_id]):
        return Person.objects.get(enterprise_memberships__case_file=pilot.case_file_id)


def measure(pilot: Pilot, by: Person, value: Any = 4, name: str = "Tafels", **facts: Any) -> Any:
    """A measurement of today."""
    with scoped([pilot.municipality_id]):
        row = PilotIndicator.objects.get(pilot=pilot, name=name)
        given = {"on": timezone.localdate(), "value": Decimal(value), "note": "", "upload": None, **facts}
        return actions.measure(indicator=row, by=by, **given)
