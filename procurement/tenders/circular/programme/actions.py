"""What a buyer does with a programme: begin, write, draw the web, publish, give more time, cancel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.kernel.clock import database_now
from portal.kernel.conflicts import lock_version
from portal.kernel.models import Municipality, Person
from portal.kernel.outbox.actions import queue_mail
from procurement.tenders.circular.errors import RefusedError
from procurement.tenders.circular.programme import engine
from procurement.tenders.circular.programme.models import CircularAmbition, CircularState, CircularTender
from procurement.tenders.circular.rulesets import in_force
from procurement.tenders.circular.submissions.models import CircularSubmission, SubmissionState


def _free_slug(municipality: Municipality, title: str) -> str:
    base = slugify(title)[:70] or "ambitie"
    taken = set(
        CircularTender.objects.filter(municipality=municipality, slug__startswith=base).values_list(
            "slug", flat=True
        )
    )
    names = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


@transaction.atomic
def begin(*, municipality: Municipality, title: str, by: Person, department: str = "") -> CircularTender:
    """Make a concept with what the rules of today begin with."""
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)  # two of one title at once
    rules, source = in_force(municipality_id=municipality.pk)
    return CircularTender.objects.create(
        municipality=municipality,
        title=title,
        slug=_free_slug(municipality, title),
        department=department,
        created_by=by,
        levels=rules["levels"],
        rules_source=source[:300],
        most_words=rules["most_words"],
        most_files=rules["most_files"],
        **{f"weight_{code}": rules["weights"][code] for code in engine.CRITERIA},
        **{f"looks_at_{code}": rules["looks_at"][code] for code in engine.CRITERIA},
    )


@transaction.atomic
def change(*, tender: CircularTender, version: int, changes: Mapping[str, Any], by: Person) -> CircularTender:
    """Change the programme of a concept. Raises RefusedError: "state", "weights"; StaleVersionError."""
    current = lock_version(tender, version)
    if not current.is_concept:
        raise RefusedError("state")
    for name, value in changes.items():
        setattr(current, name, value)
    if engine.weights_off([weight for _code, _name, weight, _about in current.criteria]):
        raise RefusedError("weights")
    return bumped(current)


@transaction.atomic
def draw_web(
    *, tender: CircularTender, version: int, spokes: Mapping[str, tuple[str, int, str]], by: Person
) -> CircularTender:
    """Replace the web: code -> (theme, level, what we want), in order. Raises RefusedError: "state", "themes"."""
    current = lock_version(tender, version)
    if not current.is_concept:
        raise RefusedError("state")
    if len(spokes) < engine.LEAST_THEMES:
        raise RefusedError("themes")
    CircularAmbition.objects.filter(tender=current).delete()
    CircularAmbition.objects.bulk_create(
        CircularAmbition(
            municipality_id=current.municipality_id, tender=current, code=code, label=label, level=level,
            wish=wish, order=order,
        )
        for order, (code, (label, level, wish)) in enumerate(spokes.items())
    )  # fmt: skip
    return bumped(current)


def missing(tender: CircularTender, now: dt.datetime) -> list[tuple[str, str]]:
    """What is still needed before publishing, as (page to mend it, sentence)."""
    wanted = (
        ("background", _("Write down why you ask this.")),
        ("brief", _("Write the functional brief: what it must do, not what it is.")),
        ("conditions", _("Write down the conditions to take part.")),
    )
    found = [("circular_edit", text) for name, text in wanted if not getattr(tender, name).strip()]
    if tender.budget is None:
        found.append(("circular_edit", _("Fill in the maximum budget.")))
    if CircularAmbition.objects.filter(tender=tender).count() < engine.LEAST_THEMES:
        found.append(("circular_web", _("Draw the ambition web: at least three themes.")))
    if tender.questions_until is None or tender.closes_at is None:
        found.append(("circular_edit", _("Fill in until when one can ask and send in.")))
    elif tender.questions_until <= now:
        found.append(("circular_edit", _("The last moment for questions has passed. Choose another.")))
    return found


@transaction.atomic
def publish(*, tender: CircularTender, by: Person) -> CircularTender:
    """Put it on the public page. A second click changes nothing. Raises RefusedError("incomplete")."""
    current = lock(tender)
    if current.state == CircularState.OPEN:
        return current
    now = database_now()
    if current.is_concept and missing(current, now):
        raise RefusedError("incomplete")
    current.published_at = now
    return become(current, CircularState.OPEN)


@transaction.atomic
def give_time(
    *, tender: CircularTender, version: int, questions_until: dt.datetime, closes_at: dt.datetime, by: Person
) -> CircularTender:
    """Move the moments of a published tender: never sooner, and not once the closing has passed.

    Everyone with a draft or a submission gets a mail. Raises RefusedError: "state", "sooner", "order".
    """
    current = lock_version(tender, version)
    now = database_now()
    if not takes_submissions(current, now):
        raise RefusedError("state")
    assert current.closes_at is not None and current.questions_until is not None
    asked = questions_until != current.questions_until
    if closes_at < current.closes_at or questions_until < current.questions_until:
        raise RefusedError("sooner")
    if questions_until > closes_at:
        raise RefusedError("order")
    if not asked and closes_at == current.closes_at:
        return current
    current.questions_until, current.closes_at = questions_until, closes_at
    current = bumped(current)
    for row in CircularSubmission.objects.filter(tender=current).exclude(state=SubmissionState.WITHDRAWN):
        tell(current, row, "more_time", key=f"circular-time-{row.pk}-{current.version}")
    return current


@transaction.atomic
def cancel(*, tender: CircularTender, version: int, reason: str, by: Person) -> CircularTender:
    """End it before there is a partnership, saying why; who takes part gets a mail."""
    current = lock_version(tender, version)
    current.cancel_reason = reason
    current = become(current, CircularState.CANCELLED)
    for row in CircularSubmission.objects.filter(tender=current).exclude(state=SubmissionState.WITHDRAWN):
        tell(current, row, "cancelled", key=f"circular-cancelled-{row.pk}")
    return current


def tell(tender: CircularTender, row: CircularSubmission, mail: str, *, key: str, **more: Any) -> None:
    """Mail the contact person of a submission, with the link to it."""
    queue_mail(
        to=row.email,
        template=f"procurement/tenders/circular/mail/{mail}",
        context={"tender": tender, "row": row, "path": row.path(tender), **more},
        municipality=tender.municipality_id,
        key=key,
    )


def lock(tender: CircularTender) -> CircularTender:
    """The tender, locked and fresh: every step of a tender locks it first."""
    return (
        CircularTender.objects.select_for_update(of=("self",))
        .select_related("municipality")
        .get(pk=tender.pk)
    )


def become(tender: CircularTender, state: str) -> CircularTender:
    """Take a step on a tender that is locked. Raises RefusedError("state") when it is no step from here."""
    if not engine.may_become(tender.state, state):
        raise RefusedError("state")
    tender.state = state
    return bumped(tender)


def bumped(tender: CircularTender) -> CircularTender:
    """Save a locked tender as its next version."""
    tender.version += 1
    tender.save()
    return tender


def takes_questions(tender: CircularTender, now: dt.datetime) -> bool:
    """Published, and the clock has not passed the last moment for questions."""
    return (
        tender.state == CircularState.OPEN
        and tender.questions_until is not None
        and now < tender.questions_until
    )


def takes_submissions(tender: CircularTender, now: dt.datetime) -> bool:
    """Published, and the clock has not passed the closing."""
    return tender.state == CircularState.OPEN and tender.closes_at is not None and now < tender.closes_at
