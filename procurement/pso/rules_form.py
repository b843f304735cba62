"""The rules of the PSO on screen: a few fields, and tables of categories, contract forms and norms."""

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

from portal.ui.fields import NumberField, PercentField
from procurement.pso.words import BASIS_LABELS, COUNTS_AS_LABELS, LEVEL_LABELS

#: Empty rows to add to a table; when they are filled in, the next time there are new ones.
SPARE_ROWS = 2
MOST_ROWS = 60


@dataclass(frozen=True)
class Table:
    """A table: its name in the data, title, and columns; the first one decides whether a row is filled in."""

    name: str
    title: Any
    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()


TABLES = (
    Table(
        "categories",
        gettext_lazy("Categories of people"),
        ("label", "weight", "condition"),
        optional=("condition",),
    ),
    Table(
        "forms",
        gettext_lazy("Contract forms"),
        ("label", "weight", "counts_as", "condition"),
        optional=("condition",),
    ),
    Table("norms", gettext_lazy("Norms by size"), ("size", "one", "two", "three")),
)
COLUMNS: dict[str, Any] = {
    "label": gettext_lazy("Name"),
    "weight": gettext_lazy("Weight"),
    "condition": gettext_lazy("Counts when"),
    "counts_as": gettext_lazy("Is to the enterprise"),
    "size": gettext_lazy("From fte"),
    "one": gettext_lazy("% step 1"),
    "two": gettext_lazy("% step 2"),
    "three": gettext_lazy("% step 3"),
}
_LEVEL_COLUMNS = ("one", "two", "three")


def _column_field(column: str, label: str) -> forms.Field:
    if column in {"label", "condition"}:
        return forms.CharField(label=label, max_length=200, required=False)
    if column == "counts_as":
        return forms.ChoiceField(label=label, choices=list(COUNTS_AS_LABELS.items()), required=False)
    if column == "weight":
        return NumberField(label=label, max_value=Decimal(1), required=False)
    if column == "size":
        return NumberField(label=label, min_value=Decimal("0.01"), max_value=Decimal(100000), required=False)
    return PercentField(label=label, required=False)


