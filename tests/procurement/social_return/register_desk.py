"""A coordinator who brings a contract register in, page by page, with the worker beside them."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Sum
from django.urls import reverse
from openpyxl import Workbook

from portal.kernel.jobs import actions as jobs
from portal.kernel.models import Job
from portal.kernel.tenancy.scope import scoped
from procurement.models import LedgerEntry, RegisterImport, RegisterRow
from tests.factories import make_municipality, make_staff

COORDINATOR = "social_return_coordinator"


class Desk:
    """One municipality, its coordinator, and what they bring in."""

    def __init__(self, client_for: Any) -> None:
        self.municipality = make_municipality()
        self.tarik = make_staff(self.municipality, COORDINATOR, name="Tarik")
        self.client = client_for(self.tarik)

    def upload(self, kind: str, content: bytes, name: str = "register.xlsx") -> Any:
        data = {"kind": kind, "file": SimpleUploadedFile(name, content)}
        return self.client.post(reverse("register_imports"), data)

    def columns(self, kind: str, content: bytes, name: str = "register.xlsx") -> Any:
        """The page on which the columns are matched."""
        answer = self.upload(kind, content, name)
        assert answer.status_code == 302, answer.content.decode()[:3000]
        return self.client.get(answer["Location"])

    def match(self, page: Any, **chosen: str) -> Any:
        """Take the columns as guessed, and what is chosen by hand: column -> field."""
        guessed = {name: field.initial for name, field in page.context["form"].fields.items()}
        by_hand = {name.replace("_", "-"): field for name, field in chosen.items()}
        return self.client.post(page.wsgi_request.path, guessed | by_hand)

    def check(self, kind: str, content: bytes, name: str = "register.xlsx") -> RegisterImport:
        """Upload, take the columns as guessed, and let the worker check."""
        answer = self.match(self.columns(kind, content, name))
        assert answer.status_code == 302, answer.content.decode()[:3000]
        return self.work()

    def work(self) -> RegisterImport:
        """What the worker does."""
        with scoped([self.municipality.pk]):
            waiting = list(Job.objects.filter(state="queued").values_list("pk", flat=True))
        for pk in waiting:
            jobs.run(str(pk), self.municipality.pk)
        with scoped([self.municipality.pk]):
            return RegisterImport.objects.select_related("job").latest("pk")

    def fresh(self, source: RegisterImport) -> RegisterImport:
        with scoped([self.municipality.pk]):
            return RegisterImport.objects.select_related("job", "file").get(pk=source.pk)

    def swap(self, source: RegisterImport, content: bytes) -> None:
        """Other bytes in the place where the file is stored."""
        stored = self.fresh(source).file
        assert stored is not None
        storage, name = stored.content.storage, str(stored.content.name)
        storage.delete(name)
        assert storage.save(name, ContentFile(content)) == name

    def start(self, source: RegisterImport, mode: str = "good", client: Any = None) -> Any:
        """Press the button of the preview, as it is now."""
        data = {"mode": mode, "seen": str(self.fresh(source).job_id)}
        return (client or self.client).post(reverse("register_import_start", args=[source.pk]), data)

    def bring_in(
        self, kind: str, content: bytes, name: str = "register.xlsx", mode: str = "good"
    ) -> RegisterImport:
        source = self.check(kind, content, name)
        assert self.start(source, mode).status_code == 302
        source = self.work()
        assert source.state == "done" and source.job and source.job.state == "succeeded", source.job
        return source

    def page(self, source: RegisterImport, query: str = "") -> str:
        text: str = self.client.get(reverse("register_import", args=[source.pk]) + query).content.decode()
        return text

    def outcomes(self, source: RegisterImport) -> dict[str, int]:
        """What the preview says."""
        return self._count(source, "outcome")

    def results(self, source: RegisterImport) -> dict[str, int]:
        """What came of it."""
        return self._count(source, "result")

    def _count(self, source: RegisterImport, name: str) -> dict[str, int]:
        with scoped([self.municipality.pk]):
            found = list(RegisterRow.objects.filter(source=source).values_list(name, flat=True))
            return {value: found.count(value) for value in set(found)}

    def wrong(self, source: RegisterImport) -> list[tuple[int, list[str]]]:
        """(row number, columns that are wrong)."""
        with scoped([self.municipality.pk]):
            bad = RegisterRow.objects.filter(source=source, outcome="bad").order_by("number")
            return [(row.number, [found["field"] for found in row.problems]) for row in bad]

    def ledger(self) -> dict[tuple[str, str], Decimal]:
        """(contract, account) -> euros."""
        with scoped([self.municipality.pk]):
            rows = LedgerEntry.objects.order_by().values_list("contract__reference", "account")
            return {(one, other): total for one, other, total in rows.annotate(total=Sum("amount"))}


def csv(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def nothing() -> bytes:
    """A sheet without a single cell."""
    target = io.BytesIO()
    Workbook().save(target)
    return target.getvalue()


def elsewhere(*tasks: Callable[[], Any]) -> None:
    """Do these at the same time, each with a connection of its own."""

    def do(task: Callable[[], Any]) -> None:
        try:
            task()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as workers:
        list(workers.map(do, tasks))


def many(number: int) -> list[str]:
    return [ONE.replace("R-1", f"R-{place}") for place in range(number)]


HEADINGS = "Contractnummer;Naam;Leverancier;KVK;Afdeling;Soort;Startdatum;Einddatum;Waarde"
ONE = "R-1;Schoonmaak;Poets bv;81000001;Vastgoed;diensten;01-02-2026;31-01-2028;1.250.000,00"
