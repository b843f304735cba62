"""Columns and problems of creditor lists in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.imports import problems
from accounts.imports.kinds import Shape
from procurement.social_return.imports.columns import without_bsn
from procurement.spend.lists.engine import NEEDED, SYNONYMS

LABELS: dict[str, str | Promise] = {
    "name": _("Creditor"),
    "kvk_number": _("KVK number"),
    "amount": _("Amount without VAT"),
    "department": _("Department"),
    "category": _("Category of spend"),
    "period": _("Year, quarter or date"),
    "district": _("District or place of the supplier"),
}
SHAPE = Shape(code="spend", labels=LABELS, tables=(SYNONYMS,), needed=NEEDED, shown=without_bsn)
WORDS: dict[str, str | Promise] = {
    "no-name": _("The name of the supplier is missing. Fill it in."),
    "no-amount": _("The amount is missing. Fill it in."),
    "amount": _("This is no amount in euros. Write it like 1.234,56."),
    "amount-large": _("This amount is too high. Check the number of zeros."),
    "period": _("This is no year, quarter or date. Write it like 2025, 2025-Q1 or 31-12-2025."),
    "bsn": _("Here stood a citizen service number (BSN). We did not keep it. Remove it from your list."),
}


def label_of(field: str) -> str:
    """The name of a column."""
    return str(LABELS.get(field, field))


def words_of(problem: Mapping[str, Any]) -> str:
    """One problem of a row in a sentence."""
    if problem["code"] in WORDS:
        return str(WORDS[problem["code"]])
    return problems.words_of(problem)
