"""A spreadsheet of 500 rows with 20 wrong ones becomes case files, once; and the list comes out again as a spreadsheet."""

import io
import re
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.accounts.imports.sheets import WRONG, messy
from tests.journeys.axe import clean

ROWS, BAD = 500, 20
NAME = "Ondernemers Lindehaven 2026.xlsx"


def numbers_of_bad_rows(content: bytes) -> list[int]:
    """Where the wrong rows stand in the sheet: each has a contact of its own."""
    every = ROWS // BAD
    contacts = {f"Contact {number}" for number in range(ROWS) if number % every == every - 1}
    sheet = load_workbook(io.BytesIO(content))["Ondernemingen"]
    return [row[0].row for row in sheet.iter_rows(min_row=6) if row[3].value in contacts]


def upload(page: Page, content: bytes) -> None:
    """Upload; the second sheet, where the list is, opens by itself."""
    page.goto("/import/")
    page.get_by_label("Spreadsheet").set_input_files(
        {
            "name": NAME,
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": content,
        }
    )
    page.get_by_role("button", name="Uploaden").click()
    page.get_by_role("button", name="Rijen controleren").wait_for()
    assert page.get_by_label("Blad").input_value() == "Ondernemingen"


def test_500_rows_with_20_bad_ones_come_in_once_and_go_out_as_a_sheet(open_page, picture, tmp_path: Path):
    content = messy(rows=ROWS, wrong=BAD, manager="Bram Teeuwen")
    bram = open_page(1280, "bram@demo.example")
    upload(bram, content)
    expect(bram.get_by_text("We hebben ingevuld wat we uit de kopjes konden opmaken")).to_be_visible()
    assert clean(bram) == []
    picture(bram, "import-kolommen")
    bram.get_by_role("button", name="Rijen controleren").click()
    bram.get_by_role("link", name=f"Fout ({BAD})").click()

    # The preview names every wrong row, with the value and what to do about it.
    rows = bram.get_by_role("row").filter(has=bram.get_by_role("cell"))
    told = {int(row.get_by_role("cell").first.inner_text()): row.inner_text() for row in rows.all()}
    assert sorted(told) == numbers_of_bad_rows(content)
    for number, (_column, value) in zip(sorted(told), WRONG, strict=False):
        assert f"“{value}”:" in told[number] or (value is None and "ontbreekt" in told[number]), told[number]
    assert clean(bram) == []
    picture(bram, "import-foute-rijen")
    with bram.expect_download() as wrong:
        bram.get_by_role("link", name=f"Download de {BAD} foute rijen").click()
    sheet = load_workbook(io.BytesIO(wrong.value.path().read_bytes())).active
    assert sheet.max_row == BAD + 1 and sheet.cell(2, sheet.max_column).value.startswith("KVK-nummer:")
    bram.get_by_role("link", name=f"Nieuw ({ROWS - BAD})").click()
    expect(bram.get_by_text(re.compile("70000000 · Groei · .*Bram Teeuwen"))).to_be_visible()

    # All or nothing cannot be, with wrong rows; only the good ones can.
    bram.get_by_label(re.compile("^Alles of niets")).check()
    bram.get_by_role("button", name="Importeren", exact=True).click()
    bram.get_by_text("kies ervoor om alleen de goede rijen te importeren").first.wait_for()
    assert clean(bram) == []
    bram.get_by_label(re.compile("^Alleen de goede rijen")).check()
    bram.get_by_role("button", name="Importeren", exact=True).click()
    bram.get_by_text(
        f"Dossiers gemaakt: {ROWS - BAD}. Gewijzigd: 0. {BAD} foute rijen zijn overgeslagen."
    ).wait_for(timeout=60_000)
    assert clean(bram) == []
    picture(bram, "import-klaar")

    # The same list again: the columns are remembered and nothing changes.
    upload(bram, content)
    expect(bram.get_by_text("Je hebt al eens een lijst met deze kopjes gebruikt")).to_be_visible()
    bram.get_by_role("button", name="Rijen controleren").click()
    bram.get_by_role("link", name=f"Blijft gelijk ({ROWS - BAD})").wait_for()
    bram.get_by_label(re.compile("^Alleen de goede rijen")).check()
    bram.get_by_role("button", name="Importeren", exact=True).click()
    bram.get_by_text("Alles uit de lijst was er al.").wait_for(timeout=60_000)

    # Out again: a kept view, columns of one's choice, a real spreadsheet.
    bram.goto("/dossiers/?tekst=Proefbedrijf&fase=growth")
    bram.get_by_role("link", name="Weergave bewaren").click()
    bram.get_by_label("Naam van deze weergave").fill("Groeiers uit de lijst")
    assert clean(bram) == []
    bram.get_by_role("button", name="Weergave bewaren").click()
    bram.get_by_text("De weergave “Groeiers uit de lijst” is bewaard.").wait_for()
    picture(bram, "weergaven")
    bram.goto("/dossiers/?weergave=alles")
    bram.get_by_role("link", name="Groeiers uit de lijst").click()
    bram.get_by_role("link", name="Exporteren").click()
    for column in ("Kenmerk", "Stand", "Plaats", "Laatste activiteit"):
        bram.get_by_label(column, exact=True).uncheck()
    bram.get_by_label("Wijk", exact=True).check()
    assert clean(bram) == []
    picture(bram, "exporteren")
    with bram.expect_download() as file:
        bram.get_by_role("button", name="Bestand maken").click()
    sheet = load_workbook(io.BytesIO(file.value.path().read_bytes())).active
    headings = [cell.value for cell in sheet[1]]
    assert headings == ["Onderneming", "KVK-nummer", "Fase", "Impactthema's", "Accountmanager", "Wijk"]
    assert sheet.max_row == 101 and {row[2].value for row in sheet.iter_rows(min_row=2)} == {"Groei"}
    assert {row[4].value for row in sheet.iter_rows(min_row=2)} == {"Bram Teeuwen"}
