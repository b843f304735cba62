"""The sentences of the check, and how its lines are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.ui.formats import euro, number
from portal.ui.templatetags.nlds import nl_date
from procurement.tenders.reserved.words import FINDINGS
from procurement.tenders.thresholds.engine import Line

SENTENCES = {
    "no_thresholds": _(
        "The rules hold no European thresholds for %(day)s. Ask your functional administrator to add them."
    ),
    "not_of_that_day": _(
        "The thresholds of %(day)s are not in the rules yet. We use the last ones known: check again later."
    ),
    "threshold_works": _(
        "The European threshold for works is %(threshold)s, from %(first)s to %(last)s (%(source)s)."
    ),
    "threshold_supplies": _(
        "The European threshold for supplies to a municipality is %(threshold)s, from %(first)s to %(last)s "
        "(%(source)s)."
    ),
    "threshold_services": _(
        "The European threshold for services to a municipality is %(threshold)s, from %(first)s to %(last)s "
        "(%(source)s)."
    ),
    "threshold_social": _(
        "The European threshold for social and other specific services is %(threshold)s, from %(first)s to %(last)s "
        "(%(source)s)."
    ),
    "at_or_above": _("The estimated value of %(value)s is at or above the threshold."),
    "below_single": _(
        "The estimated value of %(value)s is below the threshold, and below %(limit)s of our own policy."
    ),
    "below_multiple": _(
        "The estimated value of %(value)s is below the threshold, and below %(limit)s of our own policy for asking "
        "several enterprises."
    ),
    "below_threshold": _(
        "The estimated value of %(value)s is below the threshold, and from %(limit)s on our own policy asks several "
        "enterprises."
    ),
    "above_multiple": _(
        "The estimated value of %(value)s is below the threshold, and from %(limit)s on our own policy asks an open "
        "national tender."
    ),
    "procedure_single": _("So this fits: ask one enterprise for a quote."),
    "procedure_multiple": _("So this fits: ask several enterprises for a quote."),
    "procedure_national": _("So this fits: an open national tender."),
    "procedure_european": _("So this fits: a European tender."),
    "procedure_light": _(
        "So this fits: the procedure for social and specific services. Announce it, and publish the award."
    ),
    "282_any": _("Any purchase may be reserved under article 2.82."),
    "282_aim": _(
        "Who takes part has as its main aim to let disabled or disadvantaged people take part in work and society."
    ),
    "282_share": _("Of its workers at least %(share)s%% are disabled or disadvantaged."),
    "282_competition": _("All who meet these conditions compete: invite more than one."),
    "282_announce": _("The announcement says that the contract is reserved, and names the article."),
    "282a_services": _("It is about services."),
    "282a_no_services": _("Article 2.82a is for services only."),
    "282a_listed": _("CPV code %(cpv)s is one of the services of article 2.82a."),
    "282a_not_listed": _("CPV code %(cpv)s is not one of the services of article 2.82a."),
    "282a_short": _("It lasts %(months)s months, and at most %(most)s are allowed."),
    "282a_long": _("It lasts %(months)s months. Article 2.82a allows %(most)s at most."),
    "282a_who": _(
        "Who takes part has a public aim that goes with these services, reinvests its profit, and lets employees, "
        "users or stakeholders take part in decisions."
    ),
    "282a_gap": _(
        "Who takes part was not awarded these services by us under this article in the %(years)s years before."
    ),
    **FINDINGS,
}
_MONEY = {"value", "threshold", "limit"}


@dataclass(frozen=True)
class Sentence:
    """One line in words. `good` as in the engine."""

    text: str
    good: bool | None


def _shown(name: str, value: Any) -> str:
    if isinstance(value, dt.date):
        return str(nl_date(value))
    if isinstance(value, Decimal):
        return euro(value) if name in _MONEY else number(value)
    return str(value)


def sentence(line: Line) -> Sentence:
    """A line of the engine in words."""
    words = {name: _shown(name, value) for name, value in line.words.items()}
    return Sentence(str(SENTENCES[line.code]) % words, line.good)


def sentences(lines: Iterable[Line]) -> list[Sentence]:
    """Lines in words."""
    return [sentence(line) for line in lines]


def _kept(value: Any) -> Any:
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    return {"number": str(value)} if isinstance(value, Decimal) else value


def _read(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return dt.date.fromisoformat(value["day"]) if "day" in value else Decimal(value["number"])


def stored(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Lines as JSON: codes and values, so that they can be read in words years later."""
    return [
        {
            "code": line.code,
            "good": line.good,
            "words": {name: _kept(value) for name, value in line.words.items()},
        }
        for line in lines
    ]


def from_stored(rows: Iterable[dict[str, Any]]) -> list[Sentence]:
    """Kept lines in words."""
    return sentences(
        Line(row["code"], row["good"], {name: _read(value) for name, value in row["words"].items()})
        for row in rows
    )
