"""Sentences about coalitions."""

from __future__ import annotations

from django.utils.translation import gettext as _

from challenges.contests.coalition.engine import Gap
from challenges.contests.coalition.queries import Board
from challenges.contests.design.actions import RefusedError


def refused(error: RefusedError) -> str:
    """What to tell someone whose step is refused."""
    return {
        "state": _("This challenge has moved on: this cannot be changed any more."),
        "twice": _("There is a role of this name already."),
        "used": _("Parties were asked for this role: it cannot be taken away any more."),
        "kind": _("Parties were asked for this role: what kind it is cannot change any more."),
        "many": _("More parties do not fit in one coalition."),
        "left": _("This party left the coalition."),
        "answered": _("The party promised this itself already. Only the party can change it."),
        "changed": _("This was changed meanwhile. Read it again before you answer."),
        "amount": _("Fill in how much you bring in."),
        "presented": _("The plan is presented: nothing can be changed any more."),
        "gaps": _("The coalition is not ready yet. See what is lacking."),
        "lead": _("Choose a party that takes part."),
    }[error.code]


def gap(found: Gap, board: Board) -> str:
    """What is lacking, for organisers."""
    roles = {row.role.pk: row for row in board.roles}
    parties = {row.party.pk: row.party.organisation for row in board.parties}
    if found.code == "role":
        row = roles[found.key]
        if not row.short_text:
            return _("Nobody brings in “%(role)s” yet.") % {"role": row.role.name}
        return _("“%(role)s” lacks %(amount)s.") % {"role": row.role.name, "amount": row.short_text}
    words = {"party": parties.get(found.key, "")}
    return {
        "roles": _("It is not written down yet what is needed."),
        "parties": _("A coalition is at least two parties."),
        "unanswered": _("%(party)s has not answered what it was asked for."),
        "brings_nothing": _("%(party)s does not bring in anything yet."),
        "plan": _("There is no joint plan yet."),
        "disagrees": _("%(party)s has not agreed to the plan as it stands."),
    }[found.code] % words
