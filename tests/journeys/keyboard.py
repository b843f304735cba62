"""Hands on the keyboard only: Tab to what you want, as someone without a mouse does."""

from __future__ import annotations

import re

from playwright.sync_api import Page

#: The name of what has the focus, as a screen reader would begin to read it.
NAME = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return "";
  const words = it.getAttribute("aria-label") || [...(it.labels || [])].map(label => label.innerText).join(" ") || it.innerText;
  return words.replace(/\\s+/g, " ").trim();
}"""
MOST_TABS = 200


class Keyboard:
    """Walks a page with Tab; everything must be reachable and must show that it has the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, name: str) -> Keyboard:
        """Tab on until what has the focus is called `name` (a regular expression from its beginning)."""
        for _press in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if re.match(name, self.page.evaluate(NAME)):
                visible = self.page.evaluate(
                    "() => { const it = document.activeElement; const s = getComputedStyle(it);"
                    " return it.matches(':focus-visible') && (s.outlineStyle !== 'none' || s.boxShadow !== 'none'); }"
                )
                assert visible, f"{name} has the focus and does not show it"
                return self
        raise AssertionError(f"{name!r} was not reached in {MOST_TABS} tabs on {self.page.url}")

    def press(self, key: str) -> Keyboard:
        self.page.keyboard.press(key)
        return self

    def type(self, text: str) -> Keyboard:
        """Replace what is in the field by `text`."""
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        return self

    def follow(self, name: str, address: str) -> None:
        """Go to a link or button, press Enter, and wait until the address matches."""
        self.to(name).press("Enter")
        self.page.wait_for_url(re.compile(address))
