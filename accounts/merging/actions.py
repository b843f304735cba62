"""Merging two case files, nothing lost; and saying that two are not one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile, CaseFileState, DomainTrack
from accounts.enterprises.models import Enterprise
from accounts.merging import engine, facts
from accounts.merging.models import Merge, NotDouble
from accounts.merging.moving import (
    RefusedError,
    follow_in_search,
    gives_way,
    lock_files,
    move_rows,
    note_change,
)
from accounts.merging.targets import targets
from accounts.register.actions import touch
from accounts.renaming.models import FormerIdentity
from accounts.timeline.actions import add_entry
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Person

#: Fields of which a person chooses the value, and those of which both values can be kept.
FIELDS = ("account_manager", "phase", "themes", "spectrum", "district", "summary", "offer")
JOINED = {"themes", "summary", "offer"}
#: Fields nobody chooses: the remaining file's, or the other's when it has none.
FILLED = ("definition_check", "consent_at")
#: Of two files, the one with work in hand says whether there is work in hand.
_BUSIEST_FIRST = (CaseFileState.ACTIVE, CaseFileState.RESTING, CaseFileState.CLOSED)
TRACK_FIELDS = (
    "specialist_id", "state", "goal", "next_action", "next_action_on", "ball_with", "ball_since",
)  # fmt: skip


@gives_way
def merge(
    *,
    survivor: CaseFile,
    merged: CaseFile,
    versions: tuple[int, int],
    choices: dict[str, str],
    reason: str,
    by: Person,
    at: dt.datetime | None = None,
) -> Merge:
    """Make `merged` part of `survivor`. Raises StaleVersionError when either changed, RefusedError when it cannot."""
    if survivor.pk == merged.pk:
        raise RefusedError(_("Choose two different case files."))
    rows = lock_files(survivor.pk, merged.pk)
    here, there = rows[survivor.pk], rows[merged.pk]
    if here.merged_into_id or there.merged_into_id:
        raise RefusedError(_("One of these case files was merged already by a colleague."))
    for row, version in ((here, versions[0]), (there, versions[1])):
        if row.version != version:
            raise StaleVersionError(row)
    at = at or timezone.now()
    facts.lock(here, there)
    former = [(row.name, row.enterprise) for row in (here, there)]
    kept: dict[str, Any] = {}
    enterprise, said = facts.chosen(here, there, choices)
    note_change(kept, here, {"name": said["name"], **_values(here, there, choices)})
    gone = there.enterprise if enterprise == here.enterprise else here.enterprise
    note_change(kept, here, {"enterprise_id": enterprise.pk})
    note_change(
        kept, there, {"enterprise_id": gone.pk, "state": CaseFileState.CLOSED, "merged_into_id": here.pk}
    )
    note_change(kept, enterprise, said)
    enterprise.save()
    here.enterprise, there.enterprise = enterprise, gone
    here.version = max(here.version, there.version) + 1  # so an old form of either is told
    here.last_activity_at = max(here.last_activity_at, there.last_activity_at)
    there.version += 1
    facts.enterprises_may_change_places()
    here.save()
    _merge_tracks(kept, here, there)
    moved = {}
    for target in targets():
        found = move_rows(there.pk, here.pk, target, None, target.columns)
        if found:
            moved[target.label] = {"columns": target.columns, "rows": found}
            follow_in_search(target.model._meta.label, list(found))
    there.save()
    facts.enterprises_are_in_place()
    done = Merge.objects.create(
        municipality_id=here.municipality_id, survivor=here, merged=there, reason=reason, moved=moved,
        values=kept, made_by=by, made_at=at,
    )  # fmt: skip
    _remember(done, here, former)
    touch(here.municipality_id)
    words = {"name": there.name, "reference": there.reference, "reason": reason}
    add_entry(
        case_file=here,
        kind="merged",
        text=_("Merged with %(name)s (%(reference)s): %(reason)s") % words,
        url=reverse("merge", args=[done.pk]),
        by=by,
        at=at,
    )
    return done


def _values(here: CaseFile, there: CaseFile, choices: dict[str, str]) -> dict[str, Any]:
    """What the remaining case file says from now on."""
    changes: dict[str, Any] = {}
    for name in (*FIELDS, *FILLED):
        attname = here._meta.get_field(name).attname  # type: ignore[union-attr]
        one, other = getattr(here, attname), getattr(there, attname)
        default = engine.default_choice(one, other, joins=name in JOINED)
        changes[attname] = engine.combine(one, other, choices.get(name, default))
    changes["state"] = min(here.state, there.state, key=_BUSIEST_FIRST.index)
    return changes


def _remember(done: Merge, here: CaseFile, former: list[tuple[str, Enterprise]]) -> None:
    """Keep the names and numbers that the remaining file does not carry, so that both are still found."""
    known = {(here.name, here.enterprise.kvk_number)}
    made = []
    for name, enterprise in former:
        if (name, enterprise.kvk_number) in known:
            continue
        known.add((name, enterprise.kvk_number))
        row = FormerIdentity.objects.create(
            municipality_id=done.municipality_id,
            case_file=here,
            name=name,
            kvk_number=enterprise.kvk_number,
            legal_form=enterprise.legal_form,
            until=timezone.localtime(done.made_at).date(),
            how=FormerIdentity.How.MERGED,
            reason=done.reason,
            by=done.made_by,
        )
        made.append(row.pk)
    done.remembered = made
    done.save(update_fields=["remembered"])


def _merge_tracks(kept: dict[str, Any], here: CaseFile, there: CaseFile) -> None:
    tracks = DomainTrack.objects.select_for_update(of=("self",)).filter(case_file__in=[here, there])
    by_file = {(track.case_file_id, track.domain): track for track in tracks.order_by("pk")}
    for (file, domain), track in by_file.items():
        other = by_file.get((there.pk, domain))
        if file != here.pk or other is None:
            continue
        facts = [
            engine.Track(**{name: getattr(row, name) for name in TRACK_FIELDS}) for row in (track, other)
        ]
        joined = engine.merge_tracks(*facts)
        note_change(kept, track, {name: getattr(joined, name) for name in TRACK_FIELDS})
        track.version = max(track.version, other.version) + 1
        track.save()


def would_stay(survivor: CaseFile, merged: CaseFile) -> dict[str, int]:
    """What a merge would leave in the closed file as the other has its own already: label -> how many rows.

    Found by moving them and taking that back, so it is what the merge will do.
    """
    found = {}
    with transaction.atomic():
        for target in targets():
            if target.rule.twins and not target.private:
                rows = move_rows(merged.pk, survivor.pk, target, None, target.columns, really=False)
                gone = move_rows(merged.pk, survivor.pk, target, None, target.columns) if rows else {}
                if len(gone) < len(rows):
                    found[str(target.model._meta.verbose_name_plural)] = len(rows) - len(gone)
        transaction.set_rollback(True)
    return found


@transaction.atomic
def not_double(*, one: CaseFile, other: CaseFile, by: Person) -> NotDouble:
    """Say that two case files that look alike are two enterprises; saying it twice changes nothing."""
    first, second = sorted((one, other), key=lambda row: row.pk)
    if first == second:
        raise RefusedError(_("Choose two different case files."))
    row, _made = NotDouble.objects.get_or_create(
        first=first, second=second,
        defaults={"municipality_id": first.municipality_id, "said_by": by},
    )  # fmt: skip
    return row
