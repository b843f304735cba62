"""How long an import of many rows takes, and its memory: `python -m tools.benchmark.import_rows 50000`.

Does what the worker does, in a process of its own: the same jobs, the same actions, the same database role. Prints a
line for docs/benchmark.md. Run it with two sizes: bounded memory does not grow with the rows.
"""

from __future__ import annotations

import io
import os
import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HEADINGS = (
    "Naam onderneming", "KvK-nr", "Contactpersoon", "E-mail", "Telefoon", "Thema's", "Fase", "Wijk", "Adres",
    "Laatste contact", "Opmerkingen",
)  # fmt: skip
THEMES = ("werk", "circulair; zorg", "duurzaam", "onderwijs, werk", "buurt")
PHASES = ("groei", "starter", "idee", "volwassen", "opschaling")


def sheet(rows: int) -> bytes:
    """An xlsx as a large municipality might have it; one row in a hundred is wrong."""
    from portal.kernel.exports.writers import write_xlsx

    target = io.BytesIO()
    write_xlsx(target, "Ondernemers", HEADINGS, (
        (
            f"Meetbedrijf {number}", "fout" if number % 100 == 99 else str(20_000_000 + number), f"Contact {number}",
            f"info{number}@meetbedrijf.example", "0990 123 456", THEMES[number % 5], PHASES[number % 5],
            f"Wijk {number % 40}", f"Meetweg {number}, {1000 + number // 20 % 9000} AB Meetstad", "31-12-2025",
            f"Gesprek {number}: werkt met mensen uit de buurt en zoekt een grotere werkplaats met een laaddeur.",
        )
        for number in range(rows)
    ))  # fmt: skip
    return target.getvalue()


def peak() -> float:
    """The most memory this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(rows: int) -> str:
    """Check and import `rows` rows in a municipality of their own; the line of the table."""
    from accounts.imports.actions import make_import, start_check, start_import
    from accounts.imports.headings import match_columns
    from accounts.imports.models import Import, ImportMode, ImportRow, Result
    from portal.kernel.exports.writers import CONTENT_TYPES
    from portal.kernel.files.actions import store_bytes
    from portal.kernel.jobs import actions as jobs
    from portal.kernel.models import Membership, Municipality, Person, Role
    from portal.kernel.tenancy.scope import scoped

    stamp = f"{time.time_ns()}"
    municipality = Municipality.objects.create(
        cbs_code=stamp[-4:], name=f"Meetstad {stamp}", slug=f"meet-{stamp}"
    )
    person = Person.objects.create_user(f"import-{stamp}@demo.example", None, name="Meet Meter")
    content = sheet(rows)
    with scoped([municipality.pk]):
        Membership.objects.create(
            person=person, municipality=municipality, roles=[str(Role.ACCOUNT_MANAGER)], domains=["economy"]
        )
        file = store_bytes(
            content=content,
            name="groot.xlsx",
            content_type=CONTENT_TYPES["xlsx"],
            municipality=municipality,
            by=person,
        )
        source = make_import(municipality=municipality, file=file, by=person)
        source = start_check(
            source=source,
            sheet="Ondernemers",
            header_row=1,
            headings=HEADINGS,
            mapping=match_columns(HEADINGS),
            by=person,
        )
    size = len(content)
    del content, file
    before, began = peak(), time.monotonic()
    jobs.run(str(source.job_id), municipality.pk)
    checked, check_peak = time.monotonic() - began, peak()
    with scoped([municipality.pk]):
        source = start_import(source=Import.objects.get(pk=source.pk), mode=ImportMode.GOOD, by=person)
    began = time.monotonic()
    jobs.run(str(source.job_id), municipality.pk)
    imported = time.monotonic() - began
    with scoped([municipality.pk]):
        done = Import.objects.select_related("job").get(pk=source.pk)
        made = ImportRow.objects.filter(source=done, result=Result.MADE).count()
    assert done.state == "done" and made == rows - rows // 100, (
        done.state,
        done.job and done.job.error,
        made,
    )
    return (
        f"| {rows:,} | {size / 1024 / 1024:.1f} MB | {made:,} | {checked:.0f} s | {imported:.0f} s "
        f"| {before:.0f} MB | {check_peak:.0f} MB | {peak():.0f} MB |"
    )


if __name__ == "__main__":
    os.environ["IMPACTLOKET_VAR"] = os.environ.get("IMPACTLOKET_VAR") or str(ROOT / "var" / "bench")
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.embedded"
    import django

    django.setup()
    print(measure(int(sys.argv[1])))
