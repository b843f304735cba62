"""Bringing checked rows into case files, a batch at a time, with a fixed number of queries per batch.

Each row is compared again with what is there now: what a colleague changed or made after the check is left alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile, DomainTrack
from accounts.casefile.references import next_references
from accounts.enterprises.models import Enterprise
from accounts.imports.engine import row_key, told_digest
from accounts.imports.matching import CASE_FILE_FIELDS, ENTERPRISE_FIELDS, Directory
from accounts.imports.models import Import, ImportMemory, ImportRow, Outcome, Result
from accounts.timeline.models import Contact, TimelineEntry
from portal.kernel.models import Domain
from portal.kernel.search.registry import reindex

#: Of the enterprise, besides name and KVK number.
PLACE_FIELDS = ("street", "postcode", "city")


def apply_batch(source: Import, rows: Sequence[ImportRow]) -> None:
    """Make and change the case files of these rows. Needs a transaction; each row gets its result."""
    new = [row for row in rows if row.outcome == Outcome.NEW]
    changed = [row for row in rows if row.outcome == Outcome.CHANGED]
    done = [*_make(source, new), *_change(source, changed)]
    _tell(source, done)
    for row in rows:
        if row.result != Result.CONFLICT:
            row.values = {}  # what it held of people now stands in the case file
    ImportRow.objects.bulk_update(rows, ["result", "problems", "case_file", "values"], batch_size=500)


Done = tuple[ImportRow, CaseFile, dict[str, Any]]


def _conflict(row: ImportRow, code: str) -> None:
    row.result = Result.CONFLICT
    row.problems = [{"field": "name", "code": code, "value": row.name, "detail": ""}]


def _make(source: Import, rows: Sequence[ImportRow]) -> list[Done]:
    if not rows:
        return []
    municipality = source.municipality
    now = timezone.now()
    # The lock on references comes first: nobody else opens a case file here between looking and making.
    references = next_references(
        municipality=municipality,
        prefix="D",
        year=now.year,
        model_table=CaseFile._meta.db_table,
        count=len(rows),
    )
    directory = Directory([row.values for row in rows])
    free = []
    for row in rows:
        if directory.find(row.values) is None:
            free.append(row)
        else:
            _conflict(row, "made-meanwhile")
    enterprises = _enterprises(source, free)
    made: list[Done] = []
    for row, reference in zip(free, references, strict=False):
        facts = {name: row.values[name] for name in CASE_FILE_FIELDS if name in row.values}
        manager = facts.pop("account_manager", None)
        enterprise = enterprises[row.pk]
        case_file = CaseFile(
            municipality=municipality,
            enterprise=enterprise,
            name=enterprise.name,
            reference=reference,
            account_manager_id=manager,
            opened_at=now,
            last_activity_at=_moment(row.values) or now,
            **facts,
        )
        made.append((row, case_file, row.values))
    CaseFile.objects.bulk_create(case_file for _row, case_file, _values in made)
    DomainTrack.objects.bulk_create(
        DomainTrack(municipality=municipality, case_file=case_file, domain=domain)
        for _row, case_file, _values in made
        for domain in Domain.values
    )
    for row, case_file, _values in made:
        row.result, row.case_file = Result.MADE, case_file
    return made


def _enterprises(source: Import, rows: Sequence[ImportRow]) -> dict[int, Enterprise]:
    """The enterprise of each row: the one with its KVK number, public for every municipality, or a new one."""
    numbers = {row.values["kvk_number"] for row in rows if row.values.get("kvk_number")}
    there = {item.kvk_number: item for item in Enterprise.objects.filter(kvk_number__in=numbers)}
    fresh: dict[int, Enterprise] = {}
    for row in rows:
        number = row.values.get("kvk_number", "")
        if number not in there:
            fresh[row.pk] = Enterprise(
                kvk_number=number,
                municipality=None if number else source.municipality,
                name=row.values["name"],
                **{name: row.values[name] for name in PLACE_FIELDS if name in row.values},
            )
    Enterprise.objects.bulk_create(fresh.values())
    return {row.pk: fresh[row.pk] if row.pk in fresh else there[row.values["kvk_number"]] for row in rows}


def _change(source: Import, rows: Sequence[ImportRow]) -> list[Done]:
    if not rows:
        return []
    locked = CaseFile.objects.select_for_update(of=("self",)).order_by("pk").select_related("enterprise")
    files = {item.pk: item for item in locked.filter(pk__in=[row.case_file_id for row in rows])}
    list(
        Enterprise.objects.select_for_update(of=("self",))
        .order_by("pk")
        .filter(pk__in=[item.enterprise_id for item in files.values()])
    )
    told = dict(ImportMemory.objects.filter(case_file__in=files).values_list("case_file_id", "told"))
    numbers = {c["to"] for row in rows for c in row.changes if c["field"] == "kvk_number"}
    taken = set(Enterprise.objects.filter(kvk_number__in=numbers).values_list("kvk_number", flat=True))
    done: list[Done] = []
    for row in rows:
        case_file = files.get(row.case_file_id or 0)
        if case_file is None or any(_now(case_file, told, c["field"]) != c["from"] for c in row.changes):
            _conflict(row, "changed-meanwhile")
        elif any(c["field"] == "kvk_number" and c["to"] in taken for c in row.changes):
            _conflict(row, "kvk-taken")
        else:
            for change in row.changes:
                _set(case_file, change["field"], change["to"])
            case_file.version += 1
            if (at := _moment(row.values)) and at > case_file.last_activity_at and _tells(row):
                case_file.last_activity_at = at
            row.result = Result.CHANGED
            done.append((row, case_file, row.values if _tells(row) else {}))
    changed = [case_file for _row, case_file, _values in done]
    CaseFile.objects.bulk_update(
        changed, ["name", "version", "last_activity_at", *CASE_FILE_FIELDS], batch_size=500
    )
    Enterprise.objects.bulk_update(
        [case_file.enterprise for case_file in changed], [*ENTERPRISE_FIELDS, "municipality"], batch_size=500
    )
    return done


def _tells(row: ImportRow) -> bool:
    return any(change["field"] == "told" for change in row.changes)


def _now(case_file: CaseFile, told: dict[int, str], field: str) -> Any:
    """A field as it is at this moment, in the shape `matching.Known` has it."""
    if field == "told":
        return told.get(case_file.pk, "")
    if field == "account_manager":
        return case_file.account_manager_id
    if field == "themes":
        return sorted(case_file.themes)
    return getattr(case_file.enterprise if field in ENTERPRISE_FIELDS else case_file, field)


def _set(case_file: CaseFile, field: str, value: Any) -> None:
    if field == "told":
        return
    if field == "account_manager":
        case_file.account_manager_id = value
    elif field in ENTERPRISE_FIELDS:
        setattr(case_file.enterprise, field, value)
        if field == "name":
            case_file.name = value
        elif field == "kvk_number":
            case_file.enterprise.municipality = None
    else:
        setattr(case_file, field, value)


def _moment(values: dict[str, Any]) -> dt.datetime | None:
    """Noon of the day of the last contact."""
    day = values.get("last_contact")
    if not day:
        return None
    return timezone.make_aware(dt.datetime.combine(dt.date.fromisoformat(day), dt.time(12)))


def _tell(source: Import, done: Sequence[Done]) -> None:
    """Timelines, contact moments, what is remembered, and the search."""
    today = timezone.localdate()
    url = reverse("import", args=[source.pk])
    entries, contacts, memories = [], [], []
    for row, case_file, values in done:
        made = row.result == Result.MADE
        text = (
            _("Case file made from “%(file)s”, row %(row)s")
            if made
            else _("Changed from “%(file)s”, row %(row)s")
        )
        entries.append(
            _entry(
                source,
                case_file,
                "import",
                text % {"file": source.name, "row": row.number},
                timezone.now(),
                url,
            )
        )
        if not values:
            continue
        digest = told_digest(values)
        if digest:
            at = _moment(values) or timezone.now()
            contact = Contact(
                municipality_id=source.municipality_id,
                case_file=case_file,
                channel=Contact.Channel.OTHER,
                on=timezone.localtime(at).date() if values.get("last_contact") else today,
                with_whom=values.get("contact_name", ""),
                text=story(source, values),
                by=source.by,
            )
            contacts.append(contact)
            entries.append(_entry(source, case_file, "contact", contact.text, min(at, timezone.now()), ""))
        memories.append(
            ImportMemory(
                municipality_id=source.municipality_id,
                case_file=case_file,
                row_key=row_key(values),
                told=digest,
            )
        )
    TimelineEntry.objects.bulk_create(entries)
    Contact.objects.bulk_create(contacts)
    ImportMemory.objects.bulk_create(
        memories, update_conflicts=True, unique_fields=["case_file"], update_fields=["row_key", "told"]
    )
    reindex("case-file", [case_file for _row, case_file, _values in done])
    reindex("contact", contacts)


def _entry(
    source: Import, case_file: CaseFile, kind: str, text: str, at: dt.datetime, url: str
) -> TimelineEntry:
    return TimelineEntry(
        municipality_id=source.municipality_id,
        case_file=case_file,
        kind=kind,
        text=text[:500],
        by=source.by,
        at=at,
        url=url,
    )


def story(source: Import, values: dict[str, Any]) -> str:
    """What a row tells besides facts: its notes, how to reach the contact, and the places."""
    lines = [values.get("notes", "")]
    if values.get("contact_phone"):
        lines.append(_("Telephone: %(value)s") % {"value": values["contact_phone"]})
    if values.get("contact_email"):
        lines.append(_("E-mail: %(value)s") % {"value": values["contact_email"]})
    if values.get("jobs"):
        lines.append(_("Jobs or places in the list: %(value)s") % {"value": values["jobs"]})
    lines.append(_("Taken over from “%(file)s”.") % {"file": source.name})
    return "\n".join(line for line in lines if line)