class PsoRulesForm(forms.Form):
    """Everything of the rules. Rows of tables are fields such as "norms_3_size"."""

    name = forms.CharField(label=gettext_lazy("Name of these rules"), max_length=100)
    full_time_hours = NumberField(
        label=gettext_lazy("Full-time hours a week"),
        min_value=Decimal(1),
        max_value=Decimal(60),
        help_text=gettext_lazy("An enterprise with a collective agreement may fill in its own number."),
    )
    indirect_share = PercentField(
        label=gettext_lazy("The indirect part is at most this percentage of the total"),
        max_value=Decimal("99.99"),
    )
    thirty_level = forms.TypedChoiceField(
        label=gettext_lazy("30+: step"),
        coerce=int,
        choices=[(level, LEVEL_LABELS[level]) for level in (1, 2, 3)],
    )
    thirty_fte = NumberField(label=gettext_lazy("30+: at least so many fte"), max_value=Decimal(1000))
    thirty_share = PercentField(label=gettext_lazy("30+: percentage of the target group"))
    thirty_basis = forms.ChoiceField(
        label=gettext_lazy("30+: counted how?"), choices=list(BASIS_LABELS.items())
    )
    reserved_share = PercentField(label=gettext_lazy("Article 2.82: percentage of the workers"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for table in TABLES:
            for row in range(self._rows(table)):
                for column in table.columns:
                    words: dict[str, Any] = {"number": row + 1, "column": COLUMNS[column]}
                    self.fields[f"{table.name}_{row}_{column}"] = _column_field(
                        column, _("Row %(number)s: %(column)s") % words
                    )

    def _rows(self, table: Table) -> int:
        names = self.data if self.is_bound else self.initial or {}
        pattern = re.compile(rf"{table.name}_(\d{{1,2}})_{table.columns[0]}", re.ASCII)
        found = [int(hit[1]) for name in names if (hit := pattern.fullmatch(name))]
        return min(MOST_ROWS, max(found, default=-1) + 1 + (0 if self.is_bound else SPARE_ROWS))

    def tables(self) -> Iterator[tuple[Any, list[Any], list[list[Any]]]]:
        """(title, column headings, rows of bound fields), for the template."""
        for table in TABLES:
            rows = [
                [self[f"{table.name}_{row}_{column}"] for column in table.columns]
                for row in range(self._rows(table))
            ]
            yield table.title, [COLUMNS[column] for column in table.columns], rows

    def _filled(self, table: Table) -> list[tuple[int, dict[str, Any]]]:
        data = self.cleaned_data
        rows = [
            (row, {column: data.get(f"{table.name}_{row}_{column}") for column in table.columns})
            for row in range(self._rows(table))
        ]
        return [(row, values) for row, values in rows if values[table.columns[0]] not in (None, "")]

    def clean(self) -> dict[str, Any]:
        """Rows are whole or empty, nothing is there twice, norms go up with the step and down with the size."""
        data: dict[str, Any] = super().clean() or {}
        for table in TABLES:
            first, seen = table.columns[0], set()
            for row in range(self._rows(table)):
                self._check_row(table, row, data)
                value = data.get(f"{table.name}_{row}_{first}")
                key = value.casefold() if isinstance(value, str) else value
                if key not in (None, "") and key in seen:
                    self.add_error(f"{table.name}_{row}_{first}", _("This is there twice."))
                seen.add(key)
            if not self._filled(table):
                self.add_error(None, _("Fill in at least one row of “%(table)s”.") % {"table": table.title})
        if not self.errors:
            self._check_norms()
        return data

    def _check_row(self, table: Table, row: int, data: dict[str, Any]) -> None:
        names = {column: f"{table.name}_{row}_{column}" for column in table.columns}
        given = {column for column, name in names.items() if data.get(name) not in (None, "")}
        wanted = set(table.columns) - set(table.optional)
        if given - {"counts_as"} and not wanted <= given:
            for column in wanted - given:
                if names[column] not in self.errors:
                    self.add_error(names[column], _("Fill this in, or empty the whole row."))

    def _check_norms(self) -> None:
        former: list[Decimal] | None = None
        for row, values in sorted(self._filled(TABLES[2]), key=lambda item: item[1]["size"]):
            levels = [values[column] for column in _LEVEL_COLUMNS]
            if levels != sorted(levels):
                self.add_error(f"norms_{row}_three", _("A higher step asks for at least as much."))
            elif former and any(now > before for now, before in zip(levels, former, strict=True)):
                self.add_error(f"norms_{row}_one", _("A larger enterprise is asked for at most as much."))
            former = levels

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values."""
        initial: dict[str, Any] = {
            "name": data["name"],
            "full_time_hours": Decimal(data["full_time_hours"]),
            "indirect_share": Decimal(data["indirect_share"]),
            "thirty_level": data["thirty"]["level"],
            "thirty_fte": Decimal(data["thirty"]["fte"]),
            "thirty_share": Decimal(data["thirty"]["share"]),
            "thirty_basis": data["thirty"]["basis"],
            "reserved_share": Decimal(data["reserved_share"]),
        }
        for table in TABLES:
            for row, item in enumerate(data[table.name]):
                for column in table.columns:
                    words = column in {"label", "condition", "counts_as"}
                    value = item.get(column) or "" if words else Decimal(item[column])
                    initial[f"{table.name}_{row}_{column}"] = value
        return initial

    def dump(self) -> dict[str, Any]:
        """The form as rules. A row keeps its code by its name, so drafts still find it."""
        data = self.cleaned_data
        result: dict[str, Any] = {
            "name": data["name"],
            "full_time_hours": _text(data["full_time_hours"]),
            "indirect_share": _text(data["indirect_share"]),
            "thirty": {
                "level": data["thirty_level"],
                "fte": _text(data["thirty_fte"]),
                "share": _text(data["thirty_share"]),
                "basis": data["thirty_basis"],
            },
            "reserved_share": _text(data["reserved_share"]),
        }
        for table in TABLES:
            result[table.name] = [
                {
                    **({"code": _code(table.name, values["label"])} if "label" in values else {}),
                    **{
                        column: _text(value) if isinstance(value, Decimal) else value
                        for column, value in values.items()
                    },
                }
                for _row, values in self._filled(table)
            ]
        result["norms"].sort(key=lambda row: Decimal(row["size"]))
        return result


def _code(table: str, label: str) -> str:
    from procurement.pso.rulesets import default

    for row in default()[table]:  # the codes of the ready-made rules stay what they are
        if row["label"] == label:
            return str(row["code"])
    return slugify(label)[:40] or "rij"


def _text(value: Decimal) -> str:
    return format(value.normalize(), "f")
