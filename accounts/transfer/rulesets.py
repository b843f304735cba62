"""How long a transfer may wait for consent and for the other municipality: a rule an administrator edits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kernel.rulesets.queries import active
from portal.kernel.rulesets.registry import RuleKind, register_kind

KIND = "transfer"
DEFAULT: dict[str, Any] = {"days": 30}


class TransferRulesForm(forms.Form):
    """The one term."""

    days = forms.IntegerField(
        label=_("Days in which a transfer is consented to and accepted"), min_value=1, max_value=365
    )

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values of the form."""
        return {"days": data["days"]}

    def dump(self) -> dict[str, Any]:
        """The form as rules."""
        return {"days": self.cleaned_data["days"]}


def last_day(*, municipality_id: int, asked_on: dt.date) -> dt.date:
    """The last day of a request made on `asked_on`, by the rules of the sending municipality."""
    days = active(KIND, on=asked_on, municipality_id=municipality_id).data["days"]
    return asked_on + dt.timedelta(days=days)


def register() -> None:
    """Make the kind known."""
    register_kind(
        RuleKind(
            code=KIND,
            label=_("Transfer to another municipality"),
            help_text=_("How long a transfer may wait for consent and for the other municipality."),
            default=DEFAULT,
            default_source=str(_("Default of Impactloket, after the month of article 12(3) of the GDPR")),
            form=lambda: TransferRulesForm,
        )
    )
