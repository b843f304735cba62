"""The terms of a contract (termijnen): what is due when, and whether a reminder is due. Pure calculation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from procurement.social_return.engine import add_months
from procurement.social_return.scheme import Terms

#: First contact by the coordinator; the plan, a report and the whole obligation by the supplier.
CONTACT, PLAN, REPORT, END = "contact", "plan", "report", "end"
#: The PSO certificate a discount rests on ends before the contract does: both sides act.
CERTIFICATE = "pso"
SOON, LATE = "soon", "late"


@dataclass(frozen=True)
class Facts:
    """A running contract as its terms see it. `open`: euros neither accepted nor waiting for judgement."""

    awarded_on: dt.date
    starts_on: dt.date
    ends_on: dt.date
    obligation: Decimal
    open: Decimal
    contacted_on: dt.date | None
    planned_on: dt.date | None
    last_submission: dt.date | None
    certified_to: dt.date | None = None


@dataclass(frozen=True)
class Term:
    """Something due. `stage` is "" when it is done or far away, else "soon" or "late"."""

    code: str
    due_on: dt.date
    done: bool
    stage: str


def _stage(due_on: dt.date, done: bool, today: dt.date, remind: int) -> str:
    if done or today < due_on - dt.timedelta(days=remind):
        return ""
    return LATE if today > due_on else SOON


def report_day(facts: Facts, months: int, today: dt.date, remind: int) -> tuple[dt.date, dt.date] | None:
    """(begin, last day) of the reporting period that asks for attention; None before the first one does.

    Periods run from the start of the contract. A period is looked at from `remind` days before its last day until
    the next one is; the last period ends with the contract.
    """
    if months <= 0:
        return None
    found = None
    number = 0
    while True:
        begin = add_months(facts.starts_on, number * months)
        if begin > facts.ends_on or begin - dt.timedelta(days=remind) > today:
            return found
        last = min(add_months(facts.starts_on, (number + 1) * months) - dt.timedelta(days=1), facts.ends_on)
        if last - dt.timedelta(days=remind) > today:
            return found
        found = (begin, last)
        number += 1


def terms_of(facts: Facts, terms: Terms, today: dt.date) -> tuple[Term, ...]:
    """Every term of a contract, in the order it falls due; nothing when nothing is owed."""
    certificate = _certificate(facts, terms, today)
    if facts.obligation <= 0:
        return certificate
    started = facts.contacted_on or facts.planned_on or facts.last_submission
    contact_on = facts.awarded_on + dt.timedelta(days=terms.contact)
    plan_on = facts.awarded_on + dt.timedelta(days=terms.plan)
    rows = [(CONTACT, contact_on, started is not None), (PLAN, plan_on, facts.planned_on is not None)]
    period = report_day(facts, terms.report_months, today, terms.remind)
    if period:
        begin, last = period
        rows.append(
            (REPORT, last, bool(facts.last_submission and facts.last_submission >= begin) or not facts.open)
        )
    rows.append((END, facts.ends_on, not facts.open))
    found = [
        Term(code, due_on, done, _stage(due_on, done, today, terms.remind)) for code, due_on, done in rows
    ]
    return tuple(sorted((*found, *certificate), key=lambda term: term.due_on))


def _certificate(facts: Facts, terms: Terms, today: dt.date) -> tuple[Term, ...]:
    """Months ahead, not days: a certificate takes time to renew. A decision moves the day or ends the discount."""
    last = facts.certified_to
    if last is None or last >= facts.ends_on:
        return ()
    warn = today >= add_months(last, -terms.certificate_months)
    return (Term(CERTIFICATE, last, False, "" if not warn else LATE if today > last else SOON),)
