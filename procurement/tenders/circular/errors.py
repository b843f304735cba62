"""One way in which a step of a circular tender is refused."""

from __future__ import annotations

from typing import Any


class RefusedError(Exception):
    """The rules do not allow this. `code` names why; `words` fill in the sentence."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code)
        self.code = code
        self.words = words
