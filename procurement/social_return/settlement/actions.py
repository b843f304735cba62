"""The steps of a settlement. Each locks the contract first, as every booking does; each step writes what happened."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Person
from portal.ui.formats import euro
from portal.ui.templatetags.nlds import nl_date
from procurement.social_return.contracts.actions import note
from procurement.social_return.contracts.models import Contract, ContractState, Deviation
from procurement.social_return.efforts.models import WAITING, Effort
from procurement.social_return.engine import add_months
from procurement.social_return.ledger.actions import bring_to, lock_contract
from procurement.social_return.ledger.models import Account
from procurement.social_return.ledger.queries import Balance, balance
from procurement.social_return.settlement import engine
from procurement.social_return.settlement.letters import day_word, money_words, send_letter
from procurement.social_return.settlement.models import LetterKind, Settlement, SettlementState
from procurement.social_return.words import sentences, stored

SUBJECT = "settlement"


class RefusedError(Exception):
    """The rules do not allow this now. `code`: "state", "running", "pending", "deviation", "step", "second" or
    "changed"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def stage_of(settlement: Settlement, contract: Contract, sums: Balance) -> engine.Stage:
    """The settlement as the engine reads it."""
    return engine.Stage(
        settlement.state,
        settlement.hear_until,
        settlement.recover_until,
        bool(settlement.view),
        engine.missing(sums.obligation, sums.accepted),
        contract.scheme.shortfall.recovery_months,
    )


def _refuse_unfinished(contract: Contract) -> None:
    """Nobody is settled while something that decides what is owed or accepted still waits."""
    if Effort.objects.filter(contract=contract, state__in=WAITING).exists():
        raise RefusedError("pending")
    if Deviation.objects.filter(contract=contract, state=Deviation.State.WAITING).exists():
        raise RefusedError("deviation")


@transaction.atomic
def open_settlement(*, contract: Contract, by: Person, today: dt.date | None = None) -> Settlement:
    """Start to settle. Everything realised: it is settled at once. Else the supplier is heard first.

    Raises RefusedError: "state" when it was started already, "running" before the end while something is missing,
    "pending" when something handed in still waits for judgement, "deviation" when another obligation was asked.
    """
    today = today or timezone.localdate()
    contract = lock_contract(contract.pk)
    if contract.state != ContractState.RUNNING:
        raise RefusedError("state")
    _refuse_unfinished(contract)
    sums = balance(contract.pk)
    short = engine.missing(sums.obligation, sums.accepted)
    if short and today <= contract.ends_on:
        raise RefusedError("running")
    contract.state = ContractState.SETTLING
    contract.version += 1
    contract.save(update_fields=["state", "version"])
    settlement = Settlement.objects.create(
        municipality_id=contract.municipality_id,
        contract=contract,
        state=SettlementState.HEARING,
        opened_by=by,
        missing=short,
    )
    if not short:
        _finish(settlement, contract, sums, waived=Decimal(0), by=by)
        return settlement
    settlement.hear_until = today + dt.timedelta(days=contract.scheme.shortfall.hearing_days)
    settlement.save(update_fields=["hear_until"])
    words = {"missing": euro(short), "day": nl_date(settlement.hear_until)}
    note(
        contract, "settlement", _("Settlement started: %(missing)s is missing. Respond until %(day)s.") % words, by,
        for_supplier=True,
    )  # fmt: skip
    expected = engine.outcome(sums.obligation, sums.accepted, contract.scheme.shortfall)
    send_letter(
        settlement=settlement, contract=contract, kind=LetterKind.INTENT, by=by,
        words={
            **money_words(sums.obligation, sums.accepted, short, te_betalen=expected.charged),
            **day_word(settlement.hear_until),
            "berekening": ".\n".join(sentences(expected.lines)) + ".",
        },
    )  # fmt: skip
    return settlement


def _lock(
    settlement: Settlement, step: str, version: int | None, today: dt.date
) -> tuple[Contract, Settlement]:
    contract = lock_contract(settlement.contract_id)
    fresh = Settlement.objects.select_for_update(of=("self",)).get(pk=settlement.pk)
    if version is not None and fresh.version != version:
        raise StaleVersionError(fresh)
    if step not in engine.next_steps(stage_of(fresh, contract, balance(contract.pk)), today):
        raise RefusedError("state" if fresh.state == SettlementState.DECIDED else "step")
    fresh.version += 1
    return contract, fresh


@transaction.atomic
def give_view(*, settlement: Settlement, text: str, by: Person, today: dt.date | None = None) -> Settlement:
    """What the supplier says about it: written by the supplier, or by the coordinator who heard it.

    Until the next step it may be written again; the history keeps the former text.
    """
    contract, settlement = _lock(settlement, engine.VIEW, None, today or timezone.localdate())
    if settlement.view == text:  # sent twice
        settlement.refresh_from_db(fields=["version"])
        return settlement
    settlement.view, settlement.view_by, settlement.view_at = text, by, timezone.now()
    settlement.save()
    note(
        contract, "settlement", _("The supplier responded: %(text)s") % {"text": text}, by, for_supplier=True
    )
    return settlement


