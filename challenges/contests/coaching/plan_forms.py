"""Forms of a plan: the answers, and the rows of the pilot plan."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.contests.coaching import plan
from challenges.contests.coaching.models import PlanVersion
from challenges.contests.design.forms import check_day
from challenges.contests.entries.forms import EntryForm
from challenges.contests.entries.models import Entry
from challenges.contests.entries.questions import QUESTIONS
from portal.ui.fields import EuroField


class PlanForm(EntryForm):
    """The answers as in the entry, and in a few words what changed. `version` is the version it was made from."""

    note = forms.CharField(
        label=gettext_lazy("What did you change, and why?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("In a few words. Your coach reads this first."),
    )
    field_order = ("title", *QUESTIONS, "note")

    def __init__(self, *args: Any, entry: Entry, base: PlanVersion, **kwargs: Any) -> None:
        content = base.content
        kwargs["initial"] = {"title": content["title"], "version": base.number, **content["answers"]}
        super().__init__(*args, entry=entry, whole=True, **kwargs)
        del self.fields["organisation"]

    def facts(self) -> dict[str, Any]:
        """The title and the answers."""
        data = self.cleaned_data
        return {"title": data["title"], "answers": {code: data[code] for code in QUESTIONS}}


class StepForm(forms.Form):
    """A step of the pilot."""

    what = forms.CharField(label=gettext_lazy("Step of the plan"), max_length=200)
    who = forms.CharField(label=gettext_lazy("Who does it?"), max_length=100, required=False)
    on = forms.DateField(
        label=gettext_lazy("Ready before"), required=False, widget=forms.DateInput(format="%d-%m-%Y")
    )

    def clean_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["on"]
        return check_day(day) if day else None

    def row(self) -> dict[str, Any]:
        """As it is kept."""
        data = self.cleaned_data
        on = data.get("on")
        return {"what": data["what"], "who": data["who"], "on": on.isoformat() if on else ""}


class CostForm(forms.Form):
    """A line of the budget."""

    what = forms.CharField(label=gettext_lazy("For what?"), max_length=200)
    amount = EuroField(label=gettext_lazy("Amount"))

    def row(self) -> dict[str, Any]:
        """As it is kept."""
        return {"what": self.cleaned_data["what"], "amount": str(self.cleaned_data["amount"])}


class IndicatorForm(forms.Form):
    """Something to measure."""

    what = forms.CharField(label=gettext_lazy("What do you measure?"), max_length=200)
    now = forms.CharField(label=gettext_lazy("How is it now?"), max_length=60, required=False)
    target = forms.CharField(label=gettext_lazy("What do you want to reach?"), max_length=60)
    how = forms.CharField(label=gettext_lazy("How do you measure it?"), max_length=200, required=False)

    def row(self) -> dict[str, Any]:
        """As it is kept."""
        return {name: self.cleaned_data[name] for name in ("what", "now", "target", "how")}


class _Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    def rows(self) -> list[dict[str, Any]]:
        """The rows that were filled in and not taken out."""
        return [
            form.row() for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]


def _many(form: type[forms.Form], most: int) -> Any:
    return forms.formset_factory(
        form, formset=_Rows, extra=2, max_num=most, validate_max=True, can_delete=True
    )


_SETS = {
    plan.STEPS: _many(StepForm, 20),
    plan.BUDGET: _many(CostForm, 20),
    plan.INDICATORS: _many(IndicatorForm, 10),
}
_PREFIX = {plan.STEPS: "stap", plan.BUDGET: "kosten", plan.INDICATORS: "meet"}


def _initial(code: str, row: dict[str, Any]) -> dict[str, Any]:
    if code == plan.STEPS and row.get("on"):
        return row | {"on": dt.date.fromisoformat(row["on"])}
    if code == plan.BUDGET:
        return row | {"amount": Decimal(row["amount"])}
    return row


def row_sets(base: PlanVersion, data: Any = None) -> dict[str, Any]:
    """The rows of the pilot plan to fill in, by part.

    What was sent is not compared with the version there is now: a row that is the same would count as not filled in.
    """
    rows = {
        code: None if data else [_initial(code, row) for row in base.content.get(code, [])] for code in _SETS
    }
    return {code: made(data, prefix=_PREFIX[code], initial=rows[code]) for code, made in _SETS.items()}


def whole(form: PlanForm, sets: dict[str, Any]) -> dict[str, Any]:
    """The content of the next version, out of valid forms."""
    return {**form.facts(), **{code: formset.rows() for code, formset in sets.items()}}


def row_title(code: str) -> str:
    """What an empty row is called."""
    return {
        plan.STEPS: _("One more step"),
        plan.BUDGET: _("One more amount"),
        plan.INDICATORS: _("One more thing to measure"),
    }[code]
