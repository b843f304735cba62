"""Sentences about a ranking."""

from __future__ import annotations

from django.utils.translation import gettext as _

from challenges.contests.jury.queries import SWING, Row
from portal.kernel.ranking import HEAVIEST


def tie(row: Row) -> str:
    """What the tie rule did to this entry; empty without a tie."""
    if not row.tied_with:
        return ""
    words = {"others": ", ".join(row.tied_with)}
    if not row.place.broken_by:
        return _("Same score as %(others)s: they share the place.") % words
    if row.place.broken_by == HEAVIEST:
        return _("Same score as %(others)s; the heaviest criterion decided.") % words
    return _("Same score as %(others)s; how many jurors put it first decided.") % words


def trial(what: str, name: str) -> str:
    """A change after which others would win."""
    words = {"name": name, "percent": SWING}
    if what == "juror":
        return _("Without the scores of %(name)s others would win.") % words
    if what == "heavier":
        return _("If “%(name)s” weighed %(percent)s%% more, others would win.") % words
    return _("If “%(name)s” weighed %(percent)s%% less, others would win.") % words
