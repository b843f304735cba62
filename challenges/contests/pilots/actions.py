"""What happens to a pilot: begin, plan, measure, check, learn, end. The pilot is locked first."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import EnterpriseMember
from accounts.timeline.actions import add_entry, add_signal, end_signal
from challenges.contests.pilots import engine
from challenges.contests.pilots.models import (
    AdvanceState,
    Outcome,
    Pilot,
    PilotIndicator,
    PilotMeasurement,
    PilotMilestone,
    PilotNote,
    PilotState,
)
from portal.kernel.conflicts import StaleVersionError, lock_version
from portal.kernel.files.actions import store_upload
from portal.kernel.models import Municipality, Person
from portal.kernel.outbox.actions import queue_mail
from portal.ui.formats import number
from portal.ui.templatetags.nlds import nl_date

RefusedError = engine.RefusedError


def lock(pilot_id: int) -> Pilot:
    """The pilot, locked and fresh."""
    return (
        Pilot.objects.select_for_update(of=("self",))
        .select_related("case_file", "municipality", "challenge")
        .get(pk=pilot_id)
    )


def lock_running(pilot_id: int) -> Pilot:
    """The same; raises RefusedError("ended") when it has ended."""
    pilot = lock(pilot_id)
    if not pilot.is_running:
        raise RefusedError("ended")
    return pilot


def tell(pilot: Pilot, text: str, by: Person | None, *, url: str = "", at: dt.datetime | None = None) -> None:
    """Write it in the case file, for the entrepreneur too."""
    add_entry(
        case_file=pilot.case_file,
        kind="pilot",
        text=f"{pilot.title}: {text}",
        by=by,
        url=url or reverse("pilot", args=[pilot.pk]),
        for_entrepreneur=True,
        at=at,
    )


def ask_colleague(pilot: Pilot, key: str, title: str, url: str, by: Person) -> None:
    """Put something in the worklist of the account manager; of the domain when that is who asks."""
    manager = pilot.case_file.account_manager if pilot.case_file.account_manager_id != by.pk else None
    add_signal(
        case_file=pilot.case_file,
        key=key,
        title=f"{pilot.title}: {title}",
        url=url,
        holder=manager,
        domain="" if manager else "economy",
        by=by,
    )


def keep(upload: UploadedFile[Any] | None, municipality: Municipality, by: Person) -> Any:
    """A checked upload as a stored file; None without one."""
    return store_upload(upload=upload, municipality=municipality, by=by) if upload else None


@transaction.atomic
def change(*, pilot: Pilot, version: int, changes: dict[str, Any], by: Person) -> Pilot:
    """Change title, plan or days. Raises StaleVersionError, RefusedError("ended")."""
    found = lock_version(pilot, version)
    if not found.is_running:
        raise RefusedError("ended")
    for name, value in changes.items():
        setattr(found, name, value)
    found.version += 1
    found.save()
    return found


@transaction.atomic
def add_milestone(
    *, pilot: Pilot, title: str, due_on: dt.date, by: Person, form_key: uuid.UUID | None = None
) -> PilotMilestone:
    """Agree on something that must be done by a day; the same form sent twice is one."""
    pilot = lock_running(pilot.pk)
    found, _made = PilotMilestone.objects.get_or_create(
        pilot=pilot,
        form_key=form_key or uuid.uuid4(),
        defaults={"municipality_id": pilot.municipality_id, "title": title, "due_on": due_on},
    )
    return found


@transaction.atomic
def reach(*, milestone: PilotMilestone, by: Person, on: dt.date | None = None) -> PilotMilestone:
    """It is done. Saying so twice changes nothing."""
    pilot = lock_running(milestone.pilot_id)
    milestone.refresh_from_db()
    if milestone.done_on is None:
        milestone.done_on = on or timezone.localdate()
        milestone.save()
        tell(pilot, _("done: %(what)s") % {"what": milestone.title}, by)
    return milestone


@transaction.atomic
def add_indicator(*, pilot: Pilot, by: Person, **facts: Any) -> PilotIndicator:
    """Agree on what is measured. Raises RefusedError("twice") when there is one of that name."""
    pilot = lock_running(pilot.pk)
    if PilotIndicator.objects.filter(pilot=pilot, name__iexact=facts["name"]).exists():
        raise RefusedError("twice")
    return PilotIndicator.objects.create(municipality_id=pilot.municipality_id, pilot=pilot, **facts)


@transaction.atomic
def measure(
    *,
    indicator: PilotIndicator,
    on: dt.date,
    value: Decimal,
    note: str,
    upload: UploadedFile[Any] | None,
    by: Person,
) -> PilotMeasurement:
    """Log what it is on a day. The same day again corrects it, until it is checked: RefusedError("checked")."""
    pilot = lock_running(indicator.pilot_id)
    found = PilotMeasurement.objects.filter(indicator=indicator, on=on).first()
    if found and found.checked_at:
        raise RefusedError("checked", day=nl_date(on))
    if found is None:
        found = PilotMeasurement(municipality_id=pilot.municipality_id, indicator=indicator, on=on)
    found.value, found.note, found.made_by, found.made_at = value, note, by, timezone.now()
    if upload:
        found.file = keep(upload, pilot.municipality, by)
    found.save()
    words = {"what": indicator.name, "value": number(value), "unit": indicator.unit, "day": nl_date(on)}
    tell(pilot, _("%(what)s is %(value)s %(unit)s on %(day)s") % words, by)
    ask_colleague(
        pilot,
        f"pilot-measurement-{found.pk}",
        _("check the measurement of “%(what)s”") % words,
        reverse("pilot", args=[pilot.pk]),
        by,
    )
    return found


@transaction.atomic
def check_measurement(*, measurement: PilotMeasurement, value: Decimal, by: Person) -> PilotMeasurement:
    """A colleague saw the evidence of `value`. Twice changes nothing.

    Raises RefusedError: "own" for who logged it, "changed" when it was corrected after the page was opened.
    """
    pilot = lock_running(measurement.indicator.pilot_id)
    found = PilotMeasurement.objects.select_related("indicator").get(pk=measurement.pk)
    if found.checked_at:
        return found
    if found.made_by_id == by.pk:
        raise RefusedError("own")
    if found.value != value:
        raise RefusedError("changed")
    found.checked_by, found.checked_at = by, timezone.now()
    found.save()
    end_signal(municipality_id=pilot.municipality_id, key=f"pilot-measurement-{found.pk}", by=by)
    words = {"what": found.indicator.name, "value": number(found.value), "unit": found.indicator.unit}
    tell(pilot, _("%(what)s is checked: %(value)s %(unit)s") % words, by)
    return found


@transaction.atomic
def write_note(
    *, pilot: Pilot, on: dt.date, text: str, by: Person, form_key: uuid.UUID | None = None
) -> PilotNote:
    """Add a line to the learning log; the same form sent twice is one line."""
    pilot = lock_running(pilot.pk)
    found, _made = PilotNote.objects.get_or_create(
        pilot=pilot,
        form_key=form_key or uuid.uuid4(),
        defaults={"municipality_id": pilot.municipality_id, "on": on, "text": text, "by": by},
    )
    return found


@transaction.atomic
def end(
    *, pilot: Pilot, version: int, outcome: str, reason: str, basis: str, on: dt.date, by: Person
) -> Pilot:
    """Decide how it ends. A second click changes nothing; the contact people hear it.

    Raises StaleVersionError, RefusedError: "open" while advances wait, "basis" when buying without a ground,
    "unmeasured" when nothing that was measured is checked and it would be scaled up or bought.
    """
    found = lock(pilot.pk)
    if not found.is_running:
        return found
    if found.version != version:
        raise StaleVersionError(found)
    if found.advances.filter(state__in=engine.OPEN).exists():
        raise RefusedError("open")
    if outcome in engine.BUYING:
        if not basis:
            raise RefusedError("basis")
        if not PilotMeasurement.objects.filter(indicator__pilot=found, checked_at__isnull=False).exists():
            raise RefusedError("unmeasured")
    found.state, found.outcome, found.outcome_reason, found.outcome_basis = (
        PilotState.ENDED,
        outcome,
        reason,
        basis,
    )
    found.decided_on, found.decided_by = on, by
    found.version += 1
    found.save()
    words = {"outcome": str(Outcome(outcome).label).lower()}
    tell(found, _("the pilot has ended: %(outcome)s") % words, by)
    for key in PilotMeasurement.objects.filter(indicator__pilot=found, checked_at=None).values_list(
        "pk", flat=True
    ):
        end_signal(municipality_id=found.municipality_id, key=f"pilot-measurement-{key}", by=by)
    members = EnterpriseMember.objects.filter(case_file=found.case_file, is_active=True)
    for member in members.select_related("person").order_by("pk"):
        queue_mail(
            to=member.person.email,
            template="challenges/contests/mail/pilot_ended",
            context={
                "name": member.person.name,
                "pilot": found,
                "unproven": found.advances.filter(state=AdvanceState.PAID).exists(),
                "path": reverse("my_pilot", args=[found.pk]),
            },
            municipality=found.municipality_id,
            key=f"pilot-ended-{found.pk}-{member.person_id}",
        )
    return found
