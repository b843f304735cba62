"""What the pages of circular tenders share: finding the tender, sentences for a refusal, forms once more."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from portal.kernel.permissions import check
from procurement.tenders.circular.errors import RefusedError
from procurement.tenders.circular.permissions import BUY
from procurement.tenders.circular.programme.models import CircularTender
from procurement.tenders.circular.programme.queries import tenders


def get_tender(request: HttpRequest, pk: int) -> CircularTender:
    """The tender, for who buys in its municipality; else not found or refused."""
    found = get_object_or_404(tenders(), pk=pk)
    check(request, BUY, found)
    return found


def refused(error: RefusedError) -> str:
    """What to tell someone whose step is refused."""
    return {
        "state": _("This tender has moved on: this cannot be changed any more."),
        "weights": _("The three weights must add up to 100."),
        "themes": _("Choose a level for at least three themes."),
        "incomplete": _("Something is still missing. See the list below."),
        "sooner": _("People count on the moments that were told: they may become later, never sooner."),
        "order": _("Questions must end before submissions do."),
        "closed": _("It was too late: this is closed. What you wrote is kept."),
        "kept": _("This was sent in already, or withdrawn. It was not changed."),
        "files": _("There are as many files as there may be. Take one out first."),
        "many": _("Wait for the answers first: there are many questions of you already."),
        "answered": _("This question was answered already."),
        "scoring": _("The panel does not score now: nothing was changed."),
        "handed_in": _("Your scores are locked: nothing was changed."),
        "conflict": _("You stood back from this submission."),
        "full": _("The panel is full."),
        "left": _("This person left the panel. Ask someone else."),
        "takes_part": _("%(name)s takes part in this tender, and cannot sit in the panel."),
        "not_closed": _("The tender is still open: what is sent in stays sealed."),
        "nothing": _("Nothing was sent in. Cancel the tender, or begin a new one."),
        "members": _("Ask at least two people for the panel first."),
        "to_do": _("Score every submission first, or stand back from it."),
        "missing": _("Not everyone has handed in. Say why you close anyway, or remind them first."),
        "none": _("Nobody has scored anything yet. Closing now would leave nothing to decide on."),
        "not_first": _("Only the first in the ranking can be chosen."),
        "self": _("Someone else than you must decide."),
        "colleague": _("This person does not work here any more. Choose someone else."),
        "whys": _("Say for every other submission why it is not chosen."),
        "letters": _("The letters are being printed. Try again in a minute."),
        "not_director": _("Only the director who was asked can decide."),
    }[error.code] % error.words


def with_version(form: Any, version: int) -> None:
    """Let a form that was sent be sent again over the version that is there now."""
    data = form.data.copy()
    data["version"] = str(version)
    form.data = data


def private(response: HttpResponse) -> HttpResponse:
    """A page whose address is a secret: no search engine, no referrer to elsewhere."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
