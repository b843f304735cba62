"""How a definition check is weighed, how long things are valid, and who looks second: rules an administrator edits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.intake import definition
from accounts.recognition.engine import Criterion, Rules
from portal.kernel.rulesets.queries import active
from portal.kernel.rulesets.registry import RuleKind, register_kind

KIND = "recognition"
#: Essential are the first two marks of the SER (rules.md section 8); 24 months as the Code register reassesses [F];
#: the other numbers are defaults a municipality changes [M].
DEFAULT: dict[str, Any] = {
    "essential": ["impact_first", "product"],
    "most_partly": 1,
    "evidence_needed": False,
    "second_opinion": False,
    "valid_months": 24,
    "recheck_weeks": 8,
    "mark_weeks": 13,
    "pso_months": 24,
    "register_needs_check": False,
}


class RecognitionRulesForm(forms.Form):
    """The weighing, the terms and the second opinion."""

    essential = forms.MultipleChoiceField(
        label=_("Criteria without which it is no social enterprise"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    most_partly = forms.IntegerField(
        label=_("How many other criteria may be met partly?"), min_value=0, max_value=20
    )
    evidence_needed = forms.BooleanField(label=_("“Meets” needs evidence"), required=False)
    second_opinion = forms.BooleanField(
        label=_("A colleague gives a second opinion before a check is concluded"), required=False
    )
    valid_months = forms.IntegerField(
        label=_("Months an outcome is valid"),
        min_value=1,
        max_value=120,
        help_text=_("Then a new check is due."),
    )
    recheck_weeks = forms.IntegerField(
        label=_("Weeks ahead that a new check stands in the worklist"), min_value=0, max_value=52
    )
    mark_weeks = forms.IntegerField(
        label=_("Weeks ahead that an expiring mark is signalled"), min_value=1, max_value=52
    )
    pso_months = forms.IntegerField(
        label=_("Months a PSO certificate is valid at most"), min_value=1, max_value=120
    )
    register_needs_check = forms.BooleanField(
        label=_("Only enterprises with a valid positive check come in the public register"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["essential"]
        field.choices = [(row["code"], row["question"]) for row in definition.DEFAULT["criteria"]]

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values of the form."""
        return {**DEFAULT, **data}

    def dump(self) -> dict[str, Any]:
        """The form as rules."""
        return dict(self.cleaned_data)


def terms(*, municipality_id: int, on: dt.date) -> dict[str, Any]:
    """The rules of recognition in force on a day."""
    return {**DEFAULT, **active(KIND, on=on, municipality_id=municipality_id).data}


def rules_of_check(*, municipality_id: int, on: dt.date) -> Rules:
    """The rules a check that starts now is done with; its version names both rule sets."""
    weighing = active(KIND, on=on, municipality_id=municipality_id)
    questions = active(definition.KIND, on=on, municipality_id=municipality_id)
    data = {**DEFAULT, **weighing.data}
    return Rules(
        tuple(
            Criterion(
                row["code"],
                row["axis"],
                row["question"],
                row.get("source", ""),
                row["code"] in data["essential"],
            )
            for row in questions.data["criteria"]
        ),
        data["most_partly"],
        data["evidence_needed"],
        f"{questions.version}.{weighing.version}",
    )


def register() -> None:
    """Make the kind known."""
    register_kind(
        RuleKind(
            code=KIND,
            label=_("Recognition"),
            help_text=_(
                "How a definition check is weighed, how long it and marks are valid, and who looks second."
            ),
            default=DEFAULT,
            default_source="SER 2015; EU 2017; Code Sociale Ondernemingen (herbeoordeling na 2 jaar); PSO-Nederland",
            form=lambda: RecognitionRulesForm,
        )
    )
