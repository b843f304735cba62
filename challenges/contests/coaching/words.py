"""Sentences about coaching."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.contests.coaching import plan
from challenges.contests.coaching.actions import RefusedError
from challenges.contests.coaching.engine import Reason


def why(reason: Reason) -> str:
    """Why an entry is behind."""
    number = reason.number
    if reason.code == "pilot":
        parts = ", ".join(plan.part_name(code).lower() for code in reason.missing)
        return _("The pilot plan is not whole: %(parts)s.") % {"parts": parts}
    return {
        "coach": _("Has no coach yet."),
        "session": _("No session for %(number)s days, and none is planned."),
        "agreements": ngettext(
            "%(number)s agreement is overdue.", "%(number)s agreements are overdue.", number
        ),
        "version": _("The plan did not change for %(number)s days."),
        "slot": _("The final is near and there is no moment for the pitch."),
        "checklist": ngettext(
            "The pitch is near: %(number)s thing on the checklist is open.",
            "The pitch is near: %(number)s things on the checklist are open.",
            number,
        ),
    }[reason.code] % {"number": number}


def refused(error: RefusedError) -> str:
    """What to tell someone whose step is refused."""
    return {
        "state": _("This challenge has moved on: this cannot be changed any more."),
        "many": _("There are as many as there may be."),
        "author": _("This address belongs to someone who takes part in this challenge."),
        "clash": _("“%(name)s” pitches at that time. Choose another moment."),
        "coach": _("This entry has another coach by now."),
        "early": _("This session has not begun yet. Write it down afterwards."),
    }[error.code] % error.words
