"""The register of processing: what instruments register by themselves, completed and versioned by the officer."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import asdict, dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from portal.kernel.conflicts import lock_version
from portal.kernel.models import Municipality, Person, Processing
from portal.kernel.privacy.registry import ProcessingDefault, processing_defaults

#: Fields of an entry, in the order in which they are read.
FIELDS = (
    "name", "purpose", "legal_basis", "legal_basis_economy", "legal_basis_work", "legal_basis_care", "people", "data",
    "recipients", "retention", "measures", "processor",
)  # fmt: skip


@dataclass(frozen=True)
class RegisterRow:
    """One line: an entry, or the first text of an instrument that nobody looked at yet."""

    facts: dict[str, Any]
    entry: Processing | None = None
    code: str = ""

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """(label, text) of what is filled in."""
        return [(label, self.facts[name]) for name, label in labels().items() if self.facts.get(name)]


def labels() -> dict[str, str]:
    """Field -> its name on screen."""
    found = {}
    for name in FIELDS:
        label = str(Processing._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        found[name] = label[:1].upper() + label[1:]
    return found


def register_rows(*, ended: bool = False) -> list[RegisterRow]:
    """The register by name: a municipality has tens of entries. One query."""
    entries = list(Processing.objects.all())
    known = {entry.code for entry in entries}
    rows = [
        RegisterRow({name: getattr(entry, name) for name in FIELDS}, entry, entry.code)
        for entry in entries
        if ended or entry.ended_on is None
    ]
    rows += [
        RegisterRow(facts_of(default), None, default.code)
        for default in processing_defaults()
        if default.code not in known
    ]
    return sorted(rows, key=lambda row: str(row.facts["name"]).lower())


def default_of(code: str) -> ProcessingDefault | None:
    """The first text with this code."""
    return next((default for default in processing_defaults() if default.code == code), None)


def facts_of(default: ProcessingDefault) -> dict[str, Any]:
    """The fields of a first text."""
    facts = asdict(default)
    return {name: facts[name] for name in FIELDS}


@transaction.atomic
def add_processing(*, municipality: Municipality, code: str, facts: dict[str, Any], by: Person) -> Processing:
    """Put an entry in the register; one for an instrument replaces its first text. Twice gives the same entry."""
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    if code and (found := Processing.objects.filter(code=code).first()):
        return change_processing(entry=found, version=found.version, facts=facts, by=by)
    return Processing.objects.create(municipality=municipality, code=code, changed_by=by, **facts)


@transaction.atomic
def change_processing(*, entry: Processing, version: int, facts: dict[str, Any], by: Person) -> Processing:
    """Change an entry; the version before is kept. Raises StaleVersionError when someone else was first."""
    entry = lock_version(entry, version)
    for name, value in facts.items():
        setattr(entry, name, value)
    entry.changed_by, entry.changed_at, entry.version = by, timezone.now(), entry.version + 1
    entry.save()
    return entry


@dataclass(frozen=True)
class Version:
    """An earlier or present version: when, by whom, and what differs from the one before."""

    number: int
    at: dt.datetime
    by: str
    changed: list[str]


def versions_of(entry: Processing) -> list[Version]:
    """The last fifty versions, newest first. Two queries."""
    events: Any = apps.get_model("kernel", "ProcessingEvent")._base_manager  # type: ignore[attr-defined]
    rows = list(
        events.filter(pgh_obj_id=entry.pk, municipality_id=entry.municipality_id).order_by("-pgh_id")[:51]
    )
    names = {
        person.pk: str(person) for person in Person.objects.filter(pk__in={row.changed_by_id for row in rows})
    }
    titles = {**labels(), "ended_on": str(Processing._meta.get_field("ended_on").verbose_name)}  # type: ignore[union-attr]
    found = []
    for index, row in enumerate(rows[:50]):
        before = rows[index + 1] if index + 1 < len(rows) else None
        changed = [
            title for name, title in titles.items() if before and getattr(row, name) != getattr(before, name)
        ]
        found.append(Version(row.version, row.changed_at, names.get(row.changed_by_id, ""), changed))
    return found


def as_xlsx(rows: list[RegisterRow]) -> bytes:
    """The register as a spreadsheet, one entry per line."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Register"
    sheet.append(list(labels().values()))
    for row in rows:
        sheet.append([safe(str(row.facts.get(name) or "")) for name in FIELDS])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column in sheet.columns:
        sheet.column_dimensions[column[0].column_letter].width = 36
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def safe(text: str) -> str:
    """Text a spreadsheet does not take for a formula, without characters it cannot hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
