"""A browser and a whole running Impactloket for the journeys; both are started once."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FloatRect, Page, expect, sync_playwright

from tests.journeys.stack import Stack

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PICTURES = Path(__file__).resolve().parent.parent.parent / "docs" / "handleiding" / "beeld"


@pytest.fixture(scope="session")
def stack(testrun_uid: str) -> Iterator[Stack]:
    """One running Impactloket per test process; journeys of both processes go on side by side.

    Each starts from the same demo data, made once per run of the tests. `tools.suite` began with that at the start and
    clears it away; for who runs pytest itself it is made here.
    """
    given = os.environ.get("IMPACTLOKET_SEED")
    seed = Path(given or Path(tempfile.gettempdir()) / f"impactloket-seed-{testrun_uid}" / "var")
    folder = Path(tempfile.mkdtemp(prefix="impactloket-"))
    running = Stack(folder / "var")
    try:
        running.up(seed)
        yield running
    finally:
        running.down()
        shutil.rmtree(folder, ignore_errors=True)
        if not given:
            shutil.rmtree(seed.parent, ignore_errors=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=15_000)  # a busy machine is no fault of the page
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "/usr/bin/chromium", args=ARGUMENTS
        )
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(stack: Stack, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`open_page(width=390, email="sanne@demo.example")`: a fresh browser, logged in by the demo button."""
    contexts: list[BrowserContext] = []

    def make(width: int = 1280, email: str = "", height: int = 900) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="nl-NL", base_url=stack.url
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if email:
            page.goto("/account/inloggen/")
            page.locator(f'form:has(input[name=email][value="{email}"]) button').click()
            page.wait_for_url(lambda url: "inloggen" not in url)
        return page

    yield make
    for context in contexts:
        context.close()


def _top_of(page: Page) -> FloatRect:
    """The page from its top, at most so long that a picture stays readable in the guide."""
    width = page.viewport_size["width"]
    height = page.evaluate("document.documentElement.scrollHeight")
    return {"x": 0, "y": 0, "width": width, "height": min(height, int(1.5 * max(width, 900)))}


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Keep a picture of the page for the user guide, when asked for (IMPACTLOKET_PICTURES=1)."""

    def take(page: Page, name: str) -> None:
        if os.environ.get("IMPACTLOKET_PICTURES"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.evaluate("document.activeElement?.blur()")
            taken = Image.open(BytesIO(page.screenshot(clip=_top_of(page), full_page=True)))
            taken.quantize(128).save(PICTURES / f"{name}.png", optimize=True)

    return take


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys can be chosen or left out with `-m journey`."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
