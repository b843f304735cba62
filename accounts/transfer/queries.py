"""What pages and other instruments ask about transfers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from accounts.casefile.models import CaseFile
from accounts.renaming.queries import named
from accounts.transfer import engine
from accounts.transfer.models import OfferState, Transfer, TransferOffer
from portal.kernel.models import Municipality, Person

#: Case files with this name that are offered to choose from.
MOST = 5


def open_transfer(case_file: CaseFile) -> Transfer | None:
    """The transfer that is going on, if there is one."""
    return Transfer.objects.filter(case_file=case_file, state__in=engine.OPEN).first()


def left_for(case_file: CaseFile) -> Transfer | None:
    """The transfer by which a closed case file went away."""
    if case_file.state != "closed":
        return None
    return (
        Transfer.objects.filter(case_file=case_file, state=engine.ACCEPTED)
        .select_related("to")
        .order_by("-ended_at")
        .first()
    )


def went_away(case_files: Iterable[CaseFile]) -> set[int]:
    """Which of these closed case files went to another municipality. One query, none when nothing is closed."""
    closed = [item.pk for item in case_files if item.state == "closed"]
    if not closed:
        return set()
    found = Transfer.objects.filter(case_file__in=closed, state=engine.ACCEPTED)
    return set(found.values_list("case_file_id", flat=True))


def receivers(case_file: CaseFile) -> list[Municipality]:
    """The other municipalities of the installation."""
    return list(Municipality.objects.exclude(pk=case_file.municipality_id).order_by("name"))


def waiting_offers() -> QuerySet[TransferOffer]:
    """What other municipalities offer and nobody decided on yet, the oldest first."""
    return (
        TransferOffer.objects.filter(state=OfferState.WAITING)
        .select_related("sender")
        .order_by("consented_at", "pk")
    )


def known_here(offer: TransferOffer) -> list[CaseFile]:
    """Case files that may be of this enterprise: the one with its KVK number, else those with its name."""
    files = CaseFile.objects.filter(municipality_id=offer.municipality_id, merged_into=None)
    if offer.kvk_number:
        return list(files.filter(enterprise__kvk_number=offer.kvk_number))
    if not offer.name:
        return []
    keys = named(offer.name)
    return list(files.filter(pk__in=keys, enterprise__kvk_number="").order_by("name", "pk")[:MOST])


def own_panel(case_file: CaseFile, person: Person) -> Transfer | None:
    """The latest transfer, for the own page; None when there never was one or it was refused."""
    found = Transfer.objects.filter(case_file=case_file).select_related("to").order_by("-asked_at", "-pk")
    latest = found.first()
    shown = {*engine.OPEN, engine.ACCEPTED, engine.DECLINED}
    return latest if latest and latest.state in shown else None
