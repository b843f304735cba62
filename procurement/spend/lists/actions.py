"""What a buyer does with a creditor list: bring it in, match it, stop, go on, remove it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.imports.actions import remove_file
from accounts.imports.engine import as_text
from accounts.imports.headings import fingerprint
from portal.kernel.jobs.actions import cancel_job, start_job
from portal.kernel.models import Job, Person, StoredFile
from procurement.spend.buyers import Buyer
from procurement.spend.lists.models import (
    BadRow,
    Creditor,
    CreditorState,
    ListState,
    Pair,
    PairMemory,
    SpendList,
    SpendSum,
)
from procurement.spend.lists.words import SHAPE
from procurement.spend.potential.models import PotentialStep

KIND = "spend-list"
RUNNING = (Job.State.QUEUED, Job.State.RUNNING)


class NotNowError(Exception):
    """The list is not in a state in which this can be done: it runs, or someone was first."""


class SameFileError(Exception):
    """The buyer has a list of this very file."""

    def __init__(self, there: SpendList) -> None:
        super().__init__(str(there))
        self.there = there


@transaction.atomic
def begin(*, buyer: Buyer, file: StoredFile, name: str, year: int, by: Person) -> SpendList:
    """Begin with an uploaded file. Raises SameFileError when it is there already."""
    found, made = SpendList.objects.get_or_create(
        **buyer.whose, digest=file.sha256, defaults={"name": name, "year": year, "file": file, "by": by}
    )
    if not made:
        raise SameFileError(found)
    return found


def lock(source: SpendList, *states: str) -> SpendList:
    """The list, for changing. Raises NotNowError when it runs or is in another state."""
    rows = SpendList.objects.select_for_update(of=("self",)).select_related(
        "file", "job", "municipality", "supplier__enterprise"
    )
    found: SpendList | None = rows.filter(pk=source.pk).first()
    if found is None or found.state not in states or (found.job and found.job.state in RUNNING):
        raise NotNowError
    return found


@transaction.atomic
def start(
    *,
    source: SpendList,
    sheet: str,
    header_row: int,
    headings: Sequence[object],
    mapping: Mapping[str, int],
    by: Person,
) -> SpendList:
    """Read and match the list with these columns, in the background."""
    source = lock(source, ListState.COLUMNS)
    source.sheet, source.header_row, source.mapping = sheet, header_row, dict(mapping)
    source.headings = [as_text(heading)[:200] for heading in headings]
    source.fingerprint = fingerprint(headings, SHAPE.code)
    source.problem, source.state, source.cursor = "", ListState.READING, header_row
    return _start(source, by)


@transaction.atomic
def go_on(*, source: SpendList, by: Person) -> SpendList:
    """Go on where a job that was stopped was."""
    return _start(lock(source, ListState.READING, ListState.MATCHING), by)


@transaction.atomic
def match_again(*, source: SpendList, by: Person) -> SpendList:
    """Match all creditors anew, with the enterprises and rules of today. What people said of pairs stays."""
    source = lock(source, ListState.READY)
    Pair.objects.filter(creditor__source=source).delete()
    source.creditors.exclude(state=CreditorState.WAITING).update(
        state=CreditorState.WAITING, how="", enterprise=None, party_name=""
    )
    source.sums.exclude(counts_as="").update(counts_as="")
    source.state, source.cursor, source.rules = ListState.MATCHING, 0, {}
    return _start(source, by)


def _start(source: SpendList, by: Person) -> SpendList:
    source.job = start_job(
        kind=KIND,
        title=_("Match a creditor list"),  # no name of the list: whoever sees jobs need not see lists
        params={"list": source.pk},
        by=by,
        municipality=source.municipality,
        url=reverse("spend_list", args=[source.pk]),
    )
    source.save()
    return source


@dataclass(frozen=True)
class Removed:
    """What went: lists, rows of sheets they were made of, creditors, and answers about pairs."""

    lists: int = 0
    rows: int = 0
    creditors: int = 0
    answers: int = 0


@transaction.atomic
def remove(*, source: SpendList, by: Person) -> Removed:
    """Remove a list with everything read from it, also while it is being worked on. Gone twice is gone."""
    found = SpendList.objects.select_for_update(of=("self",)).filter(pk=source.pk).first()
    return _remove([found]) if found else Removed()


@transaction.atomic
def remove_all(*, buyer: Buyer, by: Person) -> Removed:
    """Remove every list of a buyer, and what was said of pairs and of categories."""
    found = _remove(list(buyer.own(SpendList).select_for_update(of=("self",)).order_by("pk")))
    buyer.own(PotentialStep).delete()
    answers, _models = buyer.own(PairMemory).delete()
    return Removed(found.lists, found.rows, found.creditors, answers)


def _remove(sources: Sequence[SpendList]) -> Removed:
    ids = [source.pk for source in sources]
    facts: dict[str, Any] = SpendSum.objects.filter(source__in=ids).aggregate(rows=Sum("rows", default=0))
    bad = BadRow.objects.filter(source__in=ids)
    creditors = Creditor.objects.filter(source__in=ids)
    gone = Removed(len(ids), facts["rows"] + bad.count(), creditors.count())
    for rows in (
        Pair.objects.filter(creditor__source__in=ids),
        SpendSum.objects.filter(source__in=ids),
        bad,
        creditors,  # what hangs on them went before: no need to fetch a hundred thousand rows to look
    ):
        rows._raw_delete(rows.db)
    jobs = Job.objects.filter(kind=KIND, params__list__in=ids)
    for job in jobs.filter(state__in=RUNNING):
        cancel_job(job=job)
    SpendList.objects.filter(pk__in=ids).delete()
    jobs.exclude(state=Job.State.RUNNING).delete()
    for source in sources:
        remove_file(source.file)
    return gone
