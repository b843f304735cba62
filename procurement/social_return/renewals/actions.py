"""A supplier hands in a PSO certificate; a coordinator accepts or refuses it; the register gets it.

No obligation changes by this. The supplier's row is locked first, so that the same certificate comes in once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.recognition.marks import OverlapError, add_mark, change_mark
from accounts.recognition.models import Mark, MarkKind
from accounts.timeline.actions import add_document
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.models import Person, StoredFile
from portal.kernel.outbox.links import absolute
from procurement.social_return.contracts.actions import note
from procurement.social_return.contracts.models import Contract, ContractState
from procurement.social_return.renewals.models import HandedCertificate, HandedState
from procurement.social_return.renewals.queries import case_file_of, former_of
from procurement.suppliers.mail import mail_people
from procurement.suppliers.models import Supplier

ISSUER = "PSO-Nederland"
_LIVE = (HandedState.WAITING, HandedState.ACCEPTED)


class RefusedError(Exception):
    """It cannot be done now. `code`: "there" (handed in before), "state" (decided), or "overlap" (in the register)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _lock_supplier(pk: int) -> Supplier:
    return Supplier.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=pk)


def _lock(row: HandedCertificate, version: int | None = None) -> HandedCertificate:
    supplier = _lock_supplier(row.supplier_id)
    fresh: HandedCertificate = (
        HandedCertificate.objects.select_for_update(of=("self",)).select_related("file").get(pk=row.pk)
    )
    fresh.supplier = supplier
    if version is not None and fresh.version != version:
        raise StaleVersionError(fresh)
    if fresh.state != HandedState.WAITING:
        raise RefusedError("state")
    return fresh


def _tell(row: HandedCertificate, text: str, by: Person) -> None:
    """On every running contract whose discount stands on a certificate."""
    for contract in Contract.objects.filter(
        supplier=row.supplier_id, state=ContractState.RUNNING, discount__gt=0
    ).order_by("pk"):
        note(contract, "certificate", text, by, for_supplier=True)


@transaction.atomic
def hand_in(
    *,
    supplier: Supplier,
    by: Person,
    file: Callable[[], StoredFile],
    number: str,
    valid_from: dt.date,
    form_key: Any = None,
    **facts: Any,
) -> HandedCertificate:
    """Hand a certificate in. The same form sent twice gives the one that is there.

    `file` keeps the evidence, and is called once it is sure that this comes in. Raises RefusedError "there".
    """
    supplier = _lock_supplier(supplier.pk)
    rows = HandedCertificate.objects.filter(supplier=supplier)
    if form_key is not None:
        there = rows.filter(form_key=form_key).first()
        if there:
            return there
    if rows.filter(number=number, valid_from=valid_from, state__in=_LIVE).exists():
        raise RefusedError("there")
    row = HandedCertificate.objects.create(
        municipality_id=supplier.municipality_id,
        supplier=supplier,
        handed_by=by,
        file=file(),
        number=number,
        valid_from=valid_from,
        form_key=form_key,
        **facts,
    )
    _tell(row, _("PSO certificate %(number)s handed in") % {"number": number}, by)
    return row


@transaction.atomic
def withdraw(*, row: HandedCertificate, by: Person) -> HandedCertificate:
    """The supplier takes back what waits. Raises RefusedError "state"."""
    row = _lock(row)
    row.state = HandedState.WITHDRAWN
    row.version += 1
    row.save(update_fields=["state", "version"])
    _tell(row, _("PSO certificate %(number)s taken back") % {"number": row.number}, by)
    return row


@transaction.atomic
def accept(
    *, row: HandedCertificate, version: int, by: Person, end_former: bool = False
) -> HandedCertificate:
    """Accept: the register gets it, with the evidence, when the enterprise has a case file here.

    With `end_former` the certificate it renews (queries.former_of) ends the day before this one begins. Raises
    StaleVersionError, and RefusedError "state", or "overlap" when the register has another certificate of these days.
    """
    row = _lock(row, version)
    case_file = case_file_of(row.supplier)
    if case_file:
        former = former_of(row, case_file) if end_former else None
        if former:
            change_mark(
                mark=former, version=former.version, by=by, valid_to=row.valid_from - dt.timedelta(days=1)
            )
        row.mark = _in_register(row, case_file, by)
    _decide(row, HandedState.ACCEPTED, by)
    _tell(row, _("PSO certificate %(number)s accepted") % {"number": row.number}, by)
    return row


def _in_register(row: HandedCertificate, case_file: CaseFile, by: Person) -> Mark:
    same: Mark | None = Mark.objects.filter(
        case_file=case_file, kind=MarkKind.PSO, level=row.level, thirty_plus=row.thirty_plus,
        valid_from=row.valid_from, valid_to=row.valid_to,
    ).first()  # fmt: skip
    if same:  # a colleague wrote it down already
        return same
    document = add_document(
        case_file=case_file,
        title=_("PSO certificate %(number)s") % {"number": row.number},
        file=row.file,
        by=by,
        for_entrepreneur=True,
    )
    try:
        return add_mark(
            case_file=case_file, by=by, kind=MarkKind.PSO, level=row.level, thirty_plus=row.thirty_plus,
            number=row.number, issued_by=ISSUER, valid_from=row.valid_from, valid_to=row.valid_to,
            evidence=document, checked_on=timezone.localdate(),
        )  # fmt: skip
    except OverlapError as error:
        raise RefusedError("overlap") from error


@transaction.atomic
def refuse(*, row: HandedCertificate, version: int, reason: str, by: Person) -> HandedCertificate:
    """Refuse, with the reason; the supplier may hand in another. Raises StaleVersionError, RefusedError "state"."""
    row = _lock(row, version)
    row.reason = reason
    _decide(row, HandedState.REFUSED, by)
    words = {"number": row.number, "reason": reason}
    _tell(row, _("PSO certificate %(number)s refused: %(reason)s") % words, by)
    return row


def _decide(row: HandedCertificate, state: HandedState, by: Person) -> None:
    row.state, row.decided_by, row.decided_at = state, by, timezone.now()
    row.version += 1
    row.save()
    mail_people(
        supplier_id=row.supplier_id,
        municipality_id=row.municipality_id,
        template="mail/procurement/certificate_decided",
        context={"row": row, "url": absolute(reverse("my_certificates"))},
    )
