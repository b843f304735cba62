"""Agreeing on places and candidates, and registering a month. The agreement is always locked first."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.places.access import counts_of
from accounts.places.models import Agreement, EnterpriseMonth, MunicipalityMonth, domain_of
from accounts.places.signals import judge
from accounts.timeline.actions import add_entry
from portal.kernel.conflicts import StaleVersionError, lock_version
from portal.kernel.models import Person


class OverlapError(Exception):
    """There is an agreement for this instrument in (a part of) this period already."""


class OutsideError(Exception):
    """The month is not of this agreement, has not begun, or has counts that the new period would leave out."""


def _save(agreement: Agreement) -> None:
    try:
        with transaction.atomic():
            agreement.save()
    except IntegrityError as error:
        if "agreement_once" not in str(error):
            raise
        raise OverlapError from error


@transaction.atomic
def agree(
    *, case_file: CaseFile, by: Person, instrument: str, at: dt.datetime | None = None, **facts: Any
) -> Agreement:
    """Write down what both sides promise per month. Raises OverlapError: sending twice agrees once."""
    agreement = Agreement(
        municipality_id=case_file.municipality_id, case_file=case_file, instrument=instrument,
        domain=domain_of(instrument), made_by=by, made_at=at or timezone.now(), **facts,
    )  # fmt: skip
    _save(agreement)
    add_entry(
        case_file=case_file,
        kind="places",
        text=_("Agreed on places and candidates: %(what)s") % {"what": agreement},
        by=by,
        domain=agreement.domain,
        url=reverse("agreement", args=[agreement.pk]),
        for_entrepreneur=True,
        at=at,
    )
    return agreement


@transaction.atomic
def change_agreement(*, agreement: Agreement, version: int, changes: dict[str, Any], by: Person) -> Agreement:
    """Change promise or period. Raises StaleVersionError, OverlapError, and OutsideError (see there)."""
    agreement = lock_version(agreement, version)
    for name, value in changes.items():
        setattr(agreement, name, value)
    with counts_of(agreement):
        for model in (EnterpriseMonth, MunicipalityMonth):
            months = model.objects.filter(agreement=agreement)
            if months.exclude(month__range=(agreement.starts_on, agreement.ends_on)).exists():
                raise OutsideError
    agreement.version += 1
    _save(agreement)
    add_entry(
        case_file=agreement.case_file,
        kind="places",
        text=_("Agreement changed: %(what)s") % {"what": agreement},
        by=by,
        domain=agreement.domain,
        url=reverse("agreement", args=[agreement.pk]),
        for_entrepreneur=True,
    )
    judge(agreement=agreement, today=timezone.localdate())
    return agreement


def _register(
    model: Any,
    agreement: Agreement,
    month: dt.date,
    version: int,
    by: Person,
    at: dt.datetime | None,
    counts: dict[str, int],
) -> Any:
    agreement = (
        Agreement.objects.select_for_update(of=("self",)).select_related("case_file").get(pk=agreement.pk)
    )
    today = timezone.localdate()
    if month.day != 1 or not agreement.starts_on <= month <= min(agreement.ends_on, today):
        raise OutsideError
    with counts_of(agreement):
        row = model.objects.filter(agreement=agreement, month=month).first()
        if (row.version if row else 0) != version:
            raise StaleVersionError(row)
        if row is None:
            row = model(
                municipality_id=agreement.municipality_id, agreement=agreement, domain=agreement.domain,
                month=month, version=0,
            )  # fmt: skip
        for name, value in counts.items():
            setattr(row, name, value)
        row.by, row.at, row.version = by, at or timezone.now(), row.version + 1
        row.save()
    words = {"what": agreement, "month": f"{month:%m-%Y}"}
    add_entry(
        case_file=agreement.case_file,
        kind="places",
        text=(_("Filled in %(month)s: %(what)s") if row.version == 1 else _("Corrected %(month)s: %(what)s"))
        % words,
        by=by,
        domain=agreement.domain,
        url=reverse("agreement", args=[agreement.pk]),
        for_entrepreneur=True,
        at=at,
    )
    judge(agreement=agreement, today=today)
    return row


@transaction.atomic
def register_enterprise(
    *, agreement: Agreement, month: dt.date, version: int, by: Person, offered: int, asked: int, filled: int,
    at: dt.datetime | None = None,
) -> EnterpriseMonth:  # fmt: skip
    """The enterprise's counts of a month; `version` is 0 when it was not registered yet.

    Raises StaleVersionError and OutsideError.
    """
    counts = {"offered": offered, "asked": asked, "filled": filled}
    row: EnterpriseMonth = _register(EnterpriseMonth, agreement, month, version, by, at, counts)
    return row


@transaction.atomic
def register_municipality(
    *, agreement: Agreement, month: dt.date, version: int, by: Person, delivered: int, at: dt.datetime | None = None
) -> MunicipalityMonth:  # fmt: skip
    """The municipality's count of a month. Raises StaleVersionError, OutsideError."""
    row: MunicipalityMonth = _register(
        MunicipalityMonth, agreement, month, version, by, at, {"delivered": delivered}
    )
    return row
