"""What an organiser does with a challenge before it is open: begin, change, plan, weigh, launch; and cancel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from challenges.contests import engine
from challenges.contests.audience.models import Moment
from challenges.contests.audience.news import tell
from challenges.contests.coalition.models import CoalitionParty
from challenges.contests.design.templates import templates
from challenges.contests.entries.models import EntryAuthor, EntryState
from challenges.contests.jury.models import Juror
from challenges.contests.models import Challenge, ChallengeState, Criterion, Phase, PhaseKind
from portal.kernel.conflicts import lock_version
from portal.kernel.models import Municipality, Person
from portal.kernel.outbox.actions import queue_mail

#: Entries close at five in the afternoon of the last day unless the organiser says otherwise.
CLOSING = dt.time(17, 0)


class RefusedError(Exception):
    """The rules do not allow this. `code`: "state", "order", "late", "weights" or "incomplete"."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


def _free_slug(municipality: Municipality, title: str) -> str:
    base = slugify(title)[:70] or "challenge"
    taken = set(
        Challenge.objects.filter(municipality=municipality, slug__startswith=base).values_list(
            "slug", flat=True
        )
    )
    return next(
        name
        for name in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
        if name not in taken
    )


def moments(start: dt.date, end: dt.date, closing: dt.time = CLOSING) -> tuple[dt.datetime, dt.datetime]:
    """When entries open (midnight of the first day) and close (`closing` on the last), Dutch time."""
    zone = timezone.get_default_timezone()
    return (
        dt.datetime.combine(start, dt.time(0), zone),
        dt.datetime.combine(end, closing, zone),
    )


@transaction.atomic
def begin(
    *, municipality: Municipality, template: str, title: str, starts_on: dt.date, by: Person
) -> Challenge:
    """Make a concept from a ready-made design. Two of one title at once get an address each."""
    design = templates()[template]
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    rows = engine.plan(starts_on, [(kind, weeks) for kind, _name, weeks in design["phases"]])
    opens_at, closes_at = next(moments(start, end) for kind, start, end in rows if kind == PhaseKind.ENTRIES)
    challenge = Challenge.objects.create(
        municipality=municipality,
        title=title,
        slug=_free_slug(municipality, title),
        opens_at=opens_at,
        closes_at=closes_at,
        created_by=by,
        amount=Decimal(design["amount"]),
        **{
            name: design[name] for name in ("variant", "support", "conditions", "tie_rule", "several_entries")
        },
    )
    Phase.objects.bulk_create(
        Phase(
            municipality=municipality,
            challenge=challenge,
            name=name,
            kind=kind,
            starts_on=start,
            ends_on=end,
            order=order,
        )
        for order, ((kind, start, end), (_kind, name, _weeks)) in enumerate(
            zip(rows, design["phases"], strict=True)
        )
    )
    Criterion.objects.bulk_create(
        Criterion(
            municipality=municipality,
            challenge=challenge,
            name=name,
            description=description,
            weight=weight,
            order=order,
        )
        for order, (name, description, weight) in enumerate(design["criteria"])
    )
    return challenge


@transaction.atomic
def change(*, challenge: Challenge, version: int, changes: dict[str, Any], by: Person) -> Challenge:
    """Change texts and settings. After the launch the rules of the game stay as they were: "state"."""
    current = lock_version(challenge, version)
    fixed = {"variant", "amount", "tie_rule", "several_entries", "most_words", "most_files", "conditions"}
    if current.state in (ChallengeState.CANCELLED, ChallengeState.DECIDED):
        raise RefusedError("state")
    if not current.is_concept and any(
        name in fixed and getattr(current, name) != value for name, value in changes.items()
    ):
        raise RefusedError("state")
    for name, value in changes.items():
        setattr(current, name, value)
    current.version += 1
    current.save()
    return current


def stretches(challenge: Challenge) -> list[engine.Stretch]:
    """The plan as the engine reads it."""
    return [engine.Stretch(row.pk, row.kind, row.starts_on, row.ends_on) for row in challenge.phases.all()]


