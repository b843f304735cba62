"""Agreeing, registering a month, and the signal to both sides when one falls behind. The agreement is locked first."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile, DomainTrack
from accounts.places import engine
from accounts.places.access import counts_of
from accounts.places.models import Agreement, EnterpriseMonth, MunicipalityMonth, domain_of
from accounts.places.queries import facts_of
from accounts.places.rulesets import rules_for
from accounts.timeline.actions import add_entry, add_signal, end_signal
from portal.kernel.conflicts import StaleVersionError, lock_version
from portal.kernel.models import Person
from portal.kernel.outbox.actions import queue_mail

#: Per side, the field that says since when it is behind.
BEHIND = {"enterprise": "enterprise_behind_since", "municipality": "municipality_behind_since"}


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
    model: Any, agreement: Agreement, month: dt.date, version: int, by: Person, counts: dict[str, int]
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
        row.by, row.at, row.version = by, timezone.now(), row.version + 1
        row.save()
    judge(agreement=agreement, today=today)
    return row


@transaction.atomic
def register_enterprise(
    *, agreement: Agreement, month: dt.date, version: int, by: Person, offered: int, asked: int, filled: int
) -> EnterpriseMonth:
    """The enterprise's counts of a month; `version` is 0 when it was not registered yet.

    Raises StaleVersionError and OutsideError.
    """
    counts = {"offered": offered, "asked": asked, "filled": filled}
    row: EnterpriseMonth = _register(EnterpriseMonth, agreement, month, version, by, counts)
    return row


@transaction.atomic
def register_municipality(
    *, agreement: Agreement, month: dt.date, version: int, by: Person, delivered: int
) -> MunicipalityMonth:
    """The municipality's count of a month. Raises StaleVersionError, OutsideError."""
    row: MunicipalityMonth = _register(
        MunicipalityMonth, agreement, month, version, by, {"delivered": delivered}
    )
    return row


@transaction.atomic
def judge(*, agreement: Agreement, today: dt.date) -> None:
    """Give the signal when a side falls behind, and end it when it caught up. Doing so twice changes nothing.

    The words hold no counts: the timeline and the mail are read by more people than may see them.
    """
    agreement = (
        Agreement.objects.select_for_update(of=("self",))
        .select_related("case_file", "case_file__municipality")
        .get(pk=agreement.pk)
    )
    rules = rules_for(municipality_id=agreement.municipality_id, on=today)
    with counts_of(agreement):
        facts = facts_of(agreement, today)
    for side, field in BEHIND.items():
        behind = engine.judge(facts[side], today, rules).behind
        if behind == bool(getattr(agreement, field)):
            continue
        setattr(agreement, field, today if behind else None)
        agreement.save(update_fields=[field])
        if behind:
            _signal(agreement, side, today)
        else:
            for reader in ("staff", "own"):
                end_signal(
                    municipality_id=agreement.municipality_id, key=_key(agreement, side, reader), by=None
                )


def _key(agreement: Agreement, side: str, reader: str) -> str:
    return f"places-{agreement.pk}-{side}-{reader}"


def _signal(agreement: Agreement, side: str, today: dt.date) -> None:
    case_file, url = agreement.case_file, reverse("agreement", args=[agreement.pk])
    words = {"what": agreement}
    if side == "municipality":
        staff = _("Fewer candidates delivered than agreed: %(what)s") % words
        own = _("We deliver fewer candidates than agreed (%(what)s). See what you can do together.") % words
    else:
        staff = _("Fewer places offered than agreed: %(what)s") % words
        own = _("You offer fewer places than agreed (%(what)s). Fill in what is missing, or call us.") % words
    track = DomainTrack.objects.filter(case_file=case_file, domain=agreement.domain).first()
    add_signal(
        case_file=case_file, key=_key(agreement, side, "staff"), title=staff, url=url,
        holder=track.specialist if track else None, domain=agreement.domain,
    )  # fmt: skip
    add_signal(
        case_file=case_file, key=_key(agreement, side, "own"), title=own, url=url, for_entrepreneur=True
    )
    for member in case_file.members.filter(is_active=True).select_related("person"):
        queue_mail(
            to=member.person.email,
            template="accounts/places/mail/behind",
            context={"agreement": agreement, "case_file": case_file, "side": side, "person": member.person},
            municipality=agreement.municipality_id,
            key=f"{_key(agreement, side, 'mail')}-{today.isoformat()}-{member.person_id}",
        )
