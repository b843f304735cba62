"""A creditor list of many rows against many enterprises: `python -m tools.benchmark.spend_rows 100000 20000 [--kill]`.

Reads and matches the list as the worker does, in a process of its own: the same job, the same database role. With
`--kill` that process gets SIGKILL while it reads and again while it matches, and another one goes on; the sums must be
those of the sheet. Prints a line for docs/benchmark.md. Run it with two sizes: memory does not grow with the rows.
Use a database that the other measurements did not fill.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HEADINGS = ("Leverancier", "KvK-nummer", "Bedrag excl. btw", "Afdeling", "Inkoopcategorie", "Periode")
MAPPING = {"name": 0, "kvk_number": 1, "amount": 2, "department": 3, "category": 4, "period": 5}
#: Names of enterprises and of suppliers are made of these, as real ones share words.
WORDS = (
    "Koffie",
    "Draad",
    "Fiets",
    "Hout",
    "Tuin",
    "Soep",
    "Stroom",
    "Was",
    "Oogst",
    "Klus",
    "Taal",
    "Licht",
    "Brood",
)
ENDS = ("werk", "huis", "makers", "fabriek", "goed", "kracht", "plein", "loket")


def name_of(number: int) -> str:
    """A name that looks like others and is nobody else's."""
    first, second = WORDS[number % 13], WORDS[number // 13 % 13]
    return f"{first}{ENDS[number % 8]} {second} {number // 169}"


def lines(rows: int, enterprises: int) -> Iterator[tuple[str, str, int]]:
    """(name, KVK number, euros): a third by number, a sixth by a name that is spelled a bit differently, others."""
    for number in range(rows):
        supplier = number * 7 % (enterprises * 2)
        if number % 6 < 2 and supplier < enterprises:
            yield name_of(supplier), str(20_000_000 + supplier), 10 + number % 990
        elif number % 6 == 2 and supplier < enterprises:
            yield f"{name_of(supplier).replace('werk', 'wrek')} B.V.", "", 10 + number % 990
        else:
            yield f"Handelshuis {supplier} Jansen", str(50_000_000 + supplier), 10 + number % 990


def sheet(rows: int, enterprises: int) -> bytes:
    """The list as csv; one row in a thousand is wrong."""
    text = [";".join(HEADINGS)]
    for number, (name, kvk, euros) in enumerate(lines(rows, enterprises)):
        amount = "veel" if number % 1000 == 999 else f"{euros},00"
        text.append(
            f"{name};{kvk};{amount};Afdeling {number % 12};Soort {number % 40};202{4 + number % 2}-Q1"
        )
    return "\n".join(text).encode()


def total(rows: int, enterprises: int) -> Decimal:
    """What the list should add up to."""
    return Decimal(
        sum(euros for number, (_n, _k, euros) in enumerate(lines(rows, enterprises)) if number % 1000 != 999)
    )


ENTERPRISES = (
    "INSERT INTO accounts_enterprise (kvk_number, name, legal_form, sbi_code, street, postcode, city, website,"
    " created_at) SELECT * FROM unnest(%s::text[], %s::text[]) AS e(kvk, name),"
    " LATERAL (SELECT 'bv', '', '', '', '', '', now()) AS rest"
    " WHERE NOT EXISTS (SELECT 1 FROM accounts_enterprise there WHERE there.kvk_number = e.kvk)",
    "INSERT INTO accounts_casefile (municipality_id, enterprise_id, reference, name, state, phase, themes, spectrum,"
    " definition_check, district, summary, offer, last_activity_at, opened_at, version)"
    " SELECT %(town)s, e.id, 'M-' || e.id, e.name, 'active', 'growth', ARRAY['work'], 'social', '{}', 'Wijk', '', '',"
    " now(), now(), 1 FROM accounts_enterprise e WHERE e.kvk_number = ANY(%(numbers)s)",
    "INSERT INTO accounts_registerentry (municipality_id, case_file_id, slug, state, name, summary, products, themes,"
    " district, city, website, show_marks, refusal, asked_at, published_at, updated_at, decided_by_id, version)"
    " SELECT %(town)s, c.id, 'm-' || c.id, 'published', c.name, '', '', c.themes, 'Wijk', '', '', true, '', now(),"
    " now(), now(), %(by)s, 1 FROM accounts_casefile c WHERE c.municipality_id = %(town)s",
)


def peak() -> float:
    """The most memory this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def prepare(rows: int, enterprises: int) -> tuple[int, int]:
    """A municipality with its enterprises and the uploaded list; gives the ids of municipality and list."""
    from django.db import connection

    from portal.kernel.files.actions import store_bytes
    from portal.kernel.models import Membership, Municipality, Person
    from portal.kernel.tenancy.scope import scoped
    from procurement.spend.buyers import Buyer
    from procurement.spend.lists.actions import begin, start

    stamp = f"{time.time_ns()}"
    town = Municipality.objects.create(cbs_code=stamp[-4:], name=f"Meetstad {stamp}", slug=f"meet-{stamp}")
    by = Person.objects.create_user(f"inkoop-{stamp}@demo.example", None, name="Meet Meter")
    numbers = [str(20_000_000 + number) for number in range(enterprises)]
    with scoped([town.pk]):
        Membership.objects.create(
            person=by, municipality=town, roles=["social_return_coordinator"], domains=["economy"]
        )
        with connection.cursor() as cursor:
            cursor.execute(ENTERPRISES[0], [numbers, [name_of(number) for number in range(enterprises)]])
            for statement in ENTERPRISES[1:]:
                cursor.execute(statement, {"town": town.pk, "numbers": numbers, "by": by.pk})
        file = store_bytes(
            content=sheet(rows, enterprises), name="crediteuren.csv", content_type="text/csv", municipality=town, by=by
        )  # fmt: skip
        source = begin(buyer=Buyer(town), file=file, name="Crediteuren", year=2025, by=by)
        start(source=source, sheet="", header_row=1, headings=HEADINGS, mapping=MAPPING, by=by)
    return town.pk, source.pk


def work(town: int, source: int) -> None:
    """What the worker does; writes its most memory at the end."""
    from portal.kernel.jobs import actions as jobs
    from portal.kernel.tenancy.scope import scoped
    from procurement.models import SpendList

    before = peak()
    with scoped([town]):
        job = SpendList.objects.get(pk=source).job_id
    jobs.run(str(job), town)
    print(f"{before:.0f} {peak():.0f}")


def watch(town: int, source: int, kill: bool) -> tuple[int, str]:
    """Run the work in a process of its own; with `kill` twice stopped by SIGKILL. (kills, memory before and after)."""
    from django.conf import settings
    from django.utils import timezone

    from portal.kernel.jobs import actions as jobs
    from portal.kernel.models import Job
    from portal.kernel.tenancy.scope import scoped
    from procurement.models import SpendList

    kills, aim = 0, {"reading", "matching"} if kill else set()
    while True:
        with tempfile.TemporaryFile("w+") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "tools.benchmark.spend_rows", "--work", str(town), str(source)],
                cwd=ROOT, stdout=said,
            )  # fmt: skip
            while process.poll() is None:
                time.sleep(0.05)
                with scoped([town]):
                    state, cursor = SpendList.objects.values_list("state", "cursor").get(pk=source)
                if state in aim and cursor > 3000:
                    process.kill()
                    process.wait()
                    aim.discard(state)
                    kills += 1
            said.seek(0)
            memory = said.read().strip()
        if process.returncode == 0:
            return kills, memory
        long_ago = timezone.now() - 2 * timedelta(seconds=settings.JOB_HEARTBEAT_TIMEOUT)
        with scoped([town]):
            Job.objects.filter(state="running").update(heartbeat_at=long_ago)  # the sweep would wait for it
            jobs.find_stuck()


def main(rows: int, enterprises: int, kill: bool) -> str:
    """Measure; the line of the table."""
    from django.db.models import Sum

    from portal.kernel.tenancy.scope import scoped
    from procurement.models import Creditor, Pair, SpendList, SpendSum

    town, source = prepare(rows, enterprises)
    began = time.monotonic()
    kills, memory = watch(town, source, kill)
    seconds = time.monotonic() - began
    with scoped([town]):
        done = SpendList.objects.get(pk=source)
        paid = SpendSum.objects.filter(source=source).aggregate(Sum("amount"))["amount__sum"]
        creditors = Creditor.objects.filter(source=source)
        states = {state: creditors.filter(state=state).count() for state in ("matched", "doubtful", "none")}
        pairs = Pair.objects.filter(creditor__source=source).count()
    assert done.state == "ready", done.state
    assert (done.good, done.bad) == (rows - rows // 1000, rows // 1000), (done.good, done.bad)
    assert paid == total(rows, enterprises), (paid, total(rows, enterprises))
    before, after = memory.split()
    return (
        f"| {rows:,} | {enterprises:,} | {states['matched']:,} | {states['doubtful']:,} ({pairs:,} pairs) "
        f"| {states['none']:,} | {kills} | {seconds:.0f} s | {before} MB | {after} MB |"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("numbers", type=int, nargs=2)
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--work", action="store_true")
    given = parser.parse_args()
    os.environ["IMPACTLOKET_VAR"] = os.environ.get("IMPACTLOKET_VAR") or str(ROOT / "var" / "bench")
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.embedded"
    import django

    django.setup()
    if given.work:
        work(*given.numbers)
    else:
        print(main(given.numbers[0], given.numbers[1], given.kill))
