"""Efforts out of a register: judged by the forms that suppliers fill in, handed in per contract at once."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from accounts.imports.models import Outcome, Result
from procurement.social_return.contracts.models import Contract, ContractState
from procurement.social_return.efforts.bulk import restate, submit_many
from procurement.social_return.efforts.models import WAITING, Effort, Pseudonym
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
from procurement.social_return.imports.row_forms import Problems, effort_form, problems_of

#: Of all keys made out of a reference: the same reference always gives the same key.
_SPACE = uuid.UUID("6f3f7a0e-6a55-4f4c-9d53-0f7b8f2c1a10")


def _key(contract: Contract, cells: dict[str, str]) -> uuid.UUID:
    """The same reference, or without one the same row, is the same effort of this contract."""
    told = cells.get("external") or hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()
    return uuid.uuid5(_SPACE, f"{contract.pk} {told}")


def judge_efforts(_source: RegisterImport, rows: Sequence[RegisterRow], seen: Seen) -> list[Judged]:
    """What each row would do; nothing is written."""
    contracts = contracts_of([row.key for row in rows])
    codes = {row.cells.get("pseudonym_code", "").strip().upper() for row in rows}
    pseudonyms = {found.code: found for found in Pseudonym.objects.filter(code__in=codes)}
    judged = []
    for row in rows:
        row.changes, row.effort, row.contract = [], None, contracts.get(row.key)
        judged.append(Judged(row, key=_key(row.contract, row.cells) if row.contract else None))
    handed_in = Effort.objects.filter(
        contract__in=contracts.values(), form_key__in=[item.key for item in judged if item.key]
    )
    there = {effort.form_key: effort for effort in handed_in}
    for item in judged:
        if problems := without_bsn_problems(item.row):
            say(item.row, Outcome.BAD, problems)
        elif item.row.contract is None or item.key is None:
            words = _("There is no contract with this number. Correct it, or import the contracts first.")
            say(item.row, Outcome.BAD, [problem("reference", words)])
        else:
            _judge(item, item.row.contract, there.get(item.key), pseudonyms)
            first = seen.efforts.get(item.key)
            if item.row.outcome == Outcome.BAD:
                continue
            if first:
                words = _("This effort is in row %(number)s too. Give each its own external reference.")
                say(item.row, Outcome.BAD, [problem("external", words % {"number": first})])
            else:
                seen.efforts[item.key] = item.row.number
    return judged


def _judge(item: Judged, contract: Contract, effort: Effort | None, pseudonyms: dict[str, Pseudonym]) -> None:
    row = item.row
    row.effort = effort
    if effort and "external" not in row.cells:  # known by all that stands in the row
        say(row, Outcome.SAME)
        return
    cells = {"kind": effort.get_kind_display(), **row.cells} if effort else row.cells
    facts, problems = _facts(contract, cells, pseudonyms)
    if effort:  # an empty cell changes nothing
        problems = [found for found in problems if found["field"] in ("", *cells)]
    if effort and not problems:
        _judge_there(item, effort, facts)
    elif problems:
        say(row, Outcome.BAD, problems)
    elif contract.state == ContractState.SETTLED:
        words = _("This contract is settled. It does not change any more.")
        say(row, Outcome.BAD, [problem("reference", words)])
    else:
        item.facts = facts
        say(row, Outcome.NEW)


def _judge_there(item: Judged, effort: Effort, facts: dict[str, Any]) -> None:
    """An effort that is here: only what is filled in counts, and what is judged or of another kind stays as it is."""
    row = item.row
    if facts["kind"] != effort.kind:
        words = _("This reference is of another effort here: %(kind)s. Give this row a reference of its own.")
        say(row, Outcome.BAD, [problem("external", words % {"kind": effort.get_kind_display()})])
        return
    filled = {"pseudonym_code": "pseudonym"}
    names = {filled.get(name, name) for name in row.cells}
    facts = {name: value for name, value in facts.items() if name in names}
    changes = differences(effort, facts)
    if changes and effort.state not in WAITING:
        words = _("Judged here already (%(state)s): the import leaves it as it is.")
        say(row, Outcome.SAME, [problem("", words % {"state": effort.get_state_display()})])
        return
    row.changes, item.facts = changes, facts
    say(row, Outcome.CHANGED if changes else Outcome.SAME)


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


def apply_efforts(source: RegisterImport, rows: Sequence[RegisterRow]) -> None:
    """Hand in and change efforts, each as the preview said, per contract at once. Needs a transaction."""
    lock(source, rows)
    previewed = {row.pk: (row.outcome, row.changes) for row in rows}
    judged = [
        item
        for item in judge_efforts(source, rows, Seen())
        if as_previewed(item.row, *previewed[item.row.pk])
    ]
    for _number, group in groupby(
        sorted(judged, key=lambda item: item.row.key), key=lambda item: item.row.key
    ):
        _hand_in(source, list(group))
    save(rows)


def _hand_in(source: RegisterImport, items: Sequence[Judged]) -> None:
    """All of one contract."""
    contract = items[0].row.contract
    assert contract is not None
    new = {item.key: item for item in items if item.key and item.row.outcome == Outcome.NEW}
    facts = {key: item.facts for key, item in new.items()}
    done = submit_many(contract=contract, by=source.by, facts=facts, why=_("imported")) if facts else {}
    for key, (effort, made) in done.items():
        row = new[key].row
        row.effort = effort
        row.outcome, row.result = (Outcome.NEW, Result.MADE) if made else (Outcome.SAME, Result.NOT_YET)
    changed = [
        (item, {change["field"]: item.facts[change["field"]] for change in item.row.changes})
        for item in items
        if item.row.outcome == Outcome.CHANGED
    ]
    if changed:
        why = _("changed in the register “%(file)s”") % {"file": source.name}
        restate(
            contract=contract,
            changes={item.row.effort_id: facts for item, facts in changed if item.row.effort_id},
            by=source.by,
            why=why,
        )
    for item, _changes in changed:
        item.row.result = Result.CHANGED
