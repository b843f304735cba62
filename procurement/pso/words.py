"""The words of the PSO: labels, and the sentences of an explanation."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.ui.formats import euro, number
from procurement.pso.distance import Hire, Order
from procurement.pso.engine import Line
from procurement.pso.norms import Rules

LEVEL_LABELS = {0: _("No step yet"), 1: _("PSO step 1"), 2: _("PSO step 2"), 3: _("PSO step 3")}
COUNTS_AS_LABELS = {
    "employee": _("On the pay-roll"),
    "hired": _("Hired from another"),
    "trainee": _("Trainee (left out for 30+)"),
}
BASIS_LABELS = {"fte": _("In full-time jobs (fte)"), "people": _("In persons")}
SENTENCES = {
    "workers": _(
        "%(people)s × %(category)s, %(form)s, %(hours)s of %(full_time)s hours: weights %(start_weight)s × "
        "%(contract_weight)s give %(result)s fte"
    ),
    "workers_part_of_year": _(
        "%(people)s × %(category)s, %(form)s, %(hours)s of %(full_time)s hours, %(months)s of 12 months: weights "
        "%(start_weight)s × %(contract_weight)s give %(result)s fte"
    ),
    "direct": _("Direct contribution: %(weighted)s of %(fte)s fte is %(score)s%%"),
    "purchase": _(
        "%(name)s: order of %(order)s from a turnover of %(turnover)s, %(supplier_fte)s fte with a direct score of "
        "%(supplier_score)s%%, gives %(result)s fte"
    ),
    "purchase_counted": _("%(name)s: does not count here, as these people are among your own people already"),
    "indirect": _("Indirect contribution: %(bought)s of (%(fte)s + %(bought)s) fte is %(score)s%%"),
    "ceiling": _("The indirect part is at most %(share)s%% of the total: %(score)s%% of it counts"),
    "total": _("Total: %(direct)s%% + %(indirect)s%% = %(score)s%%"),
    "norm": _("Norms at %(size)s fte: %(one)s%% for step 1, %(two)s%% for step 2, %(three)s%% for step 3"),
    "norm_below": _(
        "Norms for %(fte)s fte: the table has no row of this size, so the next smaller one holds, that of %(size)s "
        "fte, which is stricter: %(one)s%% for step 1, %(two)s%% for step 2, %(three)s%% for step 3"
    ),
    "too_small": _(
        "The norms start at %(size)s fte. With %(fte)s fte no step can be computed; ask PSO-Nederland what holds for "
        "you."
    ),
    "level": _("%(score)s%% is enough for step %(level)s"),
    "no_level": _("%(score)s%% is not enough for step 1 yet"),
    "thirty_level": _("At least step %(asked)s (this assessment: %(level)s)"),
    "thirty_fte": _("At least %(asked)s fte (this assessment: %(fte)s)"),
    "thirty_year": _("For a year or longer"),
    "thirty_kvk": _("An own KVK number"),
    "thirty_share_fte": _("At least %(asked)s%% target group in fte, trainees left out (now: %(now)s)"),
    "thirty_share_people": _(
        "At least %(asked)s%% target group in persons, trainees left out (now: %(now)s)"
    ),
    "reserved_aim": _(
        "The main aim is to let disabled or disadvantaged people take part in work and society"
    ),
    "reserved_share": _(
        "At least %(asked)s%% of the workers, as persons on the pay-roll, are disabled or disadvantaged (now: "
        "%(now)s)"
    ),
}
DIFFERENCE_SENTENCES = {
    "aim": _("Article 2.82 asks for the main aim of the organisation; 30+ does not look at it."),
    "workers": _(
        "Article 2.82 counts workers, as persons. 30+ counts the share of the PSO target group. Many people with "
        "small jobs, or a few with large ones, give a different answer."
    ),
    "groups": _(
        "Article 2.82 speaks of disabled and disadvantaged workers. The PSO has its own list of groups. The buyer "
        "judges whether they are the same for the contract at hand."
    ),
    "trainees": _(
        "30+ leaves trainees out. Article 2.82 counts workers of the organisation itself: people you hire from "
        "another do not count either, while they do for the PSO score."
    ),
    "score": _("30+ also asks for step 3 and at least 2 fte. Article 2.82 asks for neither."),
    "moment": _(
        "A certificate says how it was when it was given, at most two years ago. For a tender the condition must hold "
        "when the tender is sent in and during the contract."
    ),
    "competition": _(
        "A reserved contract still has competition among all who meet the condition, with or without a certificate."
    ),
}
_MONEY = {"order", "turnover"}
_PERCENT = {"score", "direct", "indirect"}


def percent(value: Fraction, places: int = 4) -> str:
    """A fraction of 1 as a percentage with at most so many decimals: 6,9125."""
    return rounded(value * 100, places)


def rounded(value: Fraction, places: int = 4) -> str:
    """Rounded half up, without zeros at its end."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return number(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def _shown(name: str, value: Any) -> str:
    if value is None:
        return str(_("unknown"))
    if name == "form":
        return str(value)[:1].lower() + str(value)[1:]
    if name == "now":
        return percent(value, 2) + "%"
    if isinstance(value, Fraction):
        return percent(value) if name in _PERCENT else rounded(value)
    if isinstance(value, Decimal):
        return euro(value) if name in _MONEY else number(value)
    return str(value)


def sentence(line: Line) -> str:
    """One line of an explanation in words."""
    return str(SENTENCES[line.code]) % {name: _shown(name, value) for name, value in line.numbers.items()}


def sentences(lines: Iterable[Line]) -> list[str]:
    """An explanation in words."""
    return [sentence(line) for line in lines]


def hire_words(hire: Hire, rules: Rules) -> str:
    """ "One more worker of 32 hours a week: Participatiewet, regular"."""
    words: dict[str, Any] = {
        "hours": hire.hours,
        "people": hire.people,
        "category": rules.categories[hire.category].label,
        "form": _shown("form", rules.forms[hire.form].label),
    }
    return (
        ngettext(
            "%(people)s more worker of %(hours)s hours a week: %(category)s, %(form)s",
            "%(people)s more workers, together %(hours)s hours a week: %(category)s, %(form)s",
            hire.people,
        )
        % words
    )


def order_words(order: Order) -> str:
    """What to order more, and where."""
    words = {"amount": euro(Decimal(order.amount)), "name": order.name}
    return gettext("Buy for %(amount)s more at %(name)s") % words
