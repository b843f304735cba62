"""The words for how a contract stands."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.ui.formats import euro
from procurement.social_return.engine import Line

#: Label and kind of badge per standing.
STANDING_LABELS: dict[str, tuple[Any, str]] = {
    "overdue": (_("Ended, not done"), "bad"),
    "behind": (_("Behind"), "bad"),
    "silent": (_("Silent"), "warn"),
    "ending": (_("Ending"), "warn"),
    "on_track": (_("On track"), "good"),
    "done": (_("Done"), "good"),
    "nothing": (_("Nothing owed"), "neutral"),
    "settling": (_("Being settled"), "info"),
    "settled": (_("Settled"), "neutral"),
}
_REASONS = {
    "overdue": _("ended %(days)s days ago, %(amount)s not realised"),
    "behind": _("%(share)s%% realised, while %(elapsed)s%% of the time is over"),
    "silent": _("nothing handed in for %(days)s days"),
    "never": _("nothing handed in yet, %(days)s days after the start"),
    "ending": _("ends in %(days)s days"),
    "on_track": _("goes as planned"),
    "done": _("%(amount)s accepted, that is everything"),
    "nothing": _("no obligation"),
    "certificate": _("the PSO certificate ends on %(day)s"),
    "settling": _("the obligation is being settled"),
    "settled": _("the obligation is settled"),
}


def reason(line: Line) -> str:
    """One reason in words."""
    words: dict[str, object] = dict(line.numbers)
    if "amount" in words:
        words["amount"] = euro(line.numbers["amount"])  # type: ignore[arg-type]
    return str(_REASONS[line.code]) % words
