"""A contract register comes in: 200 contracts and 2,000 efforts, wrong rows named, twice is once, changes shown."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from portal.kernel.models import StoredFile
from portal.kernel.tenancy.scope import scoped
from procurement.models import Contract, Effort, LedgerEntry, RegisterRow, Supplier
from procurement.social_return.efforts.actions import accept
from tests.factories import make_municipality, make_staff
from tests.procurement.social_return.register_desk import (
    COORDINATOR,
    HEADINGS,
    ONE,
    Desk,
    csv,
    nothing,
)
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
#: Above the first row of the list stand a title, an empty row and the headings.
ABOVE = 4


@pytest.fixture
def desk(client_for):
    return Desk(client_for)


def test_200_contracts_and_2000_efforts_come_in_once_with_every_wrong_row_named(desk):
    register = sheet(CONTRACTS, contracts())
    source = desk.bring_in("contracts", register)
    assert desk.outcomes(source) == {"new": 195, "bad": 5} and desk.results(source) == {"made": 195, "": 5}
    assert desk.wrong(source) == [(index + ABOVE, [field]) for index, field, *_rest in WRONG_CONTRACTS]
    assert source.not_read == ["Procedure"]
    with scoped([desk.municipality.pk]):
        assert Supplier.objects.count() == 50
        made = Contract.objects.get(reference="R-0001")
        assert (made.value, made.kind, made.coordinator) == (Decimal(1250000), "works", desk.tarik)
        assert made.starts_on.isoformat() == made.awarded_on.isoformat() == "2026-02-01"
    rows, worth = efforts()
    listing = sheet(EFFORTS, rows)
    source = desk.bring_in("efforts", listing)
    assert desk.outcomes(source) == {"new": 1985, "bad": 15} and desk.results(source) == {
        "made": 1985,
        "": 15,
    }
    assert desk.wrong(source) == [(index + ABOVE, [field]) for index, field, *_rest in WRONG_EFFORTS]
    ledger = desk.ledger()
    assert {one: total for (one, account), total in ledger.items() if account == "submitted"} == worth
    owed = {total for (_one, account), total in ledger.items() if account == "obligation"}
    assert owed == {Decimal(62500)}  # 5% of EUR 1.250.000

    # Twice is once: of both lists nothing is made again, and not a euro is booked.
    with scoped([desk.municipality.pk]):
        booked = LedgerEntry.objects.count()
    assert desk.outcomes(desk.bring_in("contracts", register)) == {"same": 195, "bad": 5}
    assert desk.outcomes(desk.bring_in("efforts", listing)) == {"same": 1985, "bad": 15}
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
    page = desk.page(source, "?uitkomst=bad")
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
    assert desk.results(source) == {"made": 1} and source.not_read == []


def test_the_same_number_twice_in_a_list_is_named(desk):
    source = desk.check("contracts", csv(HEADINGS, ONE, ONE.replace("R-1", "r-1")), "r.csv")
    assert desk.outcomes(source) == {"new": 1, "bad": 1}
    assert desk.wrong(source) == [(3, ["reference"])]


def test_what_changed_in_the_register_is_shown_field_by_field_and_booked(desk):
    desk.bring_in("contracts", csv(HEADINGS, ONE), "r.csv")
    other = ONE.replace("R-1", "r-1").replace("Schoonmaak", "").replace("1.250.000,00", "2.000.000")
    source = desk.check("contracts", csv(HEADINGS, other), "r.csv")
    assert desk.outcomes(source) == {"changed": 1}
    page = desk.page(source)
    assert "EUR 1.250.000,00 → EUR 2.000.000,00" in page and "Schoonmaak →" not in page
    with scoped([desk.municipality.pk]):
        assert Contract.objects.get().value == Decimal(1250000)  # nothing happened yet
    desk.start(source, "all")
    assert "Contracten gemaakt: 0. Gewijzigd: 1." in desk.page(desk.work())
    with scoped([desk.municipality.pk]):
        found = Contract.objects.get()
        assert (found.title, found.value, found.obligation) == (
            "Schoonmaak",
            Decimal(2000000),
            Decimal(100000),
        )
        assert found.entries.filter(text__contains="uit het register “r.csv”, rij 2").exists()
    assert desk.ledger()["R-1", "obligation"] == Decimal(100000)


def test_whose_contract_it_is_and_its_award_do_not_change_and_what_is_settled_neither(desk):
    headings = HEADINGS + ";Gunningsdatum"
    desk.bring_in("contracts", csv(headings, f"{ONE};15-01-2026"), "r.csv")
    rows = (
        f"{ONE.replace('81000001', '81000002')};15-01-2026",
        f"{ONE};16-01-2026",
        f"{ONE.replace('31-01-2028', '')};15-01-2026".replace("01-02-2026", "01-02-2029"),
    )
    for row, field, words in zip(
        rows,
        ("kvk_number", "awarded_on", "ends_on"),
        ("81000001", "gegund op 15-01-2026", "Het einde"),
        strict=True,
    ):
        source = desk.check("contracts", csv(headings, row), "r.csv")
        assert desk.wrong(source) == [(2, [field])] and words in desk.page(source)
    with scoped([desk.municipality.pk]):
        Contract.objects.update(state="settled")
    source = desk.check("contracts", csv(HEADINGS, ONE.replace("Schoonmaak", "Anders")), "r.csv")
    assert desk.wrong(source) == [(2, ["reference"])]


LESSONS = "Contractnummer;Soort;Uren;Van;Omschrijving;Kenmerk"


def test_an_effort_that_waits_follows_the_register_and_one_that_is_judged_does_not(desk):
    desk.bring_in("contracts", csv(HEADINGS, ONE), "r.csv")
    desk.bring_in("efforts", csv(LESSONS, "R-1;activiteit;10;01-03-2026;Les;A1"), "e.csv")
    source = desk.bring_in("efforts", csv(LESSONS, "R-1;activiteit;12;01-03-2026;;A1"), "e.csv")
    assert desk.results(source) == {"changed": 1} and "10 → 12" in desk.page(source)
    assert desk.ledger()["R-1", "submitted"] == Decimal(1200)
    with scoped([desk.municipality.pk]):
        effort = Effort.objects.get()
        assert (effort.hours, effort.text) == (Decimal(12), "Les")
        accept(effort=effort, version=effort.version, by=desk.tarik)
    source = desk.bring_in("efforts", csv(LESSONS, "R-1;activiteit;14;01-03-2026;Les;A1"), "e.csv")
    assert desk.outcomes(source) == {"same": 1} and "Hier al beoordeeld" in desk.page(source)
    assert desk.ledger()["R-1", "accepted"] == Decimal(1200)
    source = desk.check("efforts", csv(LESSONS, "R-1;iemand aan het werk;14;01-03-2026;Les;A1"), "e.csv")
    assert desk.outcomes(source) == {"bad": 1}


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
    page = desk.columns("contracts", csv("Contractnummer;Naam", "R-1;Iets"), "r.csv")
    assert "KVK-nummer van de opdrachtnemer" in page.content.decode()
    answer = desk.match(page)
    assert answer.status_code == 422
    assert "Kies de kolom voor: KVK-nummer van de opdrachtnemer; " in answer.content.decode()
    for content, name in ((b"PK niet echt", "r.xlsx"), (b"\0\0", "r.csv"), (b"", "r.csv")):
        assert desk.upload("efforts", content, name).status_code == 422
    empty = desk.upload("efforts", nothing(), "leeg.xlsx")
    page = desk.client.get(empty["Location"])
    assert page.status_code == 422 and "geen blad met rijen" in page.content.decode()
    only = desk.match(desk.columns("contracts", csv(HEADINGS), "r.csv"))
    assert only.status_code == 302 and desk.work().problem == "empty"
    assert "geen rijen onder de kopjes" in desk.client.get(only["Location"], follow=True).content.decode()
    assert desk.upload("onzin", csv(HEADINGS, ONE), "r.csv").status_code == 422
    assert desk.upload("contracts", csv(HEADINGS, ONE), f"van {BSN}.csv").status_code == 422
    assert desk.client.get(reverse("register_example", args=["onzin"])).status_code == 404
    for kind in ("contracts", "efforts"):
        content = desk.client.get(reverse("register_example", args=[kind])).content
        assert desk.results(desk.bring_in(kind, content)) == {"made": 1}


def test_a_bsn_is_shown_and_kept_nowhere(desk):
    page = desk.columns(
        "efforts", csv(f"{LESSONS};{BSN}", f"R-1;activiteit;10;01-03-2026;{BSN};A1;x"), "e.csv"
    )
    assert BSN not in page.content.decode() and "[BSN]" in page.content.decode()
    desk.match(page)
    source = desk.work()
    assert desk.wrong(source) == [(2, ["text"])] and BSN not in desk.page(source)
    with scoped([desk.municipality.pk]):
        assert BSN not in str(list(RegisterRow.objects.values_list("cells", flat=True))) + str(
            source.headings
        )


def test_the_preview_has_as_many_queries_for_200_rows_as_for_5(desk, django_assert_max_num_queries):
    source = desk.check("contracts", sheet(CONTRACTS, contracts()))
    with django_assert_max_num_queries(22):
        desk.page(source)


def test_only_a_coordinator_of_this_municipality_brings_a_register_in(desk, client_for):
    source = desk.bring_in("contracts", csv(HEADINGS, ONE), "r.csv")
    names = ("register_import", "register_import_bad_rows", "register_import_columns")
    manager = client_for(make_staff(desk.municipality, "account_manager"))
    stranger = client_for(make_staff(make_municipality(), COORDINATOR))
    assert manager.get(reverse("register_imports")).status_code == 403
    assert manager.post(reverse("register_imports")).status_code == 403
    for name in names:
        assert manager.get(reverse(name, args=[source.pk])).status_code == 403
        assert stranger.get(reverse(name, args=[source.pk])).status_code == 404
    for name in ("register_import_start", "register_import_check_again", "register_import_discard"):
        assert manager.post(reverse(name, args=[source.pk])).status_code == 403
        assert stranger.post(reverse(name, args=[source.pk])).status_code == 404
    assert "Register inlezen" not in manager.get(reverse("contracts")).content.decode()
    assert "Register inlezen" in desk.client.get(reverse("contracts")).content.decode()
    for address in (reverse("register_imports"), reverse("register_import", args=[source.pk])):
        menu = desk.client.get(address).content.decode()
        assert f'<a href="{reverse("contracts")}" aria-current="page">' in menu
