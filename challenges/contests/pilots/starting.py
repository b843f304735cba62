"""How a pilot begins: of a winner, or of a coalition that presented its plan."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.actions import add_member, open_case_file
from accounts.casefile.models import CaseFile
from accounts.enterprises.actions import get_or_create_enterprise
from challenges.contests.entries.models import Entry, EntryState
from challenges.contests.models import Challenge
from challenges.contests.pilots.actions import tell
from challenges.contests.pilots.engine import RefusedError
from challenges.contests.pilots.models import Pilot
from portal.kernel.models import Person
from portal.kernel.outbox.actions import queue_mail
from portal.kernel.people.actions import get_or_create_person


@transaction.atomic
def begin(
    *,
    challenge: Challenge,
    source: dict[str, object],
    case_file: CaseFile | None,
    organisation: str,
    contact: tuple[str, str],
    title: str,
    plan: str,
    starts_on: dt.date,
    ends_on: dt.date,
    budget: Decimal,
    by: Person,
    at: dt.datetime | None = None,
) -> Pilot:
    """Begin a pilot. `source` is {"entry": …} or {"joint_plan": …}; `contact` a name and an address.

    Who has no case file yet gets one; the contact person gets their own page.
    """
    municipality = challenge.municipality
    if case_file is None:
        enterprise = get_or_create_enterprise(municipality=municipality, kvk_number="", name=organisation)
        case_file, _new = open_case_file(
            municipality=municipality, enterprise=enterprise, by=by, account_manager=by
        )
    pilot: Pilot = Pilot.objects.create(
        municipality=municipality,
        challenge=challenge,
        case_file=case_file,
        title=title,
        plan=plan,
        starts_on=starts_on,
        ends_on=ends_on,
        budget=budget,
        started_by=by,
        started_at=at or timezone.now(),
        **source,
    )
    tell(pilot, _("the pilot begins"), by, at=at)
    name, email = contact
    person = get_or_create_person(email=email, name=name)
    add_member(case_file=case_file, person=person, by=by, at=at)
    queue_mail(
        to=email,
        template="challenges/contests/mail/pilot_started",
        context={"name": name, "pilot": pilot, "path": reverse("my_pilot", args=[pilot.pk])},
        municipality=municipality,
        key=f"pilot-started-{pilot.pk}",
    )
    return pilot


@transaction.atomic
def start(
    *,
    entry: Entry,
    case_file: CaseFile | None,
    title: str,
    plan: str,
    starts_on: dt.date,
    ends_on: dt.date,
    by: Person,
    at: dt.datetime | None = None,
) -> Pilot:
    """Begin the pilot of a winner. A second click gives the pilot that is there.

    Raises RefusedError("state") for who did not win.
    """
    entry = (
        Entry.objects.select_for_update(of=("self",))
        .select_related("challenge__municipality", "case_file", "award")
        .get(pk=entry.pk)
    )
    there: Pilot | None = Pilot.objects.filter(entry=entry).first()
    if there:
        return there
    if entry.state != EntryState.WINNER:
        raise RefusedError("state")
    lead = entry.authors.get(is_lead=True)
    pilot = begin(
        challenge=entry.challenge,
        source={"entry": entry},
        case_file=entry.case_file or case_file,
        organisation=entry.organisation or entry.title,
        contact=(lead.name, lead.email),
        title=title,
        plan=plan,
        starts_on=starts_on,
        ends_on=ends_on,
        budget=entry.award.amount,
        by=by,
        at=at,
    )
    if entry.case_file_id is None:
        entry.case_file = pilot.case_file
        entry.version += 1
        entry.save()
    return pilot
