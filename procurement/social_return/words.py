"""The words of social return: labels, and the sentences of an explanation."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.ui.formats import euro
from procurement.social_return.engine import Line
from procurement.social_return.settlement.words import SETTLEMENT_SENTENCES

BASE_LABELS = {
    "contract_sum": _("The contract sum"),
    "invoiced_turnover": _("The invoiced turnover"),
    "wage_sum": _("The wage sum"),
    "labour_component": _("The labour component of the contract sum"),
}
KIND_LABELS = {"works": _("Works"), "services": _("Services"), "supplies": _("Supplies")}
SHORTFALL_LABELS = {
    "fine": _("A fine"),
    "withholding": _("Withholding from the last invoices"),
    "none": _("Nothing"),
}
PSO_LABELS = {
    "aspirant": _("PSO aspirant"),
    "1": _("PSO level 1"),
    "2": _("PSO level 2"),
    "3": _("PSO level 3"),
    "30plus": _("PSO 30+"),
}
TERM_LABELS = {
    "contact": _("Days after award to make contact"),
    "plan": _("Days after award to hand in a plan of approach"),
    "report_months": _("A report every so many months"),
    "remind": _("Days before a term ends to remind"),
    "silent": _("Days without a submission before a contract counts as silent"),
    "ending": _("Days before the end a contract counts as ending"),
    "certificate_months": _("Months before a PSO certificate ends to warn"),
    "behind": _("Percentage behind the calendar before a contract counts as behind"),
}
#: Sentences by code; amounts in them are written by `sentence`.
SENTENCES = {
    "below_value": _(
        "The value %(value)s is below the threshold of %(threshold)s: no social return is asked."
    ),
    "below_months": _("The contract is shorter than %(months)s months: no social return is asked."),
    "unknown_contract_sum": _("The contract sum is not known yet."),
    "unknown_invoiced_turnover": _("No turnover was invoiced yet."),
    "unknown_wage_sum": _("The wage sum is not known yet. Fill it in to compute the obligation."),
    "unknown_labour_component": _(
        "The share of labour is not known yet. Fill it in to compute the obligation."
    ),
    "low_rate": _(
        "Labour is %(share)s%% of the sum, below %(below)s%%: the lower percentage of %(rate)s%% holds."
    ),
    "rate_of_contract_sum": _("%(rate)s%% of the contract sum of %(base)s is %(result)s"),
    "rate_of_invoiced_turnover": _("%(rate)s%% of the invoiced turnover of %(base)s is %(result)s"),
    "rate_of_wage_sum": _("%(rate)s%% of the wage sum of %(base)s is %(result)s"),
    "rate_of_labour_component": _("%(rate)s%% of the labour component of %(base)s is %(result)s"),
    "pso_discount": _("%(percentage)s%% off for the PSO certificate: %(less)s less"),
    "deviation": _("By decision of an officer: %(amount)s instead of %(computed)s"),
    "block": _("%(group)s: %(amount)s a year x %(hours)s of %(full_time)s hours x %(months)s of 12 months"),
    "cut_off": _(
        "This person counts for %(counted)s of the %(months)s months: the counting duration is used up."
    ),
    "bonus": _("%(label)s: %(amount)s a year gives %(result)s on top"),
    "monthly": _("%(label)s: %(amount)s a month x %(months)s months"),
    "hours": _("%(hours)s hours x %(rate)s is %(result)s"),
    "day_ceiling": _("At most %(ceiling)s a day, on %(days)s days"),
    "no_activities": _("Activities do not count under these rules."),
    "promise": _("The plan promises %(amount)s"),
    "purchase": _("%(label)s: %(percentage)s%% of the invoice of %(invoice)s is %(result)s"),
    **SETTLEMENT_SENTENCES,
}
_MONEY = {
    "value", "threshold", "base", "result", "less", "amount", "computed", "rate_amount", "ceiling", "invoice",
    "owed", "accepted", "missing", "waived", "left", "charged",
}  # fmt: skip


def _plain(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return text.replace(".", ",")


def sentence(code: str, numbers: dict[str, Any]) -> str:
    """One line of an explanation; numbers may come from JSON, as text."""
    words: dict[str, str] = {}
    for name, value in numbers.items():
        text = str(value)
        try:
            number = Decimal(text)
        except ArithmeticError:
            words[name] = text
            continue
        money = name in _MONEY or (code == "hours" and name == "rate")
        words[name] = euro(number) if money else _plain(number)
    return str(SENTENCES[code]) % words


def sentences(lines: Iterable[Line]) -> list[str]:
    """An explanation in words."""
    return [sentence(line.code, line.numbers) for line in lines]


def stored(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Lines as JSON, to keep with a result."""
    return [
        {"code": line.code, "numbers": {name: str(value) for name, value in line.numbers.items()}}
        for line in lines
    ]


def from_stored(rows: Iterable[dict[str, Any]]) -> list[str]:
    """Kept lines in words."""
    return [sentence(row["code"], row["numbers"]) for row in rows]
