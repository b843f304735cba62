"""Sentences about the ranking of a panel."""

from __future__ import annotations

from django.utils.translation import gettext as _

from procurement.tenders.circular.panel.queries import SWING, Result, Row


def tie(row: Row) -> str:
    """What the tie rule did to this submission; empty without a tie."""
    if not row.tied_with:
        return ""
    words = {"others": ", ".join(row.tied_with)}
    if not row.place.broken_by:
        return _("Same score as %(others)s, on every criterion: they share the place.") % words
    return _("Same score as %(others)s; the heaviest criterion decided.") % words


def trials(result: Result) -> list[str]:
    """The changes after which another would be first."""
    return [_trial(what, name) for what, name in result.shaky]


def _trial(what: str, name: str) -> str:
    words = {"name": name, "percent": SWING}
    if what == "juror":
        return _("Without the scores of %(name)s another would be first.") % words
    if what == "heavier":
        return _("If “%(name)s” weighed %(percent)s%% more, another would be first.") % words
    return _("If “%(name)s” weighed %(percent)s%% less, another would be first.") % words
