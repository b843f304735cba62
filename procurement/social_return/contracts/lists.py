"""The list of contracts with the filters of its address: for the page and for its export alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from portal.kernel.permissions import Actor
from procurement.social_return.contracts.forms import ContractFilterForm
from procurement.social_return.contracts.models import Contract, ContractState
from procurement.social_return.contracts.queries import contracts
from procurement.social_return.contracts.standing import counts, with_code
from procurement.social_return.discount.queries import ending_soon


@dataclass(frozen=True)
class Listed:
    """`glance`: standing -> how many of the running contracts stand so, whichever standing is asked for."""

    form: ContractFilterForm
    rows: QuerySet[Contract]
    glance: dict[str, int]


def _asked(form: ContractFilterForm, today: dt.date) -> QuerySet[Contract]:
    form.is_valid()
    data = form.cleaned_data
    state = data.get("stand") or "running"
    rows = contracts(
        text=data.get("tekst", "").strip(),
        state="" if state == "all" else state,
        coordinator=int(data["wie"]) if data.get("wie") else None,
        kind=data.get("soort", ""),
    )
    return ending_soon(rows, today) if data.get("pso") else rows


def _with_standing(form: ContractFilterForm, rows: QuerySet[Contract], today: dt.date) -> QuerySet[Contract]:
    """Only running contracts stand somehow: another state has none."""
    how = form.cleaned_data.get("hoe")
    if not how:
        return rows
    return with_code(rows.filter(state=ContractState.RUNNING), today).filter(standing_code=how)


def listed(params: QueryDict) -> Listed:
    """What the page shows for this address. One query, for the counts."""
    form, today = ContractFilterForm(params), timezone.localdate()
    rows = _asked(form, today)
    return Listed(
        form, _with_standing(form, rows, today), counts(rows.filter(state=ContractState.RUNNING), today)
    )


def exported(params: QueryDict, actor: Actor) -> QuerySet[Contract]:
    """The rows of the list with the filters of its address."""
    form, today = ContractFilterForm(params), timezone.localdate()
    return _with_standing(form, _asked(form, today), today)
