"""The definition check as data, with the words for its result."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.casefile.models import Spectrum
from accounts.intake.engine import Criterion
from portal.kernel.rulesets.queries import active
from portal.kernel.rulesets.registry import RuleKind, register_kind

KIND = "definition"
ANSWERS = (("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No")), ("unknown", _("I do not know")))

#: The questions are content of the rule set, in Dutch: a municipality words them as it likes.
DEFAULT: dict[str, Any] = {
    "criteria": [
        {
            "code": "impact_first",
            "axis": "impact",
            "question": "Is uw maatschappelijke doel belangrijker dan winst maken?",
            "source": "SER 2015; EU 2017",
        },
        {
            "code": "product",
            "axis": "market",
            "question": "Verkoopt u een product of een dienst?",
            "source": "SER 2015",
        },
        {
            "code": "independent",
            "axis": "market",
            "question": "Kunt u bestaan zonder helemaal van subsidies en giften te leven?",
            "source": "SER 2015",
        },
        {
            "code": "reinvest",
            "axis": "impact",
            "question": "Gaat de winst vooral naar uw maatschappelijke doel?",
            "source": "SER 2015; EU 2017",
        },
        {
            "code": "governance",
            "axis": "governance",
            "question": "Praten medewerkers, klanten of de buurt mee over uw onderneming?",
            "source": "SER 2015; EU 2017",
        },
        {
            "code": "transparent",
            "axis": "governance",
            "question": "Vertelt u openlijk wat u bereikt en wat u verdient?",
            "source": "EU 2017; Code Sociale Ondernemingen",
        },
    ]
}

EXPLANATIONS = {
    Spectrum.PROFIT: _(
        "You mainly want to make a profit. That is fine: the municipality helps every entrepreneur."
    ),
    Spectrum.RESPONSIBLE: _("You run an ordinary enterprise that takes good care of people and planet."),
    Spectrum.SOCIAL_ENTERPRISE: _(
        "You put your social goal first and earn your money in the market: a social enterprise."
    ),
    Spectrum.SUBSIDISED: _(
        "You put your social goal first. Part of your money comes from subsidies or gifts."
    ),
    Spectrum.CHARITY: _("You work for a good cause that mainly lives from subsidies and gifts."),
}


def criteria(*, municipality_id: int, on: dt.date) -> list[Criterion]:
    """The criteria in force."""
    return [Criterion(**row) for row in active(KIND, on=on, municipality_id=municipality_id).data["criteria"]]


class DefinitionRulesForm(forms.Form):
    """The wording of the questions; which criteria there are is fixed by SER and EU."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in DEFAULT["criteria"]:
            self.fields[row["code"]] = forms.CharField(
                label=row["source"], max_length=200, help_text=row["question"]
            )

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values of the form."""
        return {row["code"]: row["question"] for row in data["criteria"]}

    def dump(self) -> dict[str, Any]:
        """The form as rules."""
        return {
            "criteria": [{**row, "question": self.cleaned_data[row["code"]]} for row in DEFAULT["criteria"]]
        }


def register() -> None:
    """Make the kind known."""
    register_kind(
        RuleKind(
            code=KIND,
            label=_("Definition check"),
            help_text=_("The questions of the intake that show how social an enterprise is."),
            default=DEFAULT,
            default_source="SER 2015, Sociale ondernemingen; EU 2017, Guaranteeing Social Enterprises (roadmap 1.1)",
            form=lambda: DefinitionRulesForm,
        )
    )
