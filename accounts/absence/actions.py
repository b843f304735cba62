"""Telling that one is away, and back again. The dates decide: nothing has to run to end it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.absence.engine import Clash, Period, clash
from accounts.absence.models import Absence
from portal.kernel.models import Membership, Municipality, Person
from portal.kernel.outbox.actions import queue_mail


class ClashError(Exception):
    """Another absence stands in the way. `clash` says why, `person_name` and `replacement_name` whose it is."""

    def __init__(self, found: Clash, names: dict[int, str]) -> None:
        super().__init__(found.code)
        self.clash = found
        self.person_name = names.get(found.other.person, "")
        self.replacement_name = names.get(found.other.replacement, "")


@transaction.atomic
def set_absence(
    *,
    municipality: Municipality,
    person: Person,
    replacement: Person,
    from_on: dt.date,
    until_on: dt.date,
    by: Person,
    note: str = "",
) -> Absence:
    """Someone is away, and someone else looks after the work; the replacement gets a mail.

    Raises ClashError when absences overlap or go round in a circle. Sending the same twice gives the one there is.
    """
    # All absences of a municipality are judged together: two who name each other at the same moment are told.
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    rows = list(
        Absence.objects.filter(until_on__gte=from_on, from_on__lte=until_on).select_related(
            "person", "replacement"
        )
    )
    for row in rows:
        same = (row.person_id, row.replacement_id, row.from_on, row.until_on)
        if same == (person.pk, replacement.pk, from_on, until_on):
            return row  # a double click
    found = clash(
        Period(person.pk, replacement.pk, from_on, until_on),
        [Period(row.person_id, row.replacement_id, row.from_on, row.until_on) for row in rows],
    )
    if found:
        names = {row.person_id: str(row.person) for row in rows}
        raise ClashError(found, names | {row.replacement_id: str(row.replacement) for row in rows})
    absence = Absence.objects.create(
        municipality=municipality,
        person=person,
        replacement=replacement,
        from_on=from_on,
        until_on=until_on,
        note=note,
        made_by=by,
    )
    if replacement != by:
        queue_mail(
            to=replacement.email,
            template="mail/absence/replacement",
            context={"absence": absence},
            municipality=municipality,
            key=f"absence-{absence.pk}",
        )
    return absence


@transaction.atomic
def end_absence(*, absence: Absence, by: Person) -> Absence | None:
    """Back sooner: the absence ends yesterday, or never was when it had not begun. Doing it twice changes nothing."""
    found = Absence.objects.select_for_update(of=("self",)).filter(pk=absence.pk).first()
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    if found is None or found.until_on <= yesterday:
        return found
    if found.from_on > yesterday:
        found.delete()
        return None
    found.until_on = yesterday
    found.save(update_fields=["until_on"])
    return found


def reach_of(replacement: Membership, away: Membership) -> list[str]:
    """Codes of what the replacement will not see of the colleague's work: "account_manager", or a domain."""
    missing = [role for role in away.roles if role == "account_manager" and role not in replacement.roles]
    return missing + [domain for domain in away.domains if domain not in replacement.domains]
