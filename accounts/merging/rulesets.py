"""How long a merge can be undone: a rule an administrator edits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kernel.rulesets.queries import active
from portal.kernel.rulesets.registry import RuleKind, register_kind

KIND = "merging"
DEFAULT: dict[str, Any] = {"undo_days": 30}


class MergeRulesForm(forms.Form):
    """The one term."""

    undo_days = forms.IntegerField(label=_("Days in which a merge can be undone"), min_value=1, max_value=365)

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values of the form."""
        return {"undo_days": data["undo_days"]}

    def dump(self) -> dict[str, Any]:
        """The form as rules."""
        return {"undo_days": self.cleaned_data["undo_days"]}


def undo_until(*, municipality_id: int, made_at: dt.datetime) -> dt.datetime:
    """The moment until which a merge made at `made_at` can be undone."""
    days = active(KIND, on=made_at.date(), municipality_id=municipality_id).data["undo_days"]
    return made_at + dt.timedelta(days=days)


def register() -> None:
    """Make the kind known."""
    register_kind(
        RuleKind(
            code=KIND,
            label=_("Merging case files"),
            help_text=_("How long a merge of two case files can be undone."),
            default=DEFAULT,
            default_source=str(_("Default of Impactloket")),
            form=lambda: MergeRulesForm,
        )
    )
