"""Sending reminders, each once, and writing down that contact was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kernel.models import Person
from portal.kernel.outbox.actions import queue_mail
from portal.kernel.outbox.links import absolute
from portal.ui.templatetags.nlds import nl_date
from procurement.social_return.contracts.actions import note
from procurement.social_return.contracts.models import Contract, ContractState
from procurement.social_return.ledger.actions import lock_contract
from procurement.social_return.reminders.engine import CERTIFICATE, CONTACT, Term
from procurement.social_return.reminders.models import Reminder
from procurement.social_return.reminders.queries import CONTACTED, terms_of_contracts
from procurement.social_return.reminders.words import LABELS
from procurement.suppliers.mail import mail_people

#: Contracts looked at together.
BATCH = 200


@transaction.atomic
def made_contact(*, contract: Contract, text: str, by: Person) -> None:
    """The coordinator spoke with the supplier; the term of the first contact is met."""
    contract = lock_contract(contract.pk)
    note(contract, CONTACTED, _("Contact: %(text)s") % {"text": text}, by)


def remind(*, municipality_id: int, today: dt.date) -> int:
    """Send what is due in this municipality, and give how many reminders went out. Again the same day sends nothing.

    Only the stage a term is in now is sent: who was late before reminders were switched on gets one mail, not two.
    """
    sent, last = 0, 0
    while True:
        batch = list(
            Contract.objects.filter(municipality_id=municipality_id, state=ContractState.RUNNING, pk__gt=last)
            .select_related("supplier__enterprise", "coordinator", "municipality")
            .order_by("pk")[:BATCH]
        )
        if not batch:
            return sent
        last = batch[-1].pk
        terms = terms_of_contracts(batch, today)
        there = set(
            Reminder.objects.filter(contract__in=batch).values_list("contract_id", "code", "due_on", "stage")
        )
        for contract in batch:
            due = [
                term
                for term in terms[contract.pk]
                if term.stage and (contract.pk, term.code, term.due_on, term.stage) not in there
            ]
            if due:
                sent += _send(contract, due)


@transaction.atomic
def _send(contract: Contract, due: Iterable[Term]) -> int:
    """The row decides: who comes second at the same moment finds it there and sends nothing."""
    sent = 0
    for term in due:
        _row, made = Reminder.objects.get_or_create(
            municipality_id=contract.municipality_id,
            contract=contract,
            code=term.code,
            due_on=term.due_on,
            stage=term.stage,
        )
        if not made:
            continue
        sent += 1
        words = {"what": LABELS[term.code], "day": nl_date(term.due_on)}
        text = _("Reminder: %(what)s, due on %(day)s") % words
        note(contract, "reminder", text, None, for_supplier=term.code != CONTACT)
        _mail(contract, term)
    return sent


def _mail(contract: Contract, term: Term) -> None:
    """To who has to act: the coordinator makes contact, a certificate is of both, all else is the supplier's."""
    template = "mail/procurement/term_reminder"
    context = {"contract": contract, "term": term, "label": LABELS[term.code]}
    if term.code in (CONTACT, CERTIFICATE):
        person = contract.coordinator
        url = absolute(reverse("contract", args=[contract.pk]))
        queue_mail(
            to=person.email,
            template=template,
            context={"person": person, "own": True, "url": url, **context},
            municipality=contract.municipality_id,
        )
    if term.code != CONTACT:
        context |= {"own": False, "url": absolute(reverse("my_contract", args=[contract.pk]))}
        mail_people(
            supplier_id=contract.supplier_id,
            municipality_id=contract.municipality_id,
            template=template,
            context=context,
        )
