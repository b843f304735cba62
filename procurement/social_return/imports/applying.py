"""What a row of a register does: a contract or an effort, by the same actions as by hand."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from accounts.enterprises.actions import get_or_create_enterprise
from accounts.enterprises.models import Enterprise
from portal.kernel.models import Person
from procurement.social_return.contracts.actions import make_contract
from procurement.social_return.contracts.forms import coordinators
from procurement.social_return.contracts.models import Contract, ContractState
from procurement.social_return.efforts.bulk import submit_many
from procurement.social_return.efforts.forms import NO_BSN
from procurement.social_return.efforts.models import Effort, Pseudonym
from procurement.social_return.imports.models import TAKEN_OUT, RegisterImport, RegisterRow, RowOutcome
from procurement.social_return.imports.row_forms import ContractRow, Problems, effort_form, problems_of
from procurement.suppliers.actions import get_or_make_supplier

#: Of all keys made out of a reference: the same reference always gives the same key.
_SPACE = uuid.UUID("6f3f7a0e-6a55-4f4c-9d53-0f7b8f2c1a10")


def problem(field: str, words: Any) -> dict[str, str]:
    """One thing that is wrong, in words that say what to do."""
    return {"field": field, "words": str(words)}


def _without_bsn(row: RegisterRow) -> Problems:
    return [problem(field, NO_BSN) for field, text in row.cells.items() if text == TAKEN_OUT]


def _save(rows: Sequence[RegisterRow]) -> None:
    RegisterRow.objects.bulk_update(rows, ["outcome", "problems", "contract", "effort"])


def _bad(row: RegisterRow, problems: Problems) -> None:
    row.outcome, row.problems = RowOutcome.BAD, problems


def apply_contracts(source: RegisterImport, rows: Sequence[RegisterRow]) -> None:
    """Make the contracts that are not there yet. Rows are locked by the caller."""
    keys = [row.key for row in rows]
    there = _contracts(keys)
    people = coordinators()
    firsts: dict[str, int] = {}
    earlier = RegisterRow.objects.filter(source=source, key__in=keys).exclude(key="")
    for key, number in earlier.order_by("-number").values_list("key", "number"):
        firsts[key] = number
    for row in rows:
        if problems := _without_bsn(row):
            _bad(row, problems)
        elif row.key and firsts[row.key] != row.number:
            words = _("This contract number is in row %(number)s too. Keep one of the two rows.")
            _bad(row, [problem("reference", words % {"number": firsts[row.key]})])
        elif row.key in there:
            row.outcome, row.contract = RowOutcome.THERE, there[row.key]
        else:
            _make(source, row, people)
    _save(rows)


def _contracts(keys: Sequence[str]) -> dict[str, Contract]:
    """Upper-case contract number -> contract."""
    found = Contract.objects.annotate(number=Upper("reference")).filter(number__in=set(keys))
    return {contract.reference.upper(): contract for contract in found}


def _make(source: RegisterImport, row: RegisterRow, people: Sequence[Person]) -> None:
    form = ContractRow(row.cells, people=people, by=source.by)
    problems = problems_of(form)
    data = form.cleaned_data
    name = (data.get("supplier_name") or "").strip()
    number = data.get("kvk_number")
    if number and not name and not Enterprise.objects.filter(kvk_number=number).exists():
        words = _("We do not know this KVK number yet. Fill in the name of the supplier.")
        problems.append(problem("supplier_name", words))
    if problems:
        _bad(row, problems)
        return
    try:
        with transaction.atomic():
            enterprise = get_or_create_enterprise(
                municipality=source.municipality, kvk_number=data["kvk_number"], name=name
            )
            supplier = get_or_make_supplier(
                municipality=source.municipality, enterprise=enterprise, by=source.by
            )
            row.contract = make_contract(
                municipality=source.municipality,
                supplier=supplier,
                by=source.by,
                reference=data["reference"],
                awarded_on=data["awarded_on"],
                **form.facts(),
            )
            row.outcome = RowOutcome.MADE
    except IntegrityError:  # a colleague wrote it down a moment ago
        row.contract = _contracts([row.key]).get(row.key)
        if row.contract is None:  # something else was in the way: never say that it is there
            raise
        row.outcome = RowOutcome.THERE


def _key(contract: Contract, cells: dict[str, str]) -> uuid.UUID:
    """The same reference, or without one the same row, is the same effort of this contract."""
    told = cells.get("external") or hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()
    return uuid.uuid5(_SPACE, f"{contract.pk} {told}")


def apply_efforts(source: RegisterImport, rows: Sequence[RegisterRow]) -> None:
    """Hand in the efforts that are not there yet, per contract at once. Rows are locked by the caller, by key."""
    contracts = _contracts([row.key for row in rows])
    codes = {row.cells.get("pseudonym_code", "").strip().upper() for row in rows}
    pseudonyms = {found.code: found for found in Pseudonym.objects.filter(code__in=codes)}
    for key, group in groupby(rows, key=lambda row: row.key):
        contract = contracts.get(key)
        if contract is None:
            words = _("There is no contract with this number. Correct it, or import the contracts first.")
            for row in group:
                _bad(row, [problem("reference", words)])
        else:
            _hand_in(source, contract, list(group), pseudonyms)
    _save(rows)


def _hand_in(
    source: RegisterImport,
    contract: Contract,
    rows: Sequence[RegisterRow],
    pseudonyms: dict[str, Pseudonym],
) -> None:
    facts: dict[uuid.UUID, dict[str, Any]] = {}
    first: dict[uuid.UUID, RegisterRow] = {}
    again: list[tuple[uuid.UUID, RegisterRow]] = []
    keys = [_key(contract, row.cells) for row in rows]
    handed_in = Effort.objects.filter(contract=contract, form_key__in=keys)
    there = {effort.form_key: effort for effort in handed_in}
    for key, row in zip(keys, rows, strict=True):
        found: dict[str, Any] = {}
        problems = _without_bsn(row)
        if key in there and key not in first and not problems:
            first[key], row.contract, row.effort = row, contract, there[key]
            row.outcome = RowOutcome.THERE
            continue
        if not problems:
            found, problems = _facts(contract, row.cells, pseudonyms)
        if problems:
            _bad(row, problems)
        elif contract.state == ContractState.SETTLED:
            words = _("This contract is settled. It does not change any more.")
            _bad(row, [problem("reference", words)])
        elif key in first:
            again.append((key, row))
        else:
            first[key], facts[key] = row, found
    done = submit_many(contract=contract, by=source.by, facts=facts, why=_("imported")) if facts else {}
    for key, (effort, made) in done.items():
        row = first[key]
        row.contract, row.effort = contract, effort
        row.outcome = RowOutcome.MADE if made else RowOutcome.THERE
    for key, row in again:
        words = _("This effort is in row %(number)s too. Give each its own external reference.")
        _bad(row, [problem("external", words % {"number": first[key].number})])


def _facts(
    contract: Contract, cells: dict[str, str], pseudonyms: dict[str, Pseudonym]
) -> tuple[dict[str, Any], Problems]:
    kind, form, problems = effort_form(contract, cells)
    if form is None:
        return {}, problems
    problems = problems_of(form)
    facts = {"kind": kind, **form.facts()}
    code = cells.get("pseudonym_code", "").strip().upper()
    if "pseudonym_code" in form.fields and code:
        facts["pseudonym"] = pseudonyms.get(code)
        if code not in pseudonyms:
            words = _("Nobody gave this code. Look it up, or leave it empty.")
            problems.append(problem("pseudonym_code", words))
    return facts, problems
