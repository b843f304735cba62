"""The words of signals."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from procurement.social_return.engine import Line

_SIGNALS = {
    "twice": _("This person counts for another contract in the same period (%(number)s times)."),
    "twice_here": _("This person counts twice for this contract in the same period."),
    "over_hours": _("Together this person works %(hours)s hours a week; full-time is %(full_time)s."),
    "over_duration": _("This person counts for %(months)s months in all; the rules count at most %(limit)s."),
    "revolving_door": _(
        "%(number)s others left this supplier shortly before, after a short time. A revolving door?"
    ),
    "displacement": _("The supplier says this person does work of someone who left. Displacement?"),
}


def signal(line: Line) -> str:
    """One signal in words."""
    numbers: dict[str, Any] = {name: str(value).replace(".", ",") for name, value in line.numbers.items()}
    return str(_SIGNALS[line.code]) % numbers