@transaction.atomic
def grant_recovery(
    *, settlement: Settlement, version: int, reason: str, by: Person, today: dt.date | None = None
) -> Settlement:
    """Time to realise what is missing after all, as long as the contract's rules give. Raises StaleVersionError."""
    today = today or timezone.localdate()
    contract, settlement = _lock(settlement, engine.RECOVER, version, today)
    sums = balance(contract.pk)
    settlement.state = SettlementState.RECOVERY
    settlement.recover_until = add_months(today, contract.scheme.shortfall.recovery_months)
    settlement.missing = engine.missing(sums.obligation, sums.accepted)
    settlement.save()
    words = {"day": nl_date(settlement.recover_until), "reason": reason}
    note(
        contract, "settlement", _("Recovery period until %(day)s. %(reason)s") % words, by, for_supplier=True
    )  # fmt: skip
    send_letter(
        settlement=settlement, contract=contract, kind=LetterKind.RECOVERY, by=by,
        words={
            **money_words(sums.obligation, sums.accepted, settlement.missing),
            **day_word(settlement.recover_until),
            "reden": reason,
        },
    )  # fmt: skip
    return settlement


@transaction.atomic
def propose(
    *,
    settlement: Settlement,
    version: int,
    waived: Decimal,
    reason: str,
    by: Person,
    today: dt.date | None = None,
) -> Settlement:
    """Propose what follows; a colleague decides. When nothing is missing any more it is settled at once.

    Raises StaleVersionError, WaivedTooMuchError, and RefusedError "pending" or "deviation" when something waits.
    """
    contract, settlement = _lock(settlement, engine.PROPOSE, version, today or timezone.localdate())
    _refuse_unfinished(contract)
    sums = balance(contract.pk)
    result = engine.outcome(sums.obligation, sums.accepted, contract.scheme.shortfall, waived=waived)
    settlement.reason = reason
    if not result.missing:
        _finish(settlement, contract, sums, waived=Decimal(0), by=by)
        return settlement
    settlement.before, settlement.state = settlement.state, SettlementState.PROPOSED
    settlement.missing, settlement.waived, settlement.charged = result.missing, result.waived, result.charged
    settlement.explanation = stored(result.lines)
    settlement.proposed_by, settlement.proposed_at, settlement.sent_back = by, timezone.now(), ""
    settlement.save()
    words = {"why": "; ".join(sentences(result.lines)), "reason": reason}
    note(contract, "settlement", _("Proposal for the settlement. %(why)s. %(reason)s") % words, by)
    return settlement


@transaction.atomic
def decide(
    *,
    settlement: Settlement,
    version: int,
    agree: bool,
    answer: str,
    by: Person,
    today: dt.date | None = None,
) -> Settlement:
    """A second pair of eyes agrees, or sends the proposal back with a note.

    Raises RefusedError: "second" for who proposed it, "changed" when something was accepted or owed since.
    """
    contract, settlement = _lock(settlement, engine.DECIDE, version, today or timezone.localdate())
    if settlement.proposed_by_id == by.pk:
        raise RefusedError("second")
    if not agree:
        settlement.state, settlement.before, settlement.sent_back = settlement.before, "", answer
        settlement.save()
        note(contract, "settlement", _("Proposal sent back: %(why)s") % {"why": answer}, by)
        return settlement
    sums = balance(contract.pk)
    if engine.missing(sums.obligation, sums.accepted) != settlement.missing:
        raise RefusedError("changed")
    _refuse_unfinished(contract)
    _finish(settlement, contract, sums, waived=settlement.waived, by=by)
    return settlement


def _finish(
    settlement: Settlement, contract: Contract, sums: Balance, *, waived: Decimal, by: Person
) -> None:
    """Book what is waived and charged, close the contract, and write the last letter. Both are locked."""
    result = engine.outcome(sums.obligation, sums.accepted, contract.scheme.shortfall, waived=waived)
    why = sentences(result.lines)
    for account, amount in ((Account.WAIVED, result.waived), (Account.CHARGED, result.charged)):
        bring_to(
            contract=contract, account=account, subject=SUBJECT, amount=amount, text=_("Settlement"), by=by
        )  # fmt: skip
    settlement.state = SettlementState.DECIDED
    settlement.missing, settlement.waived, settlement.charged = result.missing, result.waived, result.charged
    settlement.explanation = stored(result.lines)
    settlement.decided_by, settlement.decided_at, settlement.sent_back = by, timezone.now(), ""
    settlement.save()
    contract.state = ContractState.SETTLED
    contract.version += 1
    contract.save(update_fields=["state", "version"])
    note(contract, "settlement", _("Settled. %(why)s.") % {"why": "; ".join(why)}, by, for_supplier=True)
    kind = LetterKind.FULFILLED
    if result.missing:
        kind = LetterKind.CHARGE if result.charged else LetterKind.WAIVED
    send_letter(
        settlement=settlement, contract=contract, kind=kind, by=by,
        words={
            **money_words(
                sums.obligation, sums.accepted, result.missing, kwijtgescholden=result.waived,
                te_betalen=result.charged,
            ),
            "berekening": ".\n".join(why) + ".",
            "reden": settlement.reason,
        },
    )  # fmt: skip
