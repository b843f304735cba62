"""Many efforts of one contract at once, out of another register: booked as when each were handed in by hand."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from portal.kernel.models import Person
from procurement.social_return.contracts.actions import note
from procurement.social_return.contracts.models import Contract, ContractState
from procurement.social_return.efforts.actions import RefusedError, revalue
from procurement.social_return.efforts.models import WAITING, Effort
from procurement.social_return.ledger.actions import lock_contract


@transaction.atomic
def submit_many(
    *, contract: Contract, by: Person, facts: Mapping[uuid.UUID, Mapping[str, Any]], why: str
) -> dict[uuid.UUID, tuple[Effort, bool]]:
    """Hand in what each key stands for: key -> (effort, made now). A key that was handed in before changes nothing.

    The contract is valued once, after all of them. Raises RefusedError("settled").
    """
    contract = lock_contract(contract.pk)
    there = {found.form_key: found for found in Effort.objects.filter(contract=contract, form_key__in=facts)}
    new = {key: row for key, row in facts.items() if key not in there}
    if new and contract.state == ContractState.SETTLED:
        raise RefusedError("settled")
    now = timezone.now()
    made = Effort.objects.bulk_create(
        Effort(
            municipality_id=contract.municipality_id,
            contract=contract,
            submitted_by=by,
            submitted_at=now,
            form_key=key,
            **row,
        )
        for key, row in new.items()
    )
    if made:
        Contract.objects.filter(pk=contract.pk).update(last_submission_at=now)
        revalue(contract, by=by, why=why)
        text = ngettext(
            "%(number)s effort handed in: %(why)s", "%(number)s efforts handed in: %(why)s", len(made)
        )
        note(contract, "effort", text % {"number": len(made), "why": why}, by, for_supplier=True)
    result = {key: (effort, False) for key, effort in there.items() if key}
    return result | {effort.form_key: (effort, True) for effort in made if effort.form_key}


@transaction.atomic
def restate(
    *, contract: Contract, by: Person, changes: Mapping[int, Mapping[str, Any]], why: str
) -> list[Effort]:
    """Other facts about efforts that wait for a judgement: effort -> what changes. Those that are judged stay as they
    are. The contract is valued once. Raises RefusedError("settled")."""
    contract = lock_contract(contract.pk)
    if contract.state == ContractState.SETTLED:
        raise RefusedError("settled")
    waiting = Effort.objects.filter(contract=contract, pk__in=changes, state__in=WAITING)
    efforts = list(waiting.select_for_update(of=("self",)).order_by("pk"))
    for effort in efforts:
        for name, value in changes[effort.pk].items():
            setattr(effort, name, value)
        effort.version += 1
        effort.save()
    if efforts:
        revalue(contract, by=by, why=why)
        text = ngettext("%(number)s effort: %(why)s", "%(number)s efforts: %(why)s", len(efforts))
        note(contract, "effort", text % {"number": len(efforts), "why": why}, by, for_supplier=True)
    return efforts
