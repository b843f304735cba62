"""What every entry answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

QUESTIONS = {
    "solution": _("What is your solution?"),
    "change": _("For whom does it change what?"),
    "team": _("Who are you, and why will you succeed?"),
    "money": _("What does it cost, and how does it go on when the start budget is spent?"),
}


def words(text: str) -> int:
    """How many words a text has."""
    return len(text.split())
