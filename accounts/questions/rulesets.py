"""The deadlines as rules an administrator edits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.needs import NEED_CHOICES
from accounts.questions.deadlines import DEFAULT, KIND
from portal.kernel.rulesets.registry import RuleKind, register_kind


class DeadlineForm(forms.Form):
    """Working days, in general and per need."""

    answer = forms.IntegerField(label=_("Working days to answer a question"), min_value=1, max_value=120)
    triage = forms.IntegerField(label=_("Working days to decide on a new intake"), min_value=1, max_value=60)

    draft_days = forms.IntegerField(
        label=_("Days we keep an intake that was not sent in"), min_value=1, max_value=365
    )
    silent_weeks = forms.IntegerField(
        label=_("Weeks without activity before a case file asks for attention"), min_value=1, max_value=104
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in NEED_CHOICES:
            self.fields[f"need_{code}"] = forms.IntegerField(
                label=label,
                required=False,
                min_value=1,
                max_value=120,
                help_text=_("Leave empty for the general number."),
            )

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values of the form."""
        per_need = {f"need_{code}": days for code, days in data.get("per_need", {}).items()}
        general = {
            name: data.get(name, DEFAULT[name]) for name in ("answer", "triage", "draft_days", "silent_weeks")
        }
        return {**general, **per_need}

    def dump(self) -> dict[str, Any]:
        """The form as rules."""
        values = self.cleaned_data
        return {
            "answer": values["answer"],
            "triage": values["triage"],
            "draft_days": values["draft_days"],
            "silent_weeks": values["silent_weeks"],
            "per_need": {
                code: values[f"need_{code}"] for code, _label in NEED_CHOICES if values.get(f"need_{code}")
            },
        }


def register() -> None:
    """Make the kind known."""
    register_kind(
        RuleKind(
            code=KIND,
            label=_("Deadlines"),
            help_text=_(
                "Within how many working days the municipality answers. Public holidays do not count."
            ),
            default=DEFAULT,
            default_source=str(_("Default of Impactloket; set your own service norm")),
            form=lambda: DeadlineForm,
        )
    )
