"""Who wants to know that marks changed: the register shows them, and its readers ask "did anything change?"."""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[int], None]] = []


def on_marks_changed(listener: Callable[[int], None]) -> None:
    """Call `listener(municipality_id)`, in the same transaction, after a mark was added or changed."""
    if listener not in _listeners:
        _listeners.append(listener)


def marks_changed(municipality_id: int) -> None:
    """Tell the listeners."""
    for listener in _listeners:
        listener(municipality_id)
