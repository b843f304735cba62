"""A contract register comes in: one row is wrong, is named, is mended in the sheet that comes back, and comes in."""

import io
import re

from openpyxl import load_workbook

from tests.journeys.axe import clean
from tests.procurement.social_return.register_sheets import CONTRACTS, EFFORTS, contracts, effort, sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def bring_in(page, kind, name, content):
    """Upload the sheet and wait until the work is done."""
    page.goto("/social-return/inlezen/")
    page.get_by_label(kind, exact=True).check()
    page.get_by_label("Spreadsheet").set_input_files({"name": name, "mimeType": XLSX, "buffer": content})
    page.get_by_role("button", name="Uploaden en inlezen").click()
    go_on = page.get_by_role("link", name="Verder", exact=True)
    done = page.get_by_text("Ingelezen op")
    go_on.or_(done).first.wait_for(timeout=60_000)
    if not done.is_visible():
        go_on.click()
    done.wait_for()


def test_a_register_comes_in_and_the_wrong_row_is_mended(open_page, picture):
    rows = contracts(3, wrong=[(1, "kvk_number", 3, "8100")])
    for row in rows:
        row[0] = f"REG-{row[0]}"
    tarik = open_page(1280, "tarik@demo.example")
    tarik.goto("/social-return/contracten/")
    tarik.get_by_role("link", name="Register inlezen").click()
    tarik.get_by_role("button", name="Uploaden en inlezen").wait_for()
    assert clean(tarik) == []
    picture(tarik, "register-inlezen")
    bring_in(tarik, "Contracten", "contracten.xlsx", sheet(CONTRACTS, rows))
    tarik.get_by_text("Gemaakt: 2. Stond er al: 0. Fout en overgeslagen: 1.").wait_for()
    row = tarik.get_by_role("row").filter(has_text="REG-R-0001")
    told = row.inner_text()
    assert "KVK-nummer van de opdrachtnemer “8100”:" in " ".join(told.split()) and told.startswith("5")
    assert "Een KVK-nummer heeft acht cijfers." in told
    assert clean(tarik) == []
    picture(tarik, "register-ingelezen")

    with tarik.expect_download() as wrong:
        tarik.get_by_role("link", name="Download de foute rijen, met waarom").click()
    book = load_workbook(io.BytesIO(wrong.value.path().read_bytes()))
    headings = [cell.value for cell in book.active[1]]
    book.active.cell(2, headings.index("KVK-nummer van de opdrachtnemer") + 1).value = "81000001"
    mended = io.BytesIO()
    book.save(mended)
    bring_in(tarik, "Contracten", "verbeterd.xlsx", mended.getvalue())
    tarik.get_by_text("Gemaakt: 1. Stond er al: 0. Fout en overgeslagen: 0.").wait_for()
    bring_in(tarik, "Contracten", "verbeterd.xlsx", mended.getvalue())
    tarik.get_by_text("Gemaakt: 0. Stond er al: 1. Fout en overgeslagen: 0.").wait_for()

    # The efforts follow, and stand on the contract, with what they are worth.
    efforts = [effort(index, "REG-R-0001")[0] for index in range(3)]
    bring_in(tarik, "Inspanningen van opdrachtnemers", "inspanningen.xlsx", sheet(EFFORTS, efforts))
    tarik.get_by_text("Gemaakt: 3. Stond er al: 0. Fout en overgeslagen: 0.").wait_for()
    tarik.get_by_role("link", name=re.compile("REG-R-0001")).first.click()
    tarik.get_by_text("3 inspanningen opgegeven: ingelezen").first.wait_for()
    assert tarik.get_by_text("EUR 52.210,50").first.is_visible()
