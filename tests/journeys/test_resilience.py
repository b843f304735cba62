"""The alderman's PDF, and what happens when worker, broker or database die on the way."""

import re
import time

import pikepdf
from playwright.sync_api import expect

from tests.journeys.axe import violations


def ask_pdf(page):
    page.goto("/dashboard/")
    page.get_by_role("button", name="Maak de PDF").click()
    page.wait_for_url(re.compile("/taken/"))


def wait_for_pdf(page, seconds=60):
    link = page.get_by_role("link", name=re.compile("Download"))
    link.wait_for(timeout=seconds * 1000)
    return link


def test_pdf_is_made_in_the_background_and_is_tagged(open_page, tmp_path, picture):
    page = open_page(1280, "hanna@demo.example")
    page.goto("/dashboard/")
    assert violations(page) == []
    picture(page, "dashboard")
    ask_pdf(page)
    link = wait_for_pdf(page)
    assert violations(page) == []
    with page.expect_download() as download:
        link.click()
    target = tmp_path / "blad.pdf"
    download.value.save_as(target)
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages) == 2  # one sheet: the figures, and on the back the instruments
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "nl"
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_worker_killed_and_broker_stopped_lose_nothing_and_repeat_nothing(open_page, stack):
    page = open_page(1280, "hanna@demo.example")
    stack.kill("worker")
    ask_pdf(page)
    expect(page.get_by_text("Wacht").first).to_be_visible()
    stack.start("worker")
    wait_for_pdf(page)

    stack.kill("redis")
    started = time.monotonic()
    ask_pdf(page)
    assert time.monotonic() - started < 10, "a dead broker may not hold the page up"
    stack.start("redis")
    wait_for_pdf(page, 90)
    page.goto("/taken/")
    assert page.get_by_text("Mislukt").count() == 0


def test_worker_killed_in_the_middle_starts_again_and_finishes_once(open_page, stack):
    page = open_page(1280, "hanna@demo.example")
    ask_pdf(page)
    stack.kill("worker")
    stack.start("worker")
    wait_for_pdf(page, 90)
    assert page.get_by_role("link", name=re.compile("Download")).count() == 1


def test_database_restart_while_the_site_is_used(open_page, stack):
    page = open_page(1280, "sanne@demo.example")
    stack.restart_database()
    for _attempt in range(20):
        answer = page.goto("/dossiers/")
        if answer and answer.status == 200:
            break
        time.sleep(0.5)
    expect(page.get_by_role("heading", name="Dossiers")).to_be_visible()
