"""From which hour the morning mail goes, and what holds for who chose nothing: rules an administrator edits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.worklist.models import MailRhythm
from portal.kernel.rulesets.queries import active
from portal.kernel.rulesets.registry import RuleKind, register_kind

KIND = "morning_mail"
#: [M] in rules.md: defaults an administrator changes.
DEFAULT: dict[str, Any] = {"hour": 7, "rhythm": "working_days"}


class MorningMailRulesForm(forms.Form):
    """The hour, and the rhythm of who chose nothing."""

    hour = forms.IntegerField(
        label=_("From which hour"), min_value=5, max_value=11, help_text=_("A whole hour, from 5 to 11.")
    )
    rhythm = forms.ChoiceField(
        label=_("How often, for who chose nothing"),
        choices=[choice for choice in MailRhythm.choices if choice[0] != MailRhythm.WEEKLY],
        widget=forms.RadioSelect,
        help_text=_("Everyone can choose differently on their own profile page."),
    )

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values of the form."""
        return {**DEFAULT, **data}

    def dump(self) -> dict[str, Any]:
        """The form as rules."""
        return {"hour": self.cleaned_data["hour"], "rhythm": self.cleaned_data["rhythm"]}


def mail_rules(*, municipality_id: int, on: dt.date) -> dict[str, Any]:
    """ "hour" (local time) and "rhythm" in force."""
    return {**DEFAULT, **active(KIND, on=on, municipality_id=municipality_id).data}


def register() -> None:
    """Make the kind known."""
    register_kind(
        RuleKind(
            code=KIND,
            label=_("Morning mail"),
            help_text=_("When colleagues get the mail with what waits for them. Never on holidays."),
            default=DEFAULT,
            default_source=str(_("Default of Impactloket")),
            form=lambda: MorningMailRulesForm,
        )
    )
