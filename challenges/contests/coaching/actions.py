"""What organisers do in the coaching: begin it, invite coaches, give each entry one, set the pitch, share materials."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.timeline.actions import add_entry
from challenges.contests.coaching import engine, plan
from challenges.contests.coaching.models import Coach, Coaching, CoachingMaterial, PlanVersion
from challenges.contests.contacts import add_contact
from challenges.contests.entries.actions import token_of as author_token
from challenges.contests.entries.models import Entry, EntryAuthor
from challenges.contests.models import Challenge, ChallengeState
from portal.kernel.conflicts import lock_version
from portal.kernel.files.actions import store_upload
from portal.kernel.models import Person
from portal.kernel.outbox.actions import queue_mail
from portal.kernel.people.tokens import hash_token, link_token
from portal.ui.templatetags.nlds import nl_moment

MOST_COACHES, MOST_MATERIALS = 25, 50
#: States of a challenge in which there is coaching, and in which a pitch is prepared.
COACHING = (ChallengeState.COACHING,)
PREPARING = (ChallengeState.COACHING, ChallengeState.JURY)


class RefusedError(Exception):
    """`code` names what is in the way; `words` fill its sentence."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code)
        self.code, self.words = code, words


def token_of(coach: Coach) -> str:
    """The token of a coach: mailed again it is the same link."""
    return link_token("challenges.coaching.token", coach.seed)


def lock_challenge(challenge_id: int, states: Sequence[str]) -> Challenge:
    """The challenge, locked, in one of these states. Raises RefusedError("state")."""
    found = (
        Challenge.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=challenge_id)
    )
    if found.state not in states:
        raise RefusedError("state")
    return found


def begin(entries: Iterable[Entry]) -> None:
    """Begin the coaching of entries that were selected just now: what was sent in is version 1 of the plan."""
    chosen = list(entries)
    Coaching.objects.bulk_create(
        [Coaching(municipality_id=entry.municipality_id, entry=entry) for entry in chosen],
        ignore_conflicts=True,
    )
    PlanVersion.objects.bulk_create(
        [
            PlanVersion(
                municipality_id=entry.municipality_id,
                entry=entry,
                number=1,
                content=plan.first(entry),
                made_at=entry.submitted_at or timezone.now(),
            )
            for entry in chosen
        ],
        ignore_conflicts=True,
    )


def write_timeline(entry: Entry, text: str, by: Person | None) -> None:
    """In the case file, where there is one; the entrepreneur may read it."""
    if entry.case_file:
        add_entry(
            case_file=entry.case_file,
            kind="challenge",
            text=f"{entry.challenge.title}: {text}",
            by=by,
            url=reverse("coaching_entry", args=[entry.pk]),
            for_entrepreneur=True,
        )


def mail_authors(entry: Entry, template: str, key: str, **more: Any) -> None:
    """Mail everyone who writes an entry; each with the own link to its coaching."""
    challenge = entry.challenge
    for author in EntryAuthor.objects.filter(entry=entry):
        path = reverse(
            "entry_coaching", args=[challenge.municipality.slug, challenge.slug, author_token(author)]
        )
        queue_mail(
            to=author.email,
            template=f"challenges/contests/mail/{template}",
            context={"name": author.name, "entry": entry, "challenge": challenge, "path": path, **more},
            municipality=challenge.municipality_id,
            key=f"{key}-{author.pk}",
        )


def mail_coach(coach: Coach, template: str, key: str, **more: Any) -> None:
    """Mail a coach, with the own link."""
    challenge = coach.challenge
    path = reverse("coach_home", args=[challenge.municipality.slug, challenge.slug, token_of(coach)])
    queue_mail(
        to=coach.email,
        template=f"challenges/contests/mail/{template}",
        context={"coach": coach, "challenge": challenge, "path": path, **more},
        municipality=challenge.municipality_id,
        key=key,
    )


@transaction.atomic
def invite(*, challenge: Challenge, name: str, email: str, by: Person, person: Person | None = None) -> Coach:
    """Ask someone to coach; they get a link. Who was asked already changes nothing, who left is asked again.

    Raises RefusedError: "state", "many", "author" for who has an entry in this challenge.
    """
    challenge = lock_challenge(
        challenge.pk, (ChallengeState.SELECTION, ChallengeState.COACHING, ChallengeState.JURY)
    )
    rows = Coach.objects.filter(challenge=challenge).select_related("contact")
    there = rows.filter(contact__email__iexact=email).first()
    if there and not there.removed_at:
        return there
    if EntryAuthor.objects.filter(entry__challenge=challenge, email__iexact=email).exists():
        raise RefusedError("author")
    if rows.filter(removed_at=None).count() >= MOST_COACHES:
        raise RefusedError("many")
    coach = there or Coach(
        municipality_id=challenge.municipality_id, contact=add_contact(challenge, "coach", name, email)
    )
    # Whoever is asked again gets a new link; the old one stays dead.
    coach.challenge, coach.person, coach.invited_by, coach.removed_at = challenge, person, by, None
    coach.seed, coach.invited_at = uuid.uuid4(), timezone.now()
    coach.token_hash = hash_token(token_of(coach))
    coach.save()
    mail_coach(coach, "coach_invited", key=f"coach-{coach.pk}-{coach.seed}")
    return coach


