"""An import of the demo: the list that economic affairs kept until now, with one row that was wrong."""

from __future__ import annotations

import io
from typing import Any

from accounts.casefile.models import CaseFile
from accounts.imports.actions import make_import, start_check, start_import
from accounts.imports.headings import match_columns
from accounts.imports.models import ImportMode
from portal.kernel.exports.writers import CONTENT_TYPES, write_xlsx
from portal.kernel.files.actions import store_bytes
from portal.kernel.jobs.actions import run_inside
from portal.kernel.models import Municipality, Person

NAME = "Ondernemers EZ 2025.xlsx"
HEADINGS = (
    "Naam onderneming", "KvK-nr", "Contactpersoon", "E-mail", "Thema's", "Fase", "Accountmanager", "Wijk", "Adres",
    "Opmerkingen",
)  # fmt: skip
#: Enterprises that only stood in the list; the last one has a KVK number that cannot be.
ROWS: tuple[tuple[str, ...], ...] = (
    ("Stadstuinderij De Boon", "90000401", "Wytske Haveman", "wytske@deboon.example", "werk; buurt", "groei",
     "Youssef Amrani", "Noord", "Kwekerijpad 3, 9814 BD Vechtstede", "Levert groente aan drie buurtkeukens."),
    ("Leerwerkbakkerij Korst", "90000402", "Abdel Ouali", "abdel@korst.example", "werk, onderwijs", "starter",
     "Sanne Verbeek", "Binnenstad", "Broodstraat 11, 9811 CK Vechtstede", "Wil acht leerwerkplekken beginnen."),
    ("Wasserette Schoon Genoeg", "9000", "Meta Vos", "meta@schoongenoeg.example", "werk", "idee",
     "Sanne Verbeek", "Binnenstad", "Zeepgang 2, 9812 DA Vechtstede", ""),
)  # fmt: skip


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Two case files made, one row left out, and one that was in Impactloket already."""
    known = CaseFile.objects.select_related("enterprise").order_by("pk").first()
    assert known is not None
    same = (known.name, known.enterprise.kvk_number, *[""] * (len(HEADINGS) - 2))
    by = staff["sanne"]
    target = io.BytesIO()
    write_xlsx(target, "Ondernemers", HEADINGS, [*ROWS, same])
    file = store_bytes(
        content=target.getvalue(), name=NAME, content_type=CONTENT_TYPES["xlsx"], municipality=municipality, by=by
    )  # fmt: skip
    source = make_import(municipality=municipality, file=file, by=by)
    columns: dict[str, int] = match_columns(HEADINGS)
    source = start_check(
        source=source, sheet="Ondernemers", header_row=1, headings=HEADINGS, mapping=columns, by=by
    )
    _work(source)
    source = start_import(source=source, mode=ImportMode.GOOD, by=by)
    _work(source)


def _work(source: Any) -> None:
    """What the worker would do, in the transaction of the demo's data."""
    assert source.job is not None
    run_inside(job=source.job)
    source.refresh_from_db()
