"""Handing work over and confirming it. All of it or nothing: half a hand-over would leave work with nobody."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.casefile.models import EnterpriseMember
from accounts.handover.models import HandOver, HandOverFile
from accounts.handover.queries import MANAGER, ROUTES, TASKS, TRACKS, Held
from accounts.timeline.models import TimelineEntry
from portal.kernel.models import Membership, Municipality, Person, Role
from portal.kernel.outbox.actions import queue_mail


class NothingToMoveError(Exception):
    """The giver holds nothing of what was chosen (any more). `left` counts what the receiver may not have."""

    def __init__(self, left: int = 0) -> None:
        super().__init__("nothing to move")
        self.left = left


class NotAManagerError(Exception):
    """The receiver is no account manager, so cannot manage case files."""


@dataclass(frozen=True)
class Outcome:
    """What moved, and how many tracks, tasks and questions stayed because they are of another domain."""

    hand_over: HandOver
    left: int


@transaction.atomic
def hand_over(
    *,
    municipality: Municipality,
    giver: Person,
    receiver: Person,
    parts: Collection[str],
    note: str,
    by: Person,
    files: Collection[int] | None = None,
    at: dt.datetime | None = None,
) -> Outcome:
    """Move the chosen parts of the giver's work: everywhere, or in these case files only.

    Nobody gets what their own domains do not reach: that stays, and is counted. Each case file's timeline says who and
    why; the entrepreneur of a file with a new account manager is mailed once; the receiver finds it in the worklist.
    Raises NotAManagerError and NothingToMoveError, the latter also when a colleague, or a second click, was first.
    """
    membership = (
        Membership.objects.select_for_update(of=("self",), no_key=True)
        .filter(municipality=municipality, person=receiver, is_active=True)
        .first()
    )
    if membership is None or (MANAGER in parts and Role.ACCOUNT_MANAGER not in membership.roles):
        raise NotAManagerError
    moved: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    held, left = Held(giver.pk, files), 0
    for part in (MANAGER, TRACKS, TASKS, ROUTES):
        if part not in parts:
            continue
        rows = held.of(part)
        if part != MANAGER:
            within = Q(domain__in=[*membership.domains, ""])
            left += rows.exclude(within).count()
            rows = rows.filter(within)
        path = {MANAGER: "pk", ROUTES: "question__case_file_id"}.get(part, "case_file_id")
        # The lock makes the second of two hand-overs wait, and then find nothing.
        pks = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", path))
        for _pk, case_file in pks:
            moved[case_file][part] += 1
        _give(part, [pk for pk, _case_file in pks], receiver)
    if not moved:
        raise NothingToMoveError(left)
    made = HandOver.objects.create(
        municipality=municipality,
        giver=giver,
        receiver=receiver,
        note=note,
        made_by=by,
        made_at=at or timezone.now(),
        files_count=len(moved),
    )
    HandOverFile.objects.bulk_create(
        HandOverFile(
            municipality=municipality,
            hand_over=made,
            case_file_id=case_file,
            as_manager=bool(counts[MANAGER]),
            tracks=counts[TRACKS],
            tasks=counts[TASKS],
            routes=counts[ROUTES],
        )
        for case_file, counts in moved.items()
    )
    # Written without `add_entry`: that a file goes to a colleague is no activity for the enterprise, and a silent
    # case file must not look alive because of it.
    TimelineEntry.objects.bulk_create(
        TimelineEntry(
            municipality=municipality,
            case_file_id=case_file,
            kind="hand-over",
            text=_sentence(made, counts)[:500],
            by=by,
            at=made.made_at,
        )
        for case_file, counts in moved.items()
    )
    _mail_entrepreneurs(made, [case_file for case_file, counts in moved.items() if counts[MANAGER]])
    return Outcome(made, left)


def _give(part: str, pks: list[int], receiver: Person) -> None:
    """One update per part; the history triggers write down each row."""
    rows = Held(0).of(part).model._default_manager.filter(pk__in=pks)
    if part == MANAGER:
        rows.update(account_manager=receiver, version=F("version") + 1)
    elif part == TRACKS:
        rows.update(specialist=receiver, version=F("version") + 1)
    elif part == TASKS:
        rows.update(holder=receiver)
    else:
        rows.update(holder=receiver, version=F("version") + 1)


def what_moved(as_manager: bool, tracks: int, tasks: int, routes: int) -> str:
    """In words: "account management, 1 track, 2 tasks"."""
    words = [_("account management")] if as_manager else []
    if tracks:
        words.append(ngettext("%(count)s track", "%(count)s tracks", tracks) % {"count": tracks})
    if tasks:
        words.append(ngettext("%(count)s task", "%(count)s tasks", tasks) % {"count": tasks})
    if routes:
        words.append(ngettext("%(count)s question", "%(count)s questions", routes) % {"count": routes})
    return ", ".join(words)


def _sentence(made: HandOver, counts: dict[str, int]) -> str:
    return _("%(giver)s hands over to %(receiver)s (%(what)s): %(note)s") % {
        "giver": made.giver,
        "receiver": made.receiver,
        "what": what_moved(bool(counts[MANAGER]), counts[TRACKS], counts[TASKS], counts[ROUTES]),
        "note": made.note,
    }


def _mail_entrepreneurs(made: HandOver, files: list[int]) -> None:
    """Who the new contact is: one mail per person and enterprise."""
    members = EnterpriseMember.objects.filter(case_file__in=files, is_active=True).select_related(
        "person", "case_file"
    )
    for member in members:
        queue_mail(
            to=member.person.email,
            template="mail/handover/new_contact",
            context={"hand_over": made, "member": member, "municipality": made.municipality},
            municipality=made.municipality_id,
            key=f"hand-over-{made.pk}-{member.case_file_id}-{member.person_id}",
        )


@transaction.atomic
def acknowledge(*, hand_over: HandOver, by: Person, at: dt.datetime | None = None) -> HandOver:
    """The receiver read the note and has the work. Doing it twice changes nothing."""
    found = HandOver.objects.select_for_update(of=("self",)).get(pk=hand_over.pk)
    if found.acknowledged_at is None:
        found.acknowledged_at = at or timezone.now()
        found.save(update_fields=["acknowledged_at"])
    return found