@transaction.atomic
def move_phase(
    *,
    phase: Phase,
    version: int,
    starts_on: dt.date,
    ends_on: dt.date,
    with_later: bool,
    by: Person,
    closing: dt.time | None = None,
) -> Challenge:
    """Move a phase. Raises RefusedError: "order" (two phases overlap), "late" (open entries would close sooner)."""
    challenge = lock_version(phase.challenge, version)
    if challenge.state in (ChallengeState.CANCELLED, ChallengeState.DECIDED):
        raise RefusedError("state")
    rows = engine.shifted(stretches(challenge), phase.pk, starts_on, ends_on, with_later=with_later)
    wrong = engine.out_of_order(rows)
    names = {row.pk: row.name for row in challenge.phases.all()}
    if wrong:
        raise RefusedError("order", first=names[wrong[0].key], second=names[wrong[1].key])
    entries = next((row for row in rows if row.kind == PhaseKind.ENTRIES), None)
    if entries and challenge.closes_at:
        clock = closing or timezone.localtime(challenge.closes_at).time()
        opens_at, closes_at = moments(entries.start, entries.end, clock)
        changed = (opens_at, closes_at) != (challenge.opens_at, challenge.closes_at)
        if not challenge.is_concept and changed:
            # Whoever counts on the date that was told must be able to: entries may stay open longer, never shorter.
            if challenge.state != ChallengeState.OPEN or closes_at < challenge.closes_at:
                raise RefusedError("late")
        challenge.opens_at, challenge.closes_at = opens_at, closes_at
    for row in rows:
        Phase.objects.filter(pk=row.key).update(starts_on=row.start, ends_on=row.end)
    challenge.version += 1
    challenge.save()
    return challenge


@transaction.atomic
def set_criteria(
    *, challenge: Challenge, version: int, rows: Sequence[dict[str, Any]], by: Person
) -> Challenge:
    """Replace the criteria. Raises RefusedError: "weights" when they do not add up to 100, "state" after the launch."""
    challenge = lock_version(challenge, version)
    if not challenge.is_concept:
        raise RefusedError("state")
    if engine.weights_off([row["weight"] for row in rows]):
        raise RefusedError("weights")
    Criterion.objects.filter(challenge=challenge).delete()
    Criterion.objects.bulk_create(
        Criterion(municipality_id=challenge.municipality_id, challenge=challenge, order=order, **row)
        for order, row in enumerate(rows)
    )
    challenge.version += 1
    challenge.save(update_fields=["version"])
    return challenge


def missing(challenge: Challenge, now: dt.datetime) -> list[tuple[str, str]]:
    """What is still needed before the launch, as (page to mend it, sentence)."""
    wanted = (
        ("question", _("Write down the question.")),
        ("story", _("Tell the story: why this question, why now?")),
        ("target_group", _("Say for whom it is.")),
        ("conditions", _("Write down the conditions to take part.")),
        ("tie_rule", _("Choose what happens with equal scores.")),
    )
    found = [("challenge_edit", text) for name, text in wanted if not getattr(challenge, name).strip()]
    weights = [row.weight for row in challenge.criteria.all()]
    if engine.weights_off(weights):
        text = _("The weights of the criteria add up to %(total)s. Make it 100.")
        found.append(("challenge_criteria", text % {"total": sum(weights)}))
    if challenge.closes_at is None or challenge.closes_at <= now:
        found.append(("challenge_plan", _("The closing date has passed. Move the phase of entries.")))
    return found


@transaction.atomic
def launch(*, challenge: Challenge, by: Person) -> Challenge:
    """Put it on the public page. A second click changes nothing. Raises RefusedError("incomplete")."""
    challenge = Challenge.objects.select_for_update(of=("self",)).get(pk=challenge.pk)
    if challenge.state == ChallengeState.OPEN:
        return challenge
    if missing(challenge, timezone.now()):
        raise RefusedError("incomplete")
    challenge.launched_at = timezone.now()
    return become(challenge, ChallengeState.OPEN)


def become(challenge: Challenge, state: str) -> Challenge:
    """Take a step on a challenge that is locked; followers hear it. Raises RefusedError("state") when it is no step."""
    if not engine.may_become(challenge.state, state):
        raise RefusedError("state")
    challenge.state = state
    challenge.version += 1
    challenge.save()
    if state in Moment.values:
        tell(challenge, state)
    return challenge


@transaction.atomic
def cancel(*, challenge: Challenge, version: int, reason: str, by: Person) -> Challenge:
    """End it before it is decided, saying why; whoever takes part or judges gets a mail."""
    challenge = lock_version(challenge, version)
    challenge.cancel_reason = reason
    become(challenge, ChallengeState.CANCELLED)
    authors = EntryAuthor.objects.filter(entry__challenge=challenge).exclude(
        entry__state=EntryState.WITHDRAWN
    )
    jurors = Juror.objects.filter(challenge=challenge, removed_at=None)
    parties = CoalitionParty.objects.filter(challenge=challenge, left_at=None)
    people = [*jurors.order_by("pk"), *parties.order_by("pk"), *authors.order_by("pk")]
    told = {person.email.lower(): person.name for person in people}
    for email, name in told.items():
        queue_mail(
            to=email,
            template="challenges/contests/mail/cancelled",
            context={"name": name, "challenge": challenge},
            municipality=challenge.municipality_id,
            key=f"challenge-cancelled-{challenge.pk}-{email}",
        )
    return challenge
