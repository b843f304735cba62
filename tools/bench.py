"""`make bench`: fills a database of its own at 1,000, 10,000 and 100,000 case files and measures the daily pages.

Prints a table and keeps it in docs/benchmark.md. `ARGS="1000 10000"` measures other sizes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1_000, 10_000, 100_000)
#: What each page may cost (issue 2).
MOST_QUERIES, MOST_GROWTH, MOST_OVER_BARE = 12, 1.5, 3.0
#: Has 300 case files.
ACCOUNT_MANAGER = 1
PAGES = {
    "worklist": "/werkvoorraad/",
    "case list": "/dossiers/",
    "case list, filtered": "/dossiers/?fase=growth&thema=work&stand=active",
    "case list, by name": "/dossiers/?volgorde=naam&pagina=2",
    "search": "/zoeken/?q=koffiewerk+draad",
    "search, typing error": "/zoeken/?q=koffiwerk",
    "case file": "/dossiers/{pk}/",
    "timeline": "/dossiers/{pk}/tijdlijn/",
    "budgets": "/budgetten/",
    "budget": "/budgetten/2/",
    "budget, filtered": "/budgetten/2/?stand=granted",
    "social return desk": "/social-return/contracten/",
    "social return, filtered": "/social-return/contracten/?tekst=gebouw+2&soort=services",
    "social return contract": "/social-return/contracten/10/",
    "register": "/register/meetstad-1/",
    "register, search": "/register/meetstad-1/?zoek=koffiewrek&thema=work",
    "register, filtered": "/register/meetstad-1/?wijk=Wijk+3&keurmerk=bcorp",
}


def main(sizes: list[int]) -> int:
    """Measure all sizes, print and keep the table; gives how many limits were broken."""
    os.environ["IMPACTLOKET_VAR"] = os.environ.get("IMPACTLOKET_VAR") or str(ROOT / "var" / "bench")
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.embedded"
    subprocess.run([sys.executable, "-m", "tools.prepare"], cwd=ROOT, check=True)
    if not (ROOT / "staticfiles" / "staticfiles.json").exists():
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], cwd=ROOT, check=True
        )
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    results = {size: _measure_size(size) for size in sizes}
    table, broken = _table(results)
    print(table)
    kept = (ROOT / "docs" / "benchmark.md").read_text(encoding="utf-8").partition("\n## ")
    (ROOT / "docs" / "benchmark.md").write_text(
        "# Benchmark\n\nMade by `make bench`; medians of 41 requests on the machine it ran on, in milliseconds.\n"
        "`over bare` is the time against a bare view that runs the same SQL by cursor behind the same middleware;\n"
        "`over raw` against one behind Django's default middleware, which checks nothing (tools/benchmark/bare.py).\n"
        f"\n{table}\n{kept[1]}{kept[2]}", encoding="utf-8"
    )  # fmt: skip
    for line in broken:
        print("over the limit:", line)
    return len(broken)


def _measure_size(size: int) -> dict[str, object]:
    from django.db import connection
    from django.test import Client

    from portal.embedded import APP, OWNER
    from portal.kernel.models import Person
    from tools.benchmark.fill import fill
    from tools.benchmark.fill_contracts import COORDINATOR
    from tools.benchmark.measure import measure

    connection.close()
    connection.settings_dict["USER"] = OWNER
    fill(size)
    connection.close()
    connection.settings_dict["USER"] = APP
    clients = {}
    for person in (ACCOUNT_MANAGER, COORDINATOR):
        clients[person] = Client()
        clients[person].force_login(
            Person.objects.get(pk=person), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
    return {
        # Case file 20 is of municipality 1, where both work.
        name: measure(
            clients[COORDINATOR if "social-return" in path else ACCOUNT_MANAGER], path.format(pk=20)
        )
        for name, path in PAGES.items()
    }


def _table(results: dict[int, dict[str, object]]) -> tuple[str, list[str]]:
    sizes = sorted(results)
    head = (
        "| page | queries | bytes | "
        + " | ".join(f"{size:,}" for size in sizes)
        + " | growth | over bare | over raw |"
    )
    lines = [head, "|" + " --- |" * (6 + len(sizes))]
    broken = []
    for name in PAGES:
        found = [results[size][name] for size in sizes]
        queries = max(item.queries for item in found)  # type: ignore[attr-defined]
        times = [item.seconds for item in found]  # type: ignore[attr-defined]
        growth = times[-1] / times[0]
        over = max(item.seconds / item.bare_seconds for item in found)  # type: ignore[attr-defined]
        over_raw = max(item.seconds / item.raw_seconds for item in found)  # type: ignore[attr-defined]
        cells = " | ".join(f"{1000 * seconds:.1f}" for seconds in times)
        size = found[-1].size  # type: ignore[attr-defined]
        lines.append(
            f"| {name} | {queries} | {size:,} | {cells} | {growth:.2f}x | {over:.1f}x | {over_raw:.1f}x |"
        )
        for value, limit, what in (
            (queries, MOST_QUERIES, "queries"),
            (growth, MOST_GROWTH, "growth"),
            (over, MOST_OVER_BARE, "over bare"),
        ):
            if value > limit:
                broken.append(f"{name}: {what} {value:.2f} > {limit}")
    return "\n".join(lines), broken


if __name__ == "__main__":
    sys.exit(main([int(argument) for argument in sys.argv[1:]] or list(SIZES)))
