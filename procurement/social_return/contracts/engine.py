"""How a contract stands: on track, behind, silent, ending or done, each with why. Pure calculation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from procurement.social_return.engine import Line
from procurement.social_return.scheme import Terms

#: From most to least pressing: the first that holds is how a contract stands.
STANDINGS = ("overdue", "behind", "silent", "ending", "done", "on_track", "nothing")


@dataclass(frozen=True)
class Progress:
    """A running contract as the rules see it. Amounts in euros; `last_submission` None when nothing came in yet."""

    starts_on: dt.date
    ends_on: dt.date
    obligation: Decimal
    accepted: Decimal
    submitted: Decimal
    last_submission: dt.date | None


@dataclass(frozen=True)
class Standing:
    """How it stands and every reason that holds, as lines.

    `code` is one of STANDINGS, or the state of a contract that no longer runs.
    """

    code: str
    reasons: tuple[Line, ...]


def elapsed_share(starts_on: dt.date, ends_on: dt.date, today: dt.date) -> Fraction:
    """Which part of the contract's days is over: 0 before it starts, 1 after it ended."""
    days = (ends_on - starts_on).days + 1
    return Fraction(min(max((today - starts_on).days, 0), days), days)


def standing(progress: Progress, terms: Terms, today: dt.date) -> Standing:
    """How a contract stands today. What is handed in and waits counts as realised: the supplier did its part."""
    if progress.obligation <= 0:
        return Standing("nothing", (Line("nothing"),))
    if progress.accepted >= progress.obligation:
        return Standing("done", (Line("done", {"amount": progress.accepted}),))
    found: dict[str, Line] = {}
    done = progress.accepted + progress.submitted
    left = (progress.ends_on - today).days
    if left < 0:
        found["overdue"] = Line("overdue", {"days": -left, "amount": progress.obligation - progress.accepted})
    expected = Fraction(progress.obligation) * elapsed_share(progress.starts_on, progress.ends_on, today)
    if Fraction(done) < expected * (100 - terms.behind) / 100:
        share = int(Fraction(done) * 100 / Fraction(progress.obligation))
        found["behind"] = Line(
            "behind",
            {
                "share": share,
                "elapsed": int(elapsed_share(progress.starts_on, progress.ends_on, today) * 100),
            },
        )
    since = progress.last_submission or progress.starts_on
    if (today - since).days > terms.silent:
        code = "silent" if progress.last_submission else "never"
        found["silent"] = Line(code, {"days": (today - since).days})
    if 0 <= left <= terms.ending:
        found["ending"] = Line("ending", {"days": left})
    if not found:
        return Standing("on_track", (Line("on_track"),))
    code = next(name for name in STANDINGS if name in found)
    return Standing(code, tuple(found[name] for name in STANDINGS if name in found))