@transaction.atomic
def remove(*, coach: Coach, by: Person) -> Coach:
    """A coach stops: the link stops working, the entries wait for another. What was written stays."""
    Challenge.objects.select_for_update(of=("self",)).get(pk=coach.challenge_id)
    coach = Coach.objects.select_for_update(of=("self",)).get(pk=coach.pk)
    if coach.removed_at is None:
        coach.removed_at = timezone.now()
        coach.save(update_fields=["removed_at"])
        for coaching in Coaching.objects.select_for_update().filter(coach=coach).order_by("pk"):
            coaching.coach, coaching.version = None, coaching.version + 1
            coaching.save(update_fields=["coach", "version"])
    return coach


def find_coach(token: str) -> Coach | None:
    """Whose token this is, in the municipality in scope; nobody's once they stopped."""
    rows = Coach.objects.select_related("challenge__municipality", "person", "contact")
    return rows.filter(token_hash=hash_token(token), removed_at=None).first()


def _mine(coaching: Coaching, version: int) -> Coaching:
    challenge = lock_challenge(coaching.entry.challenge_id, PREPARING)
    found = lock_version(coaching, version)
    found.entry = Entry.objects.select_related("case_file").get(pk=found.entry_id)
    found.entry.challenge = challenge
    return found


@transaction.atomic
def assign(*, coaching: Coaching, version: int, coach: Coach | None, by: Person) -> Coaching:
    """Give an entry its coach; both hear it. Raises RefusedError("state"), StaleVersionError."""
    coaching = _mine(coaching, version)
    if coach and (coach.removed_at or coach.challenge_id != coaching.entry.challenge_id):
        raise RefusedError("state")
    if coaching.coach_id == (coach.pk if coach else None):
        return coaching
    coaching.coach, coaching.version = coach, coaching.version + 1
    coaching.save()
    if coach:
        key = f"coaching-coach-{coaching.pk}-{coaching.version}"
        coach.challenge = coaching.entry.challenge
        mail_coach(coach, "coach_assigned", key, entry=coaching.entry)
        mail_authors(coaching.entry, "coaching_coach", key, coach=coach)
        write_timeline(coaching.entry, _("%(name)s coaches") % {"name": coach.name}, by)
    return coaching


@transaction.atomic
def set_pitch(
    *, coaching: Coaching, version: int, at: dt.datetime, minutes: int, place: str, by: Person
) -> Coaching:
    """Say when an entry pitches; who writes it gets a mail.

    Raises RefusedError: "state", "clash" when another entry pitches then (its words hold which), StaleVersionError.
    """
    coaching = _mine(coaching, version)
    others = Coaching.objects.filter(
        entry__challenge=coaching.entry.challenge_id, pitch_at__isnull=False
    ).exclude(pk=coaching.pk)
    taken = [
        (row.entry.title, row.pitch_at, row.pitch_minutes)
        for row in others.select_related("entry")
        if row.pitch_at
    ]
    if name := engine.clash(at, minutes, taken):
        raise RefusedError("clash", name=name)
    if (coaching.pitch_at, coaching.pitch_minutes, coaching.pitch_place) == (at, minutes, place):
        return coaching
    coaching.pitch_at, coaching.pitch_minutes, coaching.pitch_place = at, minutes, place
    coaching.version += 1
    coaching.save()
    key = f"coaching-pitch-{coaching.pk}-{coaching.version}"
    mail_authors(coaching.entry, "coaching_pitch", key, coaching=coaching)
    write_timeline(coaching.entry, _("pitch on %(moment)s") % {"moment": nl_moment(at)}, by)
    return coaching


@transaction.atomic
def add_material(
    *, challenge: Challenge, title: str, by: Person, url: str = "", upload: UploadedFile[Any] | None = None
) -> CoachingMaterial:
    """Share a link or a file with everyone who was selected. The same title and link once more is a second click.

    Raises RefusedError: "state", "many".
    """
    challenge = lock_challenge(challenge.pk, PREPARING)
    rows = CoachingMaterial.objects.filter(challenge=challenge)
    there = rows.filter(title=title, url=url).first() if url else None
    if there:
        return there
    if rows.count() >= MOST_MATERIALS:
        raise RefusedError("many")
    stored = (
        store_upload(upload=upload, municipality=challenge.municipality, by=by)
        if upload is not None
        else None
    )
    return CoachingMaterial.objects.create(
        municipality_id=challenge.municipality_id,
        challenge=challenge,
        title=title,
        url=url,
        file=stored,
        created_by=by,
    )


@transaction.atomic
def remove_material(*, material: CoachingMaterial, by: Person) -> None:
    """Take a material back; the bytes of a file go when that is certain."""
    stored = material.file
    material.delete()
    if stored:
        storage, name = stored.content.storage, str(stored.content.name)
        stored.delete()
        transaction.on_commit(lambda: storage.delete(name))
