"""When a side is behind: a rule an administrator edits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.places.engine import Rules
from portal.kernel.rulesets.queries import active
from portal.kernel.rulesets.registry import RuleKind, register_kind

KIND = "places"
#: [M] in rules.md: a default an administrator changes.
DEFAULT: dict[str, Any] = {"months": 2, "share": 80, "wait_days": 10}


class PlacesRulesForm(forms.Form):
    """How many months, which share, and how long registering may take."""

    months = forms.IntegerField(label=_("Months that are looked at"), min_value=1, max_value=12)
    share = forms.IntegerField(
        label=_("Percentage of the promise below which it is behind"), min_value=1, max_value=100
    )
    wait_days = forms.IntegerField(
        label=_("Days after a month to register it"),
        min_value=0,
        max_value=60,
        help_text=_("After these days what is not registered counts as zero."),
    )

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values of the form."""
        return {**DEFAULT, **data}

    def dump(self) -> dict[str, Any]:
        """The form as rules."""
        return {name: self.cleaned_data[name] for name in DEFAULT}


def rules_for(*, municipality_id: int, on: dt.date) -> Rules:
    """The rules in force on a day."""
    return Rules(**{**DEFAULT, **active(KIND, on=on, municipality_id=municipality_id).data})


def register() -> None:
    """Make the kind known."""
    register_kind(
        RuleKind(
            code=KIND,
            label=_("Places and candidates"),
            help_text=_("When fewer places or candidates come than agreed, both sides get a signal."),
            default=DEFAULT,
            default_source=str(_("Default of Impactloket; make your own agreement with the employers' team")),
            form=lambda: PlacesRulesForm,
        )
    )
