"""Reserving, granting and releasing money. Each locks the budget first, so the sums are always right."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.budgets import engine
from accounts.budgets.models import BudgetLine, Commitment, CommitmentState
from accounts.budgets.rulesets import limit_for
from accounts.casefile.models import CaseFile
from accounts.timeline.actions import add_entry, add_signal, end_signal
from portal.kernel.conflicts import lock_version
from portal.kernel.models import Municipality, Person
from portal.ui.formats import euro


class OverspentError(Exception):
    """The amount of a budget would fall below what is committed of it already, in euros."""

    def __init__(self, committed: Decimal) -> None:
        super().__init__(f"{committed} is committed")
        self.committed = committed


@transaction.atomic
def make_line(*, municipality: Municipality, by: Person, **facts: Any) -> BudgetLine:
    """A new budget, with nothing committed yet. The same name in the same year and domain raises IntegrityError."""
    return BudgetLine.objects.create(municipality=municipality, **facts)


@transaction.atomic
def change_line(*, line: BudgetLine, version: int, changes: dict[str, Any], by: Person) -> BudgetLine:
    """Change a budget. Raises StaleVersionError, and OverspentError when more is committed than the new amount."""
    line = lock_version(line, version)
    if changes.get("amount", line.amount) < line.committed:
        raise OverspentError(line.committed)
    for name, value in changes.items():
        setattr(line, name, value)
    line.version += 1
    line.save()
    return line


def _lock(line_id: int) -> BudgetLine:
    return BudgetLine.objects.select_for_update(of=("self",)).get(pk=line_id)


def _limit(line: BudgetLine) -> Decimal:
    return limit_for(municipality_id=line.municipality_id, domain=line.domain, on=timezone.localdate())


def _note(commitment: Commitment, line: BudgetLine, text: str, by: Person, **more: Any) -> None:
    words = {"amount": euro(commitment.amount), "line": line, "purpose": commitment.purpose}
    add_entry(
        case_file=commitment.case_file,
        kind="budget",
        text=text % words,
        by=by,
        domain=line.domain,
        url=reverse("commitment", args=[commitment.pk]),
        **more,
    )


@transaction.atomic
def reserve(
    *, line: BudgetLine, case_file: CaseFile, amount: Decimal, purpose: str, by: Person, at: Any = None
) -> Commitment:
    """Reserve euros for an enterprise. Raises RefusedError("room") when less is left.

    Above the limit it waits for a second pair of eyes: it stands in the worklist of the account manager, or of the
    domain when the account manager asked.
    """
    line = _lock(line.pk)
    state = engine.reserve(amount, line.room, _limit(line))
    line.committed += amount
    line.save(update_fields=["committed"])
    commitment = Commitment.objects.create(
        municipality_id=line.municipality_id,
        line=line,
        case_file=case_file,
        amount=amount,
        purpose=purpose,
        state=state,
        made_by=by,
        made_at=at or timezone.now(),
    )
    if state == CommitmentState.WAITING:
        _note(commitment, line, _("%(amount)s asked of %(line)s: %(purpose)s"), by, at=at)
        add_signal(
            case_file=case_file,
            key=f"commitment-{commitment.pk}",
            title=_("Second pair of eyes: %(amount)s of %(line)s") % {"amount": euro(amount), "line": line},
            url=reverse("commitment", args=[commitment.pk]),
            holder=case_file.account_manager if case_file.account_manager_id != by.pk else None,
            domain=line.domain,
            by=by,
        )
    else:
        _note(commitment, line, _("%(amount)s reserved of %(line)s: %(purpose)s"), by, at=at)
    return commitment


def _step(
    verb: str, commitment: Commitment, version: int, by: Person, amount: Decimal | None = None
) -> tuple[Commitment, BudgetLine]:
    """Lock the budget, then the commitment (always in this order), and take one step by the rules."""
    line = _lock(commitment.line_id)
    commitment = lock_version(commitment, version)
    standing = engine.Standing(commitment.state, commitment.amount, commitment.made_by_id)
    outcome = engine.step(verb, standing, by=by.pk, limit=_limit(line), amount=amount)
    commitment.state, commitment.amount = outcome.state, outcome.amount
    commitment.version += 1
    line.committed -= outcome.freed
    line.save(update_fields=["committed"])
    if verb in {"approve", "refuse"} or (verb == "release"):
        end_signal(municipality_id=line.municipality_id, key=f"commitment-{commitment.pk}", by=by)
    return commitment, line


@transaction.atomic
def approve(*, commitment: Commitment, version: int, by: Person, at: Any = None) -> Commitment:
    """A second pair of eyes says yes."""
    commitment, line = _step("approve", commitment, version, by)
    commitment.checked_by, commitment.checked_at = by, at or timezone.now()
    commitment.save()
    _note(commitment, line, _("%(amount)s reserved of %(line)s: %(purpose)s"), by, at=at)
    return commitment


@transaction.atomic
def refuse(*, commitment: Commitment, version: int, reason: str, by: Person) -> Commitment:
    """A second pair of eyes says no; the room comes free."""
    commitment, line = _step("refuse", commitment, version, by)
    commitment.checked_by, commitment.checked_at, commitment.reason = by, timezone.now(), reason
    commitment.save()
    _note(commitment, line, _("%(amount)s of %(line)s refused: %(purpose)s"), by)
    return commitment


@transaction.atomic
def grant(
    *, commitment: Commitment, version: int, amount: Decimal, by: Person, reason: str = "", at: Any = None
) -> Commitment:
    """Grant what was reserved, or less; the rest comes free. The entrepreneur sees it."""
    commitment, line = _step("grant", commitment, version, by, amount)
    commitment.granted_by, commitment.granted_at, commitment.reason = by, at or timezone.now(), reason
    commitment.save()
    _note(commitment, line, _("%(amount)s granted: %(purpose)s"), by, for_entrepreneur=True, at=at)
    return commitment


@transaction.atomic
def release(*, commitment: Commitment, version: int, reason: str, by: Person) -> Commitment:
    """Give the room back: the plan does not go on, or money was paid back."""
    commitment, line = _step("release", commitment, version, by)
    commitment.ended_by, commitment.ended_at, commitment.reason = by, timezone.now(), reason
    commitment.save()
    _note(commitment, line, _("%(amount)s of %(line)s released: %(purpose)s"), by)
    return commitment
