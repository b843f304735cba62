"""How running contracts stand, as the database sees it: for filtering and counting what no page could load."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    DecimalField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Least, TruncDate

from procurement.social_return.contracts.engine import STANDINGS
from procurement.social_return.contracts.models import Contract

_ZERO = Value(0, output_field=DecimalField())


def _days(last: object, first: object) -> Func:
    return Func(last, first, function="", arg_joiner=" - ", output_field=IntegerField())


def with_code(rows: QuerySet[Contract], today: dt.date) -> QuerySet[Any]:
    """Running contracts with `standing_code`, one of STANDINGS; the same as `engine.standing` says of each.

    A test holds the two against each other; the rules are explained in the engine.
    """
    now = Value(today, output_field=DateField())
    length = ExpressionWrapper(_days(F("ends_on"), F("starts_on")) + Value(1), output_field=IntegerField())
    over = Least(Greatest(_days(now, F("starts_on")), Value(0)), F("length"))
    since = Coalesce(TruncDate("last_submission_at"), F("starts_on"))
    return (
        rows.annotate(
            length=length,
            realised=Coalesce(F("kept_balance__accepted"), _ZERO),
            waits=Coalesce(F("kept_balance__submitted"), _ZERO),
        )
        .annotate(
            reached=ExpressionWrapper(
                (F("realised") + F("waits")) * F("length") * Value(100), output_field=DecimalField()
            ),
            expected=ExpressionWrapper(
                F("obligation") * over * (Value(100) - F("term_behind")), output_field=DecimalField()
            ),
            quiet=_days(now, since),
            left=_days(F("ends_on"), now),
        )
        .annotate(
            standing_code=Case(
                When(obligation__lte=0, then=Value("nothing")),
                When(realised__gte=F("obligation"), then=Value("done")),
                When(left__lt=0, then=Value("overdue")),
                When(reached__lt=F("expected"), then=Value("behind")),
                When(quiet__gt=F("term_silent"), then=Value("silent")),
                When(left__lte=F("term_ending"), then=Value("ending")),
                default=Value("on_track"),
                output_field=CharField(),
            )
        )
    )


def counts(rows: QuerySet[Contract], today: dt.date) -> dict[str, int]:
    """Standing -> how many of these running contracts stand so, the most pressing first; without zeros. One query."""
    found = dict(
        with_code(rows, today)
        .order_by()
        .values_list("standing_code")
        .annotate(number=Count("pk"))
        .values_list("standing_code", "number")
    )
    return {code: found[code] for code in STANDINGS if code in found}
