"""Pizzas of the demo."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from accounts.casefile.models import CaseFile
from accounts.financing.actions import add_slice, make_need, share
from portal.kernel.models import Municipality, Person

#: (place in the list, what for, euros, explanation, slices: (kind, from whom, euros, state, conditions, waits for)).
STORY = (
    (0, "Naaiatelier met twaalf plekken", "85000", "Verbouwing en machines voor twaalf leerwerkplekken.", (
        ("subsidy", "Gemeente, proeftuin circulair", "12500", "paid", "", ()),
        ("loan", "Streekbank", "40000", "applied", "Alleen met een borg van het impactfonds.", (3,)),
        ("crowdfunding", "Platform Samenstad", "15000", "promised", "Minimaal 60 investeerders.", ()),
        ("impact_investor", "Regionaal impactfonds", "12500", "sought", "Borgstelling", ()),
    )),
    (3, "Zonnedaken op drie scholen", "150000", "Panelen op de daken van drie scholen in Noord.", (
        ("own_money", "Leden van de coöperatie", "45000", "paid", "", ()),
        ("loan", "Groene Kredietunie", "50000", "promised", "Na de vergunning", ()),
        ("impact_investor", "Regionaal impactfonds", "50000", "applied", "", (1,)),
    )),
    (8, "Tweede koffiebar", "60000", "Een bar in het ziekenhuis, met plek voor zes barista's.", (
        ("gift", "Stichting De Kan", "10000", "promised", "", ()),
        ("loan", "Streekbank", "30000", "sought", "", (0,)),
    )),
)  # fmt: skip


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Three needs, each as far as it is, and one shared with a bank."""
    files = list(CaseFile.objects.order_by("pk"))
    for place, title, amount, explanation, slices in STORY:
        at = timezone.now() - dt.timedelta(days=120 - place * 9)
        by = staff["sanne"]
        need = make_need(
            case_file=files[place], by=by, at=at, title=title, amount=Decimal(amount), explanation=explanation,
            needed_by=timezone.localdate() + dt.timedelta(days=90),
        )  # fmt: skip
        made: list[int] = []
        for order, (kind, source, euros, state, conditions, on) in enumerate(slices):
            late = [made[key] for key in on if key < len(made)]
            made.append(
                add_slice(
                    need=need, by=by, kind=kind, source=source, amount=Decimal(euros), state=state,
                    conditions=conditions, on=late, at=at + dt.timedelta(days=8 * (order + 1)),
                ).pk
            )  # fmt: skip
        if place == 0:
            share(need=need, for_whom="Streekbank", days=30, by=by)
