"""The rules of the PSO as data: weights, norms by size, and what 30+ asks. No Django.

Kept as JSON in a dated, sourced rule set; numbers are text there, so that they stay exact. An assessment keeps a copy
of the rules it was computed with.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

LEVELS = (1, 2, 3)
#: What someone under a contract form is to the enterprise: on its pay-roll, hired from another, or learning.
COUNTS_AS = ("employee", "hired", "trainee")
BASES = ("fte", "people")


@dataclass(frozen=True)
class Category:
    """A group of people: its start weight, and the condition someone must meet, in words."""

    label: str
    weight: Decimal
    condition: str = ""


@dataclass(frozen=True)
class Form:
    """A contract form: its weight, what someone is to the enterprise, and its condition in words."""

    label: str
    weight: Decimal
    counts_as: str
    condition: str = ""


@dataclass(frozen=True)
class Norm:
    """The percentages for level 1, 2 and 3 from this size (fte) on."""

    size: Decimal
    levels: tuple[Decimal, Decimal, Decimal]


@dataclass(frozen=True)
class Thirty:
    """What 30+ asks: a level, a size in fte, and a share (percent) of the target group in fte or in people."""

    level: int
    fte: Decimal
    share: Decimal
    basis: str


@dataclass(frozen=True)
class Rules:
    """Everything the calculation needs. `norms` run from small to large; `indirect_share` is a percentage."""

    name: str
    full_time_hours: Decimal
    indirect_share: Decimal
    categories: dict[str, Category]
    forms: dict[str, Form]
    norms: tuple[Norm, ...]
    thirty: Thirty
    #: Percent of the workers article 2.82 Aanbestedingswet asks for.
    reserved_share: Decimal


def rules_of(data: dict[str, Any]) -> Rules:
    """The rules in a rule set's data. Raises KeyError or ArithmeticError on data no form of ours would make."""
    return Rules(
        name=data["name"],
        full_time_hours=Decimal(data["full_time_hours"]),
        indirect_share=Decimal(data["indirect_share"]),
        categories={
            row["code"]: Category(row["label"], Decimal(row["weight"]), row.get("condition") or "")
            for row in data["categories"]
        },
        forms={
            row["code"]: Form(
                row["label"], Decimal(row["weight"]), row["counts_as"], row.get("condition") or ""
            )
            for row in data["forms"]
        },
        norms=tuple(
            sorted(
                (
                    Norm(
                        Decimal(row["size"]),
                        (Decimal(row["one"]), Decimal(row["two"]), Decimal(row["three"])),
                    )
                    for row in data["norms"]
                ),
                key=lambda norm: norm.size,
            )
        ),
        thirty=Thirty(
            int(data["thirty"]["level"]),
            Decimal(data["thirty"]["fte"]),
            Decimal(data["thirty"]["share"]),
            data["thirty"]["basis"],
        ),
        reserved_share=Decimal(data["reserved_share"]),
    )
