"""Contracts out of a register: judged by the form that people fill in, made and changed by the same actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.enterprises.actions import get_or_create_enterprise
from accounts.enterprises.models import Enterprise
from accounts.imports.models import Outcome, Result
from portal.ui.templatetags.nlds import nl_date
from procurement.social_return.contracts.actions import change_contract, make_contract
from procurement.social_return.contracts.forms import coordinators
from procurement.social_return.contracts.models import Contract, ContractState
from procurement.social_return.imports.judging import (
    Judged,
    Seen,
    as_previewed,
    contracts_of,
    differences,
    lock,
    problem,
    save,
    say,
    without_bsn_problems,
)
from procurement.social_return.imports.models import RegisterImport, RegisterRow
from procurement.social_return.imports.row_forms import ContractRow, Problems, problems_of
from procurement.suppliers.actions import get_or_make_supplier

#: What a register can change of a contract that is here.
AGREED = (
    "title", "department", "kind", "cpv_code", "value", "labour_share", "wage_sum", "starts_on", "ends_on",
    "coordinator",
)  # fmt: skip


def judge_contracts(source: RegisterImport, rows: Sequence[RegisterRow], seen: Seen) -> list[Judged]:
    """What each row would do; nothing is written."""
    there = contracts_of([row.key for row in rows])
    people = coordinators()
    numbers = {row.cells.get("kvk_number", "").strip() for row in rows}
    known = set(Enterprise.objects.filter(kvk_number__in=numbers).values_list("kvk_number", flat=True))
    judged = []
    for row in rows:
        item = Judged(row)
        judged.append(item)
        row.changes, row.contract = [], there.get(row.key)
        first = seen.contracts.setdefault(row.key, row.number) if row.key else row.number
        if problems := without_bsn_problems(row):
            say(row, Outcome.BAD, problems)
        elif first != row.number:
            words = _("This contract number is in row %(number)s too. Keep one of the two rows.")
            say(row, Outcome.BAD, [problem("reference", words % {"number": first})])
        else:
            form = ContractRow(row.cells, people=people, by=source.by)
            found = problems_of(form)
            if row.contract:
                _judge_there(item, form, found)
            else:
                _judge_new(item, form, found, known | seen.named)
        if row.outcome == Outcome.NEW and item.facts.get("supplier_name"):
            seen.named.add(item.facts["kvk_number"])
    return judged


def _judge_new(item: Judged, form: ContractRow, problems: Problems, named: set[str]) -> None:
    data = form.cleaned_data
    name, number = (data.get("supplier_name") or "").strip(), data.get("kvk_number")
    if number and not name and number not in named:
        words = _("We do not know this KVK number yet. Fill in the name of the supplier.")
        problems.append(problem("supplier_name", words))
    if problems:
        say(item.row, Outcome.BAD, problems)
        return
    item.facts = {
        "kvk_number": number,
        "supplier_name": name,
        "reference": data["reference"],
        "awarded_on": data["awarded_on"],
        **form.facts(),
    }
    say(item.row, Outcome.NEW)


def _judge_there(item: Judged, form: ContractRow, problems: Problems) -> None:
    """A contract that is here: only what is filled in counts, and who it is with and its rules do not change."""
    row, contract = item.row, item.row.contract
    assert contract is not None
    data = {name: value for name, value in form.cleaned_data.items() if name in row.cells}
    problems = [found for found in problems if found["field"] in ("", *row.cells)]
    problems += _fixed(contract, data)
    if "coordinator" in data:
        data["coordinator"] = form.people[data["coordinator"]]
    facts = {name: data[name] for name in AGREED if name in data}
    first, last = facts.get("starts_on", contract.starts_on), facts.get("ends_on", contract.ends_on)
    if last < first and not problems:
        problems.append(problem("ends_on", _("The end comes before the start.")))
    changes = [] if problems else differences(contract, facts)
    if changes and contract.state == ContractState.SETTLED:
        words = _("This contract is settled. It does not change any more.")
        problems = [problem("reference", words)]
    if problems:
        say(row, Outcome.BAD, problems)
        return
    row.changes, item.facts = changes, facts
    say(row, Outcome.CHANGED if changes else Outcome.SAME)


def _fixed(contract: Contract, data: dict[str, Any]) -> Problems:
    found = []
    theirs = contract.supplier.enterprise.kvk_number
    if data.get("kvk_number") and theirs and data["kvk_number"] != theirs:
        words = _("Here this contract is with the supplier with KVK number %(number)s. Which one is right?")
        found.append(problem("kvk_number", words % {"number": theirs}))
    if data.get("awarded_on") and data["awarded_on"] != contract.awarded_on:
        words = _(
            "Here this contract was awarded on %(day)s. That does not change: the rules of that day hold for it."
        )
        found.append(problem("awarded_on", words % {"day": nl_date(contract.awarded_on)}))
    return found


def apply_contracts(source: RegisterImport, rows: Sequence[RegisterRow]) -> None:
    """Make and change contracts, each as the preview said. Needs a transaction."""
    lock(source, rows)
    previewed = {row.pk: (row.outcome, row.changes) for row in rows}
    for item in judge_contracts(source, rows, Seen()):
        row = item.row
        outcome, changes = previewed[row.pk]
        if not as_previewed(row, outcome, changes):
            continue
        if outcome == Outcome.NEW:
            _make(source, item)
        else:
            _change(source, item)
    save(rows)


def _make(source: RegisterImport, item: Judged) -> None:
    row, facts = item.row, dict(item.facts)
    number, name = facts.pop("kvk_number"), facts.pop("supplier_name")
    try:
        with transaction.atomic():
            enterprise = get_or_create_enterprise(
                municipality=source.municipality, kvk_number=number, name=name
            )
            supplier = get_or_make_supplier(
                municipality=source.municipality, enterprise=enterprise, by=source.by
            )
            row.contract = make_contract(
                municipality=source.municipality, supplier=supplier, by=source.by, **facts
            )
            row.result = Result.MADE
    except IntegrityError:  # a colleague wrote it down a moment ago
        row.contract = contracts_of([row.key]).get(row.key)
        if row.contract is None:  # something else was in the way: never say that it is there
            raise
        as_previewed(row, Outcome.CHANGED, [])


def _change(source: RegisterImport, item: Judged) -> None:
    row = item.row
    assert row.contract is not None
    names = {change["field"] for change in row.changes}
    row.contract = change_contract(
        contract=row.contract,
        version=row.contract.version,
        changes={name: value for name, value in item.facts.items() if name in names},
        reason=_("from the register “%(file)s”, row %(number)s")
        % {"file": source.name, "number": row.number},
        by=source.by,
    )
    row.result = Result.CHANGED
