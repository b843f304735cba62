"""A scheme: the rules of social return of one authority, as data (bestekbepalingen en bouwblokken). No Django.

Kept as JSON in a dated, sourced rule set; amounts and percentages are text there, so that they stay exact. A contract
keeps a copy of the scheme it was concluded under, so a later change never alters it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

KINDS = ("works", "services", "supplies")
BASES = ("contract_sum", "invoiced_turnover", "wage_sum", "labour_component")
SHORTFALLS = ("fine", "withholding", "none")
PSO_LEVELS = ("aspirant", "1", "2", "3", "30plus")


@dataclass(frozen=True)
class Threshold:
    """From which value (euros ex VAT) and duration (months) social return is asked."""

    value: Decimal
    months: int


@dataclass(frozen=True)
class LowRate:
    """A lower rate (percent) where labour is less than a share (percent) of the sum."""

    rate: Decimal
    labour_below: Decimal


@dataclass(frozen=True)
class Block:
    """A building block (bouwblok): euros per full-time year, and the months a person counts (None: always)."""

    label: str
    amount: Decimal
    months: int | None = None


@dataclass(frozen=True)
class PurchaseKind:
    """A kind of social supplier, and which percentage of an invoice ex VAT counts."""

    label: str
    percentage: Decimal


@dataclass(frozen=True)
class Shortfall:
    """What follows when less was realised: a fine or withholding of `factor` times what is missing, after hearing."""

    kind: str
    factor: Decimal
    recovery_months: int
    hearing_days: int


#: For rules that were laid down before they said so; what the tables ship with.
CERTIFICATE_MONTHS = 3


@dataclass(frozen=True)
class Terms:
    """Terms in days, unless named otherwise. `behind` is the margin in percent before a contract counts as behind."""

    contact: int
    plan: int
    report_months: int
    remind: int
    silent: int
    ending: int
    behind: int
    #: Months before a PSO certificate ends, under a contract that outlives it, that both sides hear of it.
    certificate_months: int = CERTIFICATE_MONTHS


@dataclass(frozen=True)
class Scheme:
    """Everything a calculation needs to know of one authority's rules."""

    name: str
    thresholds: dict[str, Threshold]
    base: str
    rate: Decimal
    low_rate: LowRate | None
    full_time_hours: Decimal
    groups: dict[str, Block]
    bonuses: dict[str, Block]
    bonuses_pro_rata: bool
    hour_rate: Decimal | None
    day_ceiling: Decimal | None
    monthly: dict[str, Block]
    purchases: dict[str, PurchaseKind]
    pso_discount: dict[str, Decimal]
    shortfall: Shortfall
    terms: Terms


def _number(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value))


def _blocks(rows: list[dict[str, Any]]) -> dict[str, Block]:
    return {
        row["code"]: Block(
            row["label"],
            Decimal(row["amount"]),
            int(row["months"]) if row.get("months") not in (None, "") else None,
        )
        for row in rows
    }


def scheme_of(data: dict[str, Any]) -> Scheme:
    """The scheme in a rule set's data. Raises KeyError or ValueError on data no form of ours would make."""
    low = data.get("low_rate")
    return Scheme(
        name=data["name"],
        thresholds={
            kind: Threshold(
                Decimal(data["thresholds"][kind]["value"]), int(data["thresholds"][kind]["months"])
            )
            for kind in KINDS
        },
        base=data["base"],
        rate=Decimal(data["rate"]),
        low_rate=LowRate(Decimal(low["rate"]), Decimal(low["labour_below"])) if low else None,
        full_time_hours=Decimal(data["full_time_hours"]),
        groups=_blocks(data["groups"]),
        bonuses=_blocks(data["bonuses"]),
        bonuses_pro_rata=bool(data["bonuses_pro_rata"]),
        hour_rate=_number(data.get("hour_rate")),
        day_ceiling=_number(data.get("day_ceiling")),
        monthly=_blocks(data["monthly"]),
        purchases={
            row["code"]: PurchaseKind(row["label"], Decimal(row["percentage"])) for row in data["purchases"]
        },
        pso_discount={
            level: Decimal(value) for level, value in data["pso_discount"].items() if value not in (None, "")
        },
        shortfall=Shortfall(
            data["shortfall"]["kind"],
            Decimal(data["shortfall"]["factor"]),
            int(data["shortfall"]["recovery_months"]),
            int(data["shortfall"]["hearing_days"]),
        ),
        terms=Terms(
            **{
                name: int(
                    data["terms"].get(name, CERTIFICATE_MONTHS)
                    if name == "certificate_months"
                    else data["terms"][name]
                )
                for name in Terms.__dataclass_fields__
            }
        ),
    )
