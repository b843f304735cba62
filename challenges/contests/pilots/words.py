"""Sentences about pilots."""

from __future__ import annotations

from django.utils.translation import gettext as _

from challenges.contests.pilots.engine import RefusedError
from portal.ui.formats import euro


def refused(error: RefusedError) -> str:
    """What to tell someone whose step is refused."""
    if error.code == "room":
        return _("That is more than is left of the budget: %(room)s.") % {"room": euro(error.words["room"])}
    return {
        "ended": _("This pilot has ended: this cannot be changed any more."),
        "state": _("This cannot be done any more: look at how it stands now."),
        "nothing": _("Fill in an amount above zero."),
        "proof": _("First hand in what you spent the earlier advance on. Then you can ask the next one."),
        "second": _("You approved this yourself. A colleague has to agree."),
        "no_proof": _("There is no proof yet. The entrepreneur is asked for it."),
        "twice": _("There is an indicator of this name already."),
        "checked": _(
            "The measurement of %(day)s is checked: it cannot be changed. Log a new one on another day."
        ),
        "own": _("You logged this measurement yourself. A colleague has to check it."),
        "changed": _("This measurement was corrected meanwhile. Look at it again."),
        "open": _("There are advances that are asked or not paid yet. Settle them first."),
        "basis": _("Write down the ground in law: without it the municipality has to tender."),
        "unmeasured": _("No result is checked yet. Without results this cannot be scaled up or bought."),
    }[error.code] % error.words


def gap(code: str) -> str:
    """What a record still lacks."""
    return {
        "published_before_opening": _("The challenge was not published before the entries closed."),
        "criteria": _("There are no criteria or conditions."),
        "reasons": _("It is not written down why this entry was selected."),
        "jury_report": _("There is no decision of a jury."),
        "plan": _("There are no indicators: say what the pilot has to change."),
        "checked_results": _("Not every indicator has a result that was checked."),
        "decided": _("It is not decided yet how the pilot ends."),
        "open_proofs": _("There are advances without proof."),
    }[code]
