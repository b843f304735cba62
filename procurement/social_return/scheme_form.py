"""The scheme on screen: fixed fields, and tables of building blocks, bonuses and kinds of social suppliers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.fields import EuroField, NumberField, PercentField
from procurement.social_return.scheme import CERTIFICATE_MONTHS, KINDS, PSO_LEVELS, SHORTFALLS, Terms
from procurement.social_return.words import (
    BASE_LABELS,
    KIND_LABELS,
    PSO_LABELS,
    SHORTFALL_LABELS,
    TERM_LABELS,
)

#: Empty rows to add to a table; a table whose rows are all filled in gets new ones the next time it is opened.
SPARE_ROWS = 2


@dataclass(frozen=True)
class Table:
    """A table of the form: name in the data, title, columns ("amount", "months", "percentage")."""

    name: str
    title: Any
    columns: tuple[str, ...]


TABLES = (
    Table("groups", gettext_lazy("Building blocks: euros for a full-time year"), ("amount", "months")),
    Table("bonuses", gettext_lazy("Bonuses: euros on top"), ("amount",)),
    Table("monthly", gettext_lazy("Fixed amounts for a month"), ("amount",)),
    Table(
        "purchases",
        gettext_lazy("Buying from social suppliers: which part of the invoice counts"),
        ("percentage",),
    ),
)
COLUMNS: dict[str, Any] = {
    "label": gettext_lazy("Name"),
    "amount": gettext_lazy("Amount"),
    "months": gettext_lazy("Counts for months (empty: always)"),
    "percentage": gettext_lazy("Percentage"),
}


def _column_field(column: str, label: str) -> forms.Field:
    if column == "label":
        return forms.CharField(label=label, max_length=120, required=False)
    if column == "amount":
        return EuroField(label=label, required=False)
    if column == "months":
        return forms.IntegerField(label=label, min_value=1, max_value=600, required=False)
    return PercentField(
        label=label,
        required=False,
    )


class SchemeForm(forms.Form):
    """Everything of a scheme. Rows of tables are fields such as "groups_3_amount"."""

    name = forms.CharField(
        label=gettext_lazy("Name of these rules"),
        max_length=100,
        help_text=gettext_lazy("For example the municipality or the labour-market region."),
    )
    base = forms.ChoiceField(label=gettext_lazy("Percentage of what?"), choices=list(BASE_LABELS.items()))
    rate = PercentField(
        label=gettext_lazy("Percentage"),
    )
    low_rate = PercentField(
        label=gettext_lazy("Lower percentage"),
        required=False,
    )
    labour_below = PercentField(
        label=gettext_lazy("Where labour is below this percentage of the sum"),
        required=False,
    )
    full_time_hours = NumberField(
        label=gettext_lazy("Full-time hours a week"),
        min_value=Decimal(1),
        max_value=Decimal(60),
    )
    bonuses_pro_rata = forms.BooleanField(
        label=gettext_lazy("A bonus counts in proportion to hours and months"), required=False
    )
    hour_rate = EuroField(
        label=gettext_lazy("Activity: euros for an hour (empty: does not count)"), required=False
    )
    day_ceiling = EuroField(label=gettext_lazy("Activity: at most this for a day"), required=False)
    shortfall_kind = forms.ChoiceField(
        label=gettext_lazy("When less is realised"),
        choices=[(code, SHORTFALL_LABELS[code]) for code in SHORTFALLS],
    )
    shortfall_factor = NumberField(
        label=gettext_lazy("Times the amount that is missing"),
        min_value=Decimal(0),
        max_value=Decimal(5),
    )
    recovery_months = forms.IntegerField(
        label=gettext_lazy("Months to make up for it first"), min_value=0, max_value=36
    )
    hearing_days = forms.IntegerField(
        label=gettext_lazy("Days the supplier has to give its view"), min_value=1, max_value=90
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in KINDS:
            words = {"kind": KIND_LABELS[kind]}
            self.fields[f"value_{kind}"] = EuroField(
                label=_("%(kind)s: from which value (without VAT)") % words, min_value=Decimal(0)
            )
            self.fields[f"months_{kind}"] = forms.IntegerField(
                label=_("%(kind)s: from how many months") % words, min_value=0, max_value=120
            )
        for level in PSO_LEVELS:
            self.fields[f"pso_{level}"] = PercentField(
                label=_("%(level)s: percentage off") % {"level": PSO_LABELS[level]}, required=False
            )
        for term in Terms.__dataclass_fields__:
            self.fields[f"term_{term}"] = forms.IntegerField(
                label=TERM_LABELS[term], min_value=1, max_value=365
            )
        for table in TABLES:
            for row in range(self._rows(table.name)):
                for column in ("label", *table.columns):
                    named: dict[str, Any] = {"number": row + 1, "column": COLUMNS[column]}
                    self.fields[f"{table.name}_{row}_{column}"] = _column_field(
                        column, _("Row %(number)s: %(column)s") % named
                    )

    def _rows(self, table: str) -> int:
        names = self.data if self.is_bound else self.initial or {}
        found = [int(hit[1]) for name in names if (hit := re.fullmatch(rf"{table}_(\d{{1,3}})_label", name))]
        return max(found, default=-1) + 1 + (0 if self.is_bound else SPARE_ROWS)

    def tables(self) -> Iterator[tuple[Any, list[Any], list[list[Any]]]]:
        """(title, column headings, rows of bound fields), for the template."""
        for table in TABLES:
            columns = ("label", *table.columns)
            rows = [
                [self[f"{table.name}_{row}_{column}"] for column in columns]
                for row in range(self._rows(table.name))
            ]
            yield table.title, [COLUMNS[column] for column in columns], rows

    def thresholds(self) -> list[Any]:
        """The bound fields of values and months per kind."""
        return [self[f"{part}_{kind}"] for kind in KINDS for part in ("value", "months")]

    def discounts(self) -> list[Any]:
        """The bound fields of the PSO discount."""
        return [self[f"pso_{level}"] for level in PSO_LEVELS]

    def terms(self) -> list[Any]:
        """The bound fields of the terms."""
        return [self[f"term_{term}"] for term in Terms.__dataclass_fields__]

    def clean(self) -> dict[str, Any]:
        """A row has a name and an amount or neither; a lower rate says when it holds; there is something to count."""
        data: dict[str, Any] = super().clean() or {}
        for table in TABLES:
            needed = table.columns[0]
            names: set[str] = set()
            for row in range(self._rows(table.name)):
                label, value = data.get(f"{table.name}_{row}_label"), data.get(f"{table.name}_{row}_{needed}")
                if label and value is None and f"{table.name}_{row}_{needed}" not in self.errors:
                    self.add_error(f"{table.name}_{row}_{needed}", _("Fill in an amount, or empty the row."))
                if value is not None and not label:
                    self.add_error(f"{table.name}_{row}_label", _("Give this row a name, or empty it."))
                if label and label.casefold() in names:
                    self.add_error(f"{table.name}_{row}_label", _("This name is there twice."))
                names.add((label or "").casefold())
        if (data.get("low_rate") is None) != (data.get("labour_below") is None):
            self.add_error(
                "labour_below", _("Fill in both the lower percentage and when it holds, or neither.")
            )
        if (
            data.get("low_rate") is not None
            and data.get("rate") is not None
            and data["low_rate"] > data["rate"]
        ):
            self.add_error("low_rate", _("This is higher than the normal percentage."))
        if not any(data.get(f"groups_{row}_label") for row in range(self._rows("groups"))):
            self.add_error(None, _("Fill in at least one building block."))
        return data

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """A scheme as initial values."""
        low, shortfall = data.get("low_rate") or {}, data["shortfall"]
        initial: dict[str, Any] = {
            "name": data["name"],
            "base": data["base"],
            "rate": _decimal(data["rate"]),
            "low_rate": _decimal(low.get("rate")),
            "labour_below": _decimal(low.get("labour_below")),
            "full_time_hours": _decimal(data["full_time_hours"]),
            "bonuses_pro_rata": data["bonuses_pro_rata"],
            "hour_rate": _decimal(data.get("hour_rate")),
            "day_ceiling": _decimal(data.get("day_ceiling")),
            "shortfall_kind": shortfall["kind"],
            "shortfall_factor": _decimal(shortfall["factor"]),
            "recovery_months": shortfall["recovery_months"],
            "hearing_days": shortfall["hearing_days"],
        }
        for kind in KINDS:
            initial[f"value_{kind}"] = _decimal(data["thresholds"][kind]["value"])
            initial[f"months_{kind}"] = data["thresholds"][kind]["months"]
        initial |= {f"pso_{level}": _decimal(value) for level, value in data["pso_discount"].items()}
        initial |= {
            f"term_{term}": value
            for term, value in {"certificate_months": CERTIFICATE_MONTHS, **data["terms"]}.items()
        }
        for table in TABLES:
            for row, item in enumerate(data[table.name]):
                initial[f"{table.name}_{row}_label"] = item["label"]
                for column in table.columns:
                    value = item.get(column)
                    initial[f"{table.name}_{row}_{column}"] = value if column == "months" else _decimal(value)
        return initial

    def dump(self) -> dict[str, Any]:
        """The form as a scheme. A row keeps its code by its name, so running contracts still find it."""
        data = self.cleaned_data
        result: dict[str, Any] = {
            "name": data["name"],
            "base": data["base"],
            "rate": _text(data["rate"]),
            "low_rate": None
            if data["low_rate"] is None
            else {"rate": _text(data["low_rate"]), "labour_below": _text(data["labour_below"])},
            "full_time_hours": _text(data["full_time_hours"]),
            "bonuses_pro_rata": data["bonuses_pro_rata"],
            "hour_rate": _text(data["hour_rate"]),
            "day_ceiling": _text(data["day_ceiling"]),
            "thresholds": {
                kind: {"value": _text(data[f"value_{kind}"]), "months": data[f"months_{kind}"]}
                for kind in KINDS
            },
            "pso_discount": {level: _text(data[f"pso_{level}"]) for level in PSO_LEVELS},
            "shortfall": {
                "kind": data["shortfall_kind"],
                "factor": _text(data["shortfall_factor"]),
                "recovery_months": data["recovery_months"],
                "hearing_days": data["hearing_days"],
            },
            "terms": {term: data[f"term_{term}"] for term in Terms.__dataclass_fields__},
        }
        for table in TABLES:
            result[table.name] = [
                {
                    "code": _code(data[f"{table.name}_{row}_label"]),
                    "label": data[f"{table.name}_{row}_label"],
                    **{
                        column: data[f"{table.name}_{row}_{column}"]
                        if column == "months"
                        else _text(data[f"{table.name}_{row}_{column}"])
                        for column in table.columns
                    },
                }
                for row in range(self._rows(table.name))
                if data.get(f"{table.name}_{row}_label")
            ]
        return result


def _code(label: str) -> str:
    from procurement.social_return.rulesets import tables

    for start in tables():  # the codes of the ready-made tables stay what they are
        for table in TABLES:
            for row in start.data[table.name]:
                if row["label"] == label:
                    return str(row["code"])
    return slugify(label)[:40] or "rij"


def _decimal(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value))


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")
