"""A contract register comes in: a heading is matched by hand, a wrong row is seen before anything is made and mended."""

import io

from openpyxl import load_workbook

from tests.journeys.axe import clean
from tests.procurement.social_return.register_sheets import CONTRACTS, EFFORTS, contracts, effort, sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upload(page, kind, name, content):
    """Upload the sheet; the page with its columns opens."""
    page.goto("/social-return/inlezen/")
    page.get_by_label(kind, exact=True).check()
    page.get_by_label("Spreadsheet").set_input_files({"name": name, "mimeType": XLSX, "buffer": content})
    page.get_by_role("button", name="Uploaden").click()
    page.get_by_role("button", name="Rijen controleren").wait_for()


def work(page, button, ready):
    """Press the button and wait until the work in the background is done."""
    page.get_by_role("button", name=button, exact=True).click()
    go_on = page.get_by_role("link", name="Verder", exact=True)
    go_on.or_(ready).first.wait_for(timeout=60_000)
    if not ready.is_visible():
        go_on.click()
    ready.wait_for()


def test_a_register_comes_in_and_the_wrong_row_is_mended(open_page, picture):
    rows = contracts(3, wrong=[(1, "kvk_number", 3, "8100")])
    for row in rows:
        row[0] = f"REG-{row[0]}"
    headings = [
        "Vendor" if name == "Leverancier" else "Bedrag" if name.startswith("Waarde") else name
        for name in CONTRACTS
    ]
    tarik = open_page(1280, "tarik@demo.example")
    preview = tarik.get_by_text("Er is nog niets veranderd")
    tarik.goto("/social-return/contracten/")
    tarik.get_by_role("link", name="Register inlezen").click()
    tarik.get_by_role("button", name="Uploaden").wait_for()
    assert clean(tarik) == []
    picture(tarik, "register-inlezen")

    # Two headings that nobody knows: what is needed is named, and chosen by hand.
    upload(tarik, "Contracten", "contracten.xlsx", sheet(headings, rows))
    tarik.get_by_text("We vonden geen kolom voor: Waarde zonder btw").wait_for()
    picture(tarik, "register-kolommen")
    tarik.get_by_role("button", name="Rijen controleren").click()
    tarik.get_by_text("Kies de kolom voor: Waarde zonder btw.").first.wait_for()
    assert clean(tarik) == []
    tarik.get_by_label("Bedrag").select_option(label="Waarde zonder btw (nodig)")
    tarik.get_by_label("Vendor").select_option(label="Naam van de opdrachtnemer")
    work(tarik, "Rijen controleren", preview)

    # Nothing is made yet; the wrong row is named with what to do.
    row = tarik.get_by_role("row").filter(has_text="REG-R-0001")
    told = row.inner_text()
    assert "KVK-nummer van de opdrachtnemer “8100”:" in " ".join(told.split()) and told.startswith("5")
    assert "Een KVK-nummer heeft acht cijfers." in told
    assert clean(tarik) == []
    picture(tarik, "register-voorbeeld")
    with tarik.expect_download() as wrong:
        tarik.get_by_role("link", name="Download de foute rij, met de reden").click()
    tarik.get_by_label("Alleen de goede rijen").check()
    work(tarik, "Importeren", tarik.get_by_text("Contracten gemaakt: 2. Gewijzigd: 0."))
    assert clean(tarik) == []
    picture(tarik, "register-ingelezen")

    book = load_workbook(io.BytesIO(wrong.value.path().read_bytes()))
    found = [cell.value for cell in book.active[1]]
    book.active.cell(2, found.index("KVK-nummer van de opdrachtnemer") + 1).value = "81000001"
    mended = io.BytesIO()
    book.save(mended)
    upload(tarik, "Contracten", "verbeterd.xlsx", mended.getvalue())
    work(tarik, "Rijen controleren", preview)
    tarik.get_by_label("Alles of niets").check()
    work(tarik, "Importeren", tarik.get_by_text("Contracten gemaakt: 1. Gewijzigd: 0."))

    # The list again, on a phone: its columns are remembered, and everything is there already.
    phone = open_page(390, "tarik@demo.example")
    rows[1][3] = 81000001
    upload(phone, "Contracten", "contracten.xlsx", sheet(headings, rows))
    phone.get_by_text("Je hebt al eens een lijst met deze kopjes gebruikt").wait_for()
    assert clean(phone) == []
    work(phone, "Rijen controleren", phone.get_by_role("link", name="Blijft gelijk (3)"))
    assert clean(phone) == []

    # The efforts follow, and stand on the contract, with what they are worth.
    efforts = [effort(index, "REG-R-0001")[0] for index in range(3)]
    upload(tarik, "Inspanningen van opdrachtnemers", "inspanningen.xlsx", sheet(EFFORTS, efforts))
    work(tarik, "Rijen controleren", preview)
    tarik.get_by_label("Alles of niets").check()
    work(tarik, "Importeren", tarik.get_by_text("Inspanningen ingediend: 3. Gewijzigd: 0."))
    tarik.get_by_role("link", name="REG-R-0001").first.click()
    tarik.get_by_text("3 inspanningen opgegeven: ingelezen").first.wait_for()
    assert tarik.get_by_text("EUR 52.210,50").first.is_visible()
