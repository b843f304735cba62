"""What changes a case file, its tracks, notes and people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile, DomainNote, DomainTrack, EnterpriseMember
from accounts.casefile.references import next_reference
from accounts.enterprises.models import Enterprise
from accounts.recognition.placements import record as record_place
from accounts.timeline.actions import add_entry
from portal.kernel.conflicts import lock_version
from portal.kernel.models import Domain, Municipality, Person


@transaction.atomic
def open_case_file(
    *,
    municipality: Municipality,
    enterprise: Enterprise,
    by: Person | None,
    account_manager: Person | None = None,
    opened_at: dt.datetime | None = None,
    **facts: Any,
) -> tuple[CaseFile, bool]:
    """The case file of this enterprise here, opened with its three tracks when there is none yet.

    Returns (case file, whether it is new). Two at once get the same one: the database's constraint decides.
    """
    existing = CaseFile.objects.filter(municipality=municipality, enterprise=enterprise).first()
    if existing:
        return remaining(existing), False
    opened_at = opened_at or timezone.now()
    try:
        with transaction.atomic():
            case_file = CaseFile.objects.create(
                municipality=municipality,
                enterprise=enterprise,
                name=enterprise.name,
                reference=next_reference(
                    municipality=municipality,
                    prefix="D",
                    year=opened_at.year,
                    model_table=CaseFile._meta.db_table,
                ),
                account_manager=account_manager,
                opened_at=opened_at,
                last_activity_at=opened_at,
                **facts,
            )
            DomainTrack.objects.bulk_create(
                DomainTrack(municipality=municipality, case_file=case_file, domain=domain)
                for domain in Domain.values
            )
    except IntegrityError:
        return remaining(CaseFile.objects.get(municipality=municipality, enterprise=enterprise)), False
    if case_file.spectrum:
        record_place(
            case_file=case_file,
            place=case_file.spectrum,
            reason=_("Follows from the intake"),
            by=by,
            on=timezone.localtime(opened_at).date(),
        )
    add_entry(case_file=case_file, kind="opened", text=_("Case file opened"), by=by, at=opened_at)
    return case_file, True


def remaining(case_file: CaseFile) -> CaseFile:
    """The file itself, or the one it was merged into."""
    while case_file.merged_into_id:
        case_file = CaseFile.objects.get(pk=case_file.merged_into_id)
    return case_file


@transaction.atomic
def change_case_file(*, case_file: CaseFile, version: int, changes: dict[str, Any], by: Person) -> CaseFile:
    """Change facts of a case file. Raises StaleVersionError when someone else changed it meanwhile."""
    case_file = lock_version(case_file, version)
    before = case_file.spectrum
    labels = []
    for name, value in changes.items():
        if getattr(case_file, name) != value:
            labels.append(str(case_file._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
            setattr(case_file, name, value)
    if not labels:
        return case_file
    case_file.version += 1
    case_file.save()
    if changes.get("spectrum", before) != before:
        record_place(
            case_file=case_file, place=changes["spectrum"], reason=_("Follows from the intake"), by=by
        )
    add_entry(
        case_file=case_file, kind="changed", text=_("Changed: %(what)s") % {"what": ", ".join(labels)}, by=by
    )
    return case_file


@transaction.atomic
def change_track(
    *, track: DomainTrack, version: int, changes: dict[str, Any], by: Person, at: dt.datetime | None = None
) -> DomainTrack:
    """Change what a domain does. `ball_since` follows when the ball changes hands."""
    track = lock_version(track, version)
    changed = {name: value for name, value in changes.items() if getattr(track, name) != value}
    if not changed:
        return track
    if "ball_with" in changed:
        track.ball_since = timezone.localtime(at or timezone.now()).date()
    for name, value in changed.items():
        setattr(track, name, value)
    track.version += 1
    track.save()
    domain = str(track.get_domain_display())
    text = _("%(domain)s: %(state)s") % {"domain": domain, "state": track.get_state_display()}
    if "next_action" in changed and track.next_action:
        text = _("%(domain)s, next action: %(action)s") % {"domain": domain, "action": track.next_action}
    add_entry(case_file=track.case_file, kind="track", text=text, by=by, domain=track.domain, at=at)
    return track


@transaction.atomic
def write_note(*, case_file: CaseFile, domain: str, text: str, by: Person) -> DomainNote:
    """Write a note only `domain` sees. The timeline says nothing of it: even that it exists is private."""
    return DomainNote.objects.create(
        municipality_id=case_file.municipality_id,
        case_file=case_file,
        domain=domain,
        text=text,
        written_by=by,
    )


@transaction.atomic
def add_member(
    *, case_file: CaseFile, person: Person, by: Person | None, at: dt.datetime | None = None
) -> EnterpriseMember:
    """Let someone of the enterprise see the case file from their side; adding twice changes nothing."""
    member, created = EnterpriseMember.objects.get_or_create(
        municipality_id=case_file.municipality_id, case_file=case_file, person=person
    )
    if not created and not member.is_active:
        member.is_active = True
        member.save(update_fields=["is_active"])
        created = True
    if created:
        add_entry(
            case_file=case_file,
            kind="member",
            text=_("%(person)s can see the own page") % {"person": person},
            by=by,
            at=at,
        )
    return member


@transaction.atomic
def remove_member(*, member: EnterpriseMember, by: Person) -> None:
    """End someone's access to the entrepreneur's page."""
    if member.is_active:
        member.is_active = False
        member.save(update_fields=["is_active"])
        add_entry(
            case_file=member.case_file,
            kind="member",
            text=_("%(person)s can no longer see the own page") % {"person": member.person},
            by=by,
        )
