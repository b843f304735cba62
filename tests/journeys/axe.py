"""Automated accessibility checks with axe-core."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = (Path(__file__).resolve().parent.parent.parent / "node_modules/axe-core/axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """What axe finds wrong, one line each: rule, element, why."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    # Only what is wrong is worked out in full: axe spends most of its time describing what passed.
    found = page.evaluate(
        "tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", TAGS
    )
    return [
        f"{page.url} {rule['id']}: {node['html'][:160]} ({rule['help']})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def clean(page: Page, widths: tuple[int, ...] = (390, 1280)) -> list[str]:
    """What is wrong with the page at each width: what axe finds, and what sticks out. Ends at the width it began with."""
    assert page.viewport_size is not None
    page.wait_for_load_state()
    before, found = page.viewport_size, []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        # At the end of the page a sticky bar lies at rest; half-way it half covers whatever happens to be under it.
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        found += violations(page)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            found.append(f"{page.url} is {over} px too wide at {width}")
    page.set_viewport_size(before)
    return found
