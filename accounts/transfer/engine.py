"""What may happen to a transfer, and when. No Django."""

from __future__ import annotations

import datetime as dt

ASKED, CONSENTED = "asked", "consented"
REFUSED, WITHDRAWN, CANCELLED = "refused", "withdrawn", "cancelled"
DECLINED, EXPIRED, ACCEPTED = "declined", "expired", "accepted"
#: States in which a transfer can still go on.
OPEN = frozenset({ASKED, CONSENTED})
#: verb -> (states in which it may be done, state after it).
STEPS: dict[str, tuple[frozenset[str], str]] = {
    "consent": (frozenset({ASKED}), CONSENTED),
    "refuse": (frozenset({ASKED}), REFUSED),
    "withdraw": (frozenset({CONSENTED}), WITHDRAWN),
    "cancel": (OPEN, CANCELLED),
    "decline": (frozenset({CONSENTED}), DECLINED),
    "accept": (frozenset({CONSENTED}), ACCEPTED),
    "expire": (OPEN, EXPIRED),
}
#: What moves something on; stopping is allowed at any moment, also after the last day.
_IN_TIME = {"consent", "accept"}


class NotNowError(Exception):
    """The transfer is in another state; `state` says which ("expired" when its last day has passed)."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def step(verb: str, state: str, *, expires_on: dt.date, today: dt.date) -> str:
    """The state after `verb`. The last day counts. Raises NotNowError."""
    allowed, after = STEPS[verb]
    if state not in allowed:
        raise NotNowError(state)
    if verb in _IN_TIME and today > expires_on:
        raise NotNowError(EXPIRED)
    if verb == "expire" and today <= expires_on:
        raise NotNowError(state)
    return after
