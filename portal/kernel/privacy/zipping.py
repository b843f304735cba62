"""What is in the zip with everything about one subject: sections to read, a spreadsheet, data for software, files.

Names of folders, files, sheets and columns are Dutch, as the person who asked reads them. Fields that are secrets are
left out; private notes of domains are only in it when the officer said that the request covers them.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from portal.kernel.models import Municipality, Person, PrivacyExport, SearchDocument, StoredFile
from portal.kernel.pdf import print_pdf
from portal.kernel.privacy.processing import RegisterRow, register_rows, safe
from portal.kernel.privacy.registry import handling
from portal.kernel.privacy.walk import Collected, label_of, links

#: Names inside the zip.
OVERVIEW, SHEETS, DATA, FILES = "overzicht", "gegevens.xlsx", "gegevens-voor-software", "bestanden"
#: Not part of what a person reads: technical, or the system's own bookkeeping.
HIDDEN_FIELDS = {"municipality", "version", "lock_version", "password", "run_token", "vector"}
HIDDEN_MODELS = ("kernel.privacyexport", "kernel.job")
#: A cell of a spreadsheet holds no more.
LONGEST_CELL = 32_000


@dataclass(frozen=True)
class Section:
    """One kind of rows: its name, and the rows as [(label, text)]."""

    code: str
    label: str
    rows: list[list[tuple[str, str]]]
    data: list[dict[str, Any]]
    processing: str = ""


@dataclass(frozen=True)
class Purpose:
    """Why something is kept, as it stands in the register of processing, with what is kept for it."""

    row: RegisterRow
    sections: list[Section] = field(default_factory=list)


def sections_of(found: Collected, *, with_private_notes: bool) -> list[Section]:
    """The rows per kind, readable and as data. One query per kind."""
    sections: list[Section] = []
    for model, pks in sorted(found.rows.items(), key=lambda item: label_of(item[0])):
        if model._meta.label_lower in HIDDEN_MODELS or model in (StoredFile, SearchDocument):
            continue
        if handling(model).private and not with_private_notes:
            continue
        fields = _fields(model)
        people = [one.name for one in fields if isinstance(one, models.ForeignKey)]
        rows = list(model._base_manager.filter(pk__in=pks).select_related(*people).order_by("pk"))
        if rows:
            sections.append(
                Section(
                    model._meta.label_lower,
                    label_of(model),
                    [_readable(row, fields) for row in rows],
                    [{one.name: _plain(row, one) for one in fields} for row in rows],
                    handling(model).processing,
                )
            )
    return sections


def purposes_of(sections: list[Section]) -> list[Purpose]:
    """The sections under the purpose they are kept for, as the municipality wrote it down."""
    found = [
        Purpose(row, [one for one in sections if one.processing == row.code])
        for row in register_rows(ended=True)
    ]
    return [purpose for purpose in found if purpose.sections]


def _fields(model: type[models.Model]) -> list[Any]:
    hidden = HIDDEN_FIELDS | set(handling(model).leave_out)
    return [
        one
        for one in model._meta.concrete_fields
        if one.name not in hidden and not one.name.endswith("token_hash")
    ]


def _readable(row: Any, fields: list[Any]) -> list[tuple[str, str]]:
    found = []
    for one in fields:
        if one.primary_key or (isinstance(one, models.ForeignKey) and not _worth_reading(one)):
            continue
        text = _words(row, one)
        if text:
            found.append((str(one.verbose_name)[:1].upper() + str(one.verbose_name)[1:], text))
    return found


def _worth_reading(one: Any) -> bool:
    return one.related_model in (Person, StoredFile)


def _words(row: Any, one: Any) -> str:
    value = getattr(row, one.name)
    if value in (None, "", [], {}):
        return ""
    if one.choices:
        return str(getattr(row, f"get_{one.name}_display")())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "d-m-Y H:i")
    if isinstance(value, dt.date):
        return date_format(value, "d-m-Y")
    if isinstance(value, dict):
        return "; ".join(f"{key}: {part}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return str(value)


def _plain(row: Any, one: Any) -> Any:
    if isinstance(one, models.ForeignKey):
        target = getattr(row, one.name)
        return str(target) if target is not None and _worth_reading(one) else getattr(row, one.attname)
    value = getattr(row, one.attname)
    return str(value) if isinstance(value, models.fields.files.FieldFile) else value


def files_of(found: Collected, *, with_private_notes: bool) -> list[StoredFile]:
    """Files these rows refer to."""
    ids: set[Any] = set()
    for model, pks in found.rows.items():
        if model._meta.label_lower in HIDDEN_MODELS:
            continue
        if handling(model).private and not with_private_notes:
            continue
        for one in links(model):
            if one.related_model is StoredFile:
                ids |= set(model._base_manager.filter(pk__in=pks).values_list(one.attname, flat=True))
    return list(StoredFile.objects.filter(pk__in=ids - {None}).order_by("pk"))


def names_of(files: list[StoredFile]) -> list[tuple[str, StoredFile]]:
    """The name of each file inside the zip: its own, with a number when two have the same."""
    found: list[tuple[str, StoredFile]] = []
    taken: set[str] = set()
    for stored in files:
        clean = re.sub(r"[\x00-\x1f/\\:*?\"<>|]", "-", stored.name).strip(". ") or str(stored.pk)
        stem, dot, ending = clean.rpartition(".")
        name, number = clean, 2
        while name.lower() in taken:
            name = f"{stem} ({number}).{ending}" if dot else f"{clean} ({number})"
            number += 1
        taken.add(name.lower())
        found.append((name, stored))
    return found


def as_xlsx(sections: list[Section]) -> bytes:
    """One sheet per kind; its columns are the fields that hold something."""
    book = Workbook()
    book.remove(book.worksheets[0])
    taken: set[str] = set()
    for section in sections:
        title = re.sub(r"[\[\]:*?/\\']", " ", section.label[:1].upper() + section.label[1:])[:28]
        while title.lower() in taken:
            title = f"{title[:26]} {len(taken)}"
        taken.add(title.lower())
        sheet: Any = book.create_sheet(title)
        columns = list(dict.fromkeys(name for row in section.rows for name, _text in row))
        sheet.append([safe(name) for name in columns])
        for row in section.rows:
            texts = dict(row)
            sheet.append([safe(texts.get(name, ""))[:LONGEST_CELL] for name in columns])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for column in sheet.columns:
            sheet.column_dimensions[column[0].column_letter].width = 28
            for cell in column:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "A2"
    if not book.worksheets:
        book.create_sheet(_("Nothing is kept."))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def write_zip(
    target: Any,
    *,
    label: str,
    sections: list[Section],
    files: list[StoredFile],
    looked: list[Any],
    municipality: Municipality,
    export: PrivacyExport,
) -> None:
    """The zip. Files are copied one by one, so a large one is never wholly in memory."""
    named = names_of(files)
    context = {
        "label": label,
        "purposes": purposes_of(sections),
        "files": [name for name, _stored in named],
        "looked": looked,
        "export": export,
        "municipality": municipality,
        "today": timezone.localdate(),
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{OVERVIEW}.html", render_to_string("kernel/privacy/export_pdf.html", context))
        archive.writestr(
            f"{OVERVIEW}.pdf", print_pdf("kernel/privacy/export_pdf.html", context, municipality)
        )
        archive.writestr(SHEETS, as_xlsx(sections))
        for section in sections:
            text = json.dumps(section.data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            name = slugify(section.label) or section.code
            if f"{DATA}/{name}.json" in archive.namelist():
                name = f"{name}-{section.code}"
            archive.writestr(f"{DATA}/{name}.json", text)
        for name, stored in named:
            try:
                source = stored.content.open("rb")
            except FileNotFoundError:  # the bytes are gone; the overview still names the file
                continue
            with source, archive.open(f"{FILES}/{name}", "w") as into:
                for chunk in iter(lambda: source.read(1 << 16), b""):  # noqa: B023  used at once
                    into.write(chunk)
