"""A contract register comes in: 200 contracts and 2,000 efforts, wrong rows named, twice is once, stopped goes on."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.urls import reverse
from openpyxl import load_workbook

from portal.kernel.jobs import actions as jobs
from portal.kernel.models import Job, StoredFile
from portal.kernel.tenancy.scope import scoped
from procurement.models import Contract, Effort, LedgerEntry, RegisterImport, RegisterRow, Supplier
from procurement.social_return.imports import actions
from tests.factories import make_municipality, make_staff
from tests.procurement.social_return.register_sheets import (
    BSN,
    CONTRACTS,
    EFFORTS,
    WRONG_CONTRACTS,
    WRONG_EFFORTS,
    contracts,
    efforts,
    sheet,
)

pytestmark = pytest.mark.django_db(transaction=True)
COORDINATOR = "social_return_coordinator"
#: Above the first row of the list stand a title, an empty row and the headings.
ABOVE = 4


class Desk:
    """One municipality, its coordinator, and what they bring in."""

    def __init__(self, client_for: Any) -> None:
        self.municipality = make_municipality()
        self.tarik = make_staff(self.municipality, COORDINATOR, name="Tarik")
        self.client = client_for(self.tarik)

    def upload(self, kind: str, content: bytes, name: str = "register.xlsx") -> Any:
        data = {"kind": kind, "file": SimpleUploadedFile(name, content)}
        return self.client.post(reverse("register_imports"), data)

    def work(self) -> RegisterImport:
        """What the worker does."""
        with scoped([self.municipality.pk]):
            waiting = list(Job.objects.filter(state="queued").values_list("pk", flat=True))
        for pk in waiting:
            jobs.run(str(pk), self.municipality.pk)
        with scoped([self.municipality.pk]):
            return RegisterImport.objects.select_related("job").latest("pk")

    def bring_in(self, kind: str, content: bytes, name: str = "register.xlsx") -> RegisterImport:
        answer = self.upload(kind, content, name)
        assert answer.status_code == 302, answer.content.decode()[:3000]
        source = self.work()
        assert source.state == "done" and source.job and source.job.state == "succeeded", source.job
        return source

    def outcomes(self, source: RegisterImport) -> dict[str, int]:
        with scoped([self.municipality.pk]):
            rows = RegisterRow.objects.filter(source=source).values_list("outcome", flat=True)
            return {outcome: list(rows).count(outcome) for outcome in set(rows)}

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


@pytest.fixture
def desk(client_for):
    return Desk(client_for)


def csv(*rows: str) -> bytes:
    return "\n".join(rows).encode()


HEADINGS = "Contractnummer;Naam;Leverancier;KVK;Afdeling;Soort;Startdatum;Einddatum;Waarde"
ONE = "R-1;Schoonmaak;Poets bv;81000001;Vastgoed;diensten;01-02-2026;31-01-2028;1.250.000,00"


def test_200_contracts_and_2000_efforts_come_in_once_with_every_wrong_row_named(desk):
    register = sheet(CONTRACTS, contracts())
    source = desk.bring_in("contracts", register)
    assert desk.outcomes(source) == {"made": 195, "bad": 5}
    assert desk.wrong(source) == [(index + ABOVE, [field]) for index, field, *_rest in WRONG_CONTRACTS]
    assert source.unused == ["Procedure"]
    with scoped([desk.municipality.pk]):
        assert Supplier.objects.count() == 50
        made = Contract.objects.get(reference="R-0001")
        assert (made.value, made.kind, made.coordinator) == (Decimal(1250000), "works", desk.tarik)
        assert made.starts_on.isoformat() == made.awarded_on.isoformat() == "2026-02-01"
    rows, worth = efforts()
    listing = sheet(EFFORTS, rows)
    source = desk.bring_in("efforts", listing)
    assert desk.outcomes(source) == {"made": 1985, "bad": 15}
    assert desk.wrong(source) == [(index + ABOVE, [field]) for index, field, *_rest in WRONG_EFFORTS]
    ledger = desk.ledger()
    assert {one: total for (one, account), total in ledger.items() if account == "submitted"} == worth
    owed = {total for (_one, account), total in ledger.items() if account == "obligation"}
    assert owed == {Decimal(62500)}  # 5% of EUR 1.250.000

    # Twice is once: of both lists nothing is made again, and not a euro is booked.
    with scoped([desk.municipality.pk]):
        booked = LedgerEntry.objects.count()
    assert desk.outcomes(desk.bring_in("contracts", register)) == {"there": 195, "bad": 5}
    assert desk.outcomes(desk.bring_in("efforts", listing)) == {"there": 1985, "bad": 15}
    assert desk.ledger() == ledger
    with scoped([desk.municipality.pk]):
        assert LedgerEntry.objects.count() == booked
        # The BSN stands nowhere, and the files are gone.
        assert not any(BSN in str(cells) for cells in RegisterRow.objects.values_list("cells", flat=True))
        assert not StoredFile.objects.exists()


def test_wrong_rows_come_back_as_a_sheet_to_mend_and_bring_in(desk):
    source = desk.bring_in(
        "contracts", csv(HEADINGS, ONE, ONE.replace("R-1", "R-2").replace("81000001", "81")), "r.csv"
    )
    page = desk.client.get(reverse("register_import", args=[source.pk]) + "?uitkomst=bad").content.decode()
    assert "Een KVK-nummer heeft acht cijfers." in page and "“81”" in page
    answer = desk.client.get(reverse("register_import_bad_rows", args=[source.pk]))
    book = load_workbook(io.BytesIO(answer.content))
    found = book.active
    headings = [cell.value for cell in found[1]]
    assert headings[-2:] == ["Rij", "Waarom niet"] and found.max_row == 2
    assert found.cell(2, len(headings) - 1).value == 3
    found.cell(2, headings.index("KVK-nummer van de opdrachtnemer") + 1).value = "81000002"
    mended = io.BytesIO()
    book.save(mended)
    source = desk.bring_in("contracts", mended.getvalue(), "gemaakt.xlsx")
    assert desk.outcomes(source) == {"made": 1} and source.unused == []


def test_the_same_number_twice_in_a_list_is_named_and_what_is_there_stays_as_it_is(desk):
    desk.bring_in("contracts", csv(HEADINGS, ONE), "r.csv")
    other = ONE.replace("R-1", "r-1").replace("Schoonmaak", "Iets anders")
    source = desk.bring_in("contracts", csv(HEADINGS, other, other), "r.csv")
    assert desk.outcomes(source) == {"there": 1, "bad": 1}
    assert desk.wrong(source) == [(3, ["reference"])]
    with scoped([desk.municipality.pk]):
        assert Contract.objects.get().title == "Schoonmaak"


def test_an_import_that_stops_halfway_goes_on_where_it_was(desk, monkeypatch):
    lines = [ONE.replace("R-1", f"R-{number}") for number in range(5)]
    monkeypatch.setattr(actions, "CONTRACTS", 2)
    apply, calls = actions.apply_contracts, []

    def breaks(source, rows):
        calls.append(len(rows))
        if len(calls) == 2:
            raise RuntimeError("the worker falls over")
        apply(source, rows)

    monkeypatch.setattr(actions, "apply_contracts", breaks)
    assert desk.upload("contracts", csv(HEADINGS, *lines), "r.csv").status_code == 302
    source = desk.work()
    assert source.state == "running" and desk.outcomes(source) == {"made": 2, "waiting": 3}
    page = desk.client.get(reverse("register_import", args=[source.pk])).content.decode()
    assert reverse("register_import_go_on", args=[source.pk]) in page
    desk.client.post(reverse("register_import_go_on", args=[source.pk]))
    source = desk.work()
    assert source.state == "done" and desk.outcomes(source) == {"made": 5}
    desk.client.post(reverse("register_import_go_on", args=[source.pk]))  # done is done
    assert desk.outcomes(desk.work()) == {"made": 5}


def test_the_database_refuses_the_same_effort_twice_and_the_same_row_twice(desk):
    desk.bring_in("contracts", csv(HEADINGS, ONE), "r.csv")
    source = desk.bring_in(
        "efforts",
        csv("Contractnummer;Soort;Uren;Van;Omschrijving", "R-1;activiteit;10;01-03-2026;Les"),
        "e.csv",
    )
    with scoped([desk.municipality.pk]):
        effort, row = Effort.objects.get(), RegisterRow.objects.get(source=source)
        for copy in (effort, row):
            copy.pk = None
            with pytest.raises(IntegrityError), transaction.atomic():
                copy.save(force_insert=True)


def test_columns_that_are_missing_are_named_and_nonsense_is_refused(desk):
    answer = desk.upload("contracts", csv("Contractnummer;Naam", "R-1;Iets"), "r.csv")
    assert answer.status_code == 422
    assert "Deze kolommen ontbreken: " in answer.content.decode()
    assert "KVK-nummer van de opdrachtnemer" in answer.content.decode()
    for content, name in ((b"niets\nbekend\n", "r.csv"), (b"PK niet echt", "r.xlsx"), (b"\0\0", "r.csv")):
        assert desk.upload("efforts", content, name).status_code == 422
    assert desk.upload("onzin", csv(HEADINGS, ONE), "r.csv").status_code == 422
    assert desk.upload("contracts", csv(HEADINGS, ONE), f"van {BSN}.csv").status_code == 422
    assert desk.client.get(reverse("register_example", args=["onzin"])).status_code == 404
    for kind in ("contracts", "efforts"):
        content = desk.client.get(reverse("register_example", args=[kind])).content
        assert desk.outcomes(desk.bring_in(kind, content)) == {"made": 1}


def test_only_a_coordinator_of_this_municipality_brings_a_register_in(desk, client_for):
    source = desk.bring_in("contracts", csv(HEADINGS, ONE), "r.csv")
    names = ("register_import", "register_import_bad_rows")
    manager = client_for(make_staff(desk.municipality, "account_manager"))
    stranger = client_for(make_staff(make_municipality(), COORDINATOR))
    assert manager.get(reverse("register_imports")).status_code == 403
    assert manager.post(reverse("register_imports")).status_code == 403
    for name in names:
        assert manager.get(reverse(name, args=[source.pk])).status_code == 403
        assert stranger.get(reverse(name, args=[source.pk])).status_code == 404
    assert stranger.post(reverse("register_import_go_on", args=[source.pk])).status_code == 404
    assert "Register inlezen" not in manager.get(reverse("contracts")).content.decode()
    assert "Register inlezen" in desk.client.get(reverse("contracts")).content.decode()
    for address in (reverse("register_imports"), reverse("register_import", args=[source.pk])):
        menu = desk.client.get(address).content.decode()
        assert f'<a href="{reverse("contracts")}" aria-current="page">' in menu
