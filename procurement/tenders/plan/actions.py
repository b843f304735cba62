"""Planning a purchase, changing it, choosing its procedure, and stopping it. Each step is written in its record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Municipality, Person
from portal.kernel.rulesets.queries import ActiveRules
from portal.ui.formats import euro
from procurement.tenders.plan.models import Procedure, Reserved, Tender, TenderState, TenderStep
from procurement.tenders.thresholds.engine import Line, check, lighter
from procurement.tenders.thresholds.rulesets import in_force, rules_of
from procurement.tenders.thresholds.words import stored

#: What decides the procedure: a change of one of these asks for a new choice.
DECISIVE = ("kind", "cpv_code", "value", "begins_on", "months")
BEFORE = (TenderState.PLANNED, TenderState.CHOSEN)
ENDED = (TenderState.AWARDED, TenderState.CANCELLED)


class RefusedError(Exception):
    """The rules do not allow this. `code`: "state", "reserved" (not under this article), "reason", or "late"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def note(
    tender: Tender,
    kind: str,
    text: str,
    by: Person | None,
    *,
    reason: str = "",
    lines: Iterable[Line] = (),
    rules: ActiveRules | None = None,
    at: dt.datetime | None = None,
) -> TenderStep:
    """Write a step in the record."""
    return TenderStep.objects.create(
        municipality_id=tender.municipality_id,
        tender=tender,
        kind=kind,
        text=text[:500],
        reason=reason,
        lines=stored(lines),
        rules_version=rules.version if rules else None,
        rules_source=rules.source if rules else "",
        by=by,
        at=at or timezone.now(),
    )


def lock(tender: Tender) -> Tender:
    """The tender, locked: the first lock of every step."""
    found: Tender = (
        Tender.objects.select_for_update(of=("self",))
        .select_related("municipality", "holder")
        .get(pk=tender.pk)
    )
    return found


def locked(tender: Tender, version: int) -> Tender:
    """The same, as the person saw it. Raises StaleVersionError."""
    found = lock(tender)
    if found.version != version:
        raise StaleVersionError(found)
    return found


def keep(tender: Tender, at: dt.datetime) -> None:
    """Save a step on a locked tender."""
    tender.version += 1
    tender.updated_at = at
    tender.save()


@transaction.atomic
def plan(
    *,
    municipality: Municipality,
    by: Person,
    form_key: Any = None,
    at: dt.datetime | None = None,
    **facts: Any,
) -> Tender:
    """Write down a planned purchase. The same form sent twice gives the one that is there."""
    at = at or timezone.now()
    new = {"holder": by, **facts, "municipality": municipality, "made_at": at, "updated_at": at}
    if form_key is None:
        tender, made = Tender.objects.create(made_by=by, **new), True
    else:
        tender, made = Tender.objects.get_or_create(made_by=by, form_key=form_key, defaults=new)
    if made:
        words = {"value": euro(tender.value), "department": tender.department}
        note(tender, "planned", _("Planned for %(department)s, estimated at %(value)s") % words, by, at=at)
    return tender


@transaction.atomic
def change(*, tender: Tender, version: int, by: Person, **facts: Any) -> Tender:
    """Change the plan before anyone is asked; a choice that no longer fits lapses. Raises StaleVersionError."""
    found = locked(tender, version)
    if found.state not in BEFORE:
        raise RefusedError("state")
    changed = [name for name, value in facts.items() if getattr(found, name) != value]
    if not changed:
        return found
    for name in changed:
        setattr(found, name, facts[name])
    at = timezone.now()
    fields: dict[str, Any] = {name: Tender._meta.get_field(name) for name in changed}
    labels = ", ".join(str(field.verbose_name) for field in fields.values())
    note(found, "changed", _("Plan changed: %(what)s") % {"what": labels}, by, at=at)
    if found.state == TenderState.CHOSEN and set(changed) & set(DECISIVE):
        found.state, found.procedure, found.reserved, found.chosen_at = TenderState.PLANNED, "", "", None
        note(found, "lapsed", _("The choice of procedure lapsed: check again"), by, at=at)
    keep(found, at)
    return found


@transaction.atomic
def choose(
    *,
    tender: Tender,
    version: int,
    procedure: str,
    reserved: str,
    reason: str,
    by: Person,
    at: dt.datetime | None = None,
) -> Tender:
    """Choose the procedure and whether it is reserved, with the check of this day in the record.

    Raises RefusedError: "state", "reserved" (this article does not allow it), "reason" (lighter than what fits, or
    reserved, without saying why); StaleVersionError.
    """
    found, at = locked(tender, version), at or timezone.now()
    if found.state not in BEFORE:
        raise RefusedError("state")
    rules = in_force(municipality_id=found.municipality_id, on=timezone.localtime(at).date())
    advice = check(found.purchase, rules_of(rules.data))
    lines = list(advice.lines)
    if reserved:
        asked = advice.reservation(reserved)
        if not asked.possible:
            raise RefusedError("reserved")
        lines += asked.lines
    if not reason and (reserved or lighter(procedure, advice.procedure)):
        raise RefusedError("reason")
    found.procedure, found.reserved, found.state, found.chosen_at = (
        procedure,
        reserved,
        TenderState.CHOSEN,
        at,
    )
    found.rules_version, found.rules_source = rules.version, rules.source
    words = {"procedure": Procedure(procedure).label, "reserved": Reserved(reserved).label}
    text = _("Chosen: %(procedure)s. %(reserved)s") % words
    note(found, "chosen", text, by, reason=reason, lines=lines, rules=rules, at=at)
    keep(found, at)
    return found


@transaction.atomic
def show(
    *,
    tender: Tender,
    version: int,
    is_public: bool,
    shows_value: bool,
    by: Person,
    at: dt.datetime | None = None,
) -> Tender:
    """Put it in the public calendar and the open data, or take it out; at any time. Raises StaleVersionError."""
    found = locked(tender, version)
    if (found.is_public, found.shows_value) == (is_public, shows_value):
        return found
    found.is_public, found.shows_value = is_public, shows_value and is_public
    text = _("Put in the public calendar") if is_public else _("Taken out of the public calendar")
    at = at or timezone.now()
    note(found, "public", text, by, at=at)
    keep(found, at)
    return found


@transaction.atomic
def mark_stopped(*, tender: Tender, reason: str, by: Person) -> Tender | None:
    """Stop before the award, saying why. None when it was stopped already; RefusedError("state") after the award."""
    found = lock(tender)
    if found.state == TenderState.CANCELLED:
        return None
    if found.state == TenderState.AWARDED:
        raise RefusedError("state")
    at = timezone.now()
    found.state, found.stop_reason, found.ended_at = TenderState.CANCELLED, reason, at
    note(found, "stopped", _("Stopped"), by, reason=reason, at=at)
    keep(found, at)
    return found
