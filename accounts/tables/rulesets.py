"""Limits on booking at the entrepreneurs' table, as rules an administrator edits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kernel.rulesets.queries import active
from portal.kernel.rulesets.registry import RuleKind, register_kind

KIND = "tables"
#: [M] in rules.md: defaults an administrator changes. Times of the parts of the day are Dutch local time.
DEFAULT: dict[str, Any] = {
    "most_open": 8,
    "days_ahead": 90,
    "shortest_minutes": 30,
    "most_guests": 3,
    "morning": ["09:00", "12:30"],
    "afternoon": ["13:00", "17:00"],
}
_NUMBERS = ("most_open", "days_ahead", "shortest_minutes", "most_guests")
_TIMES = ("morning", "afternoon")


@dataclass(frozen=True)
class Limits:
    """The rules in force: numbers, and the parts of the day as (from, until)."""

    most_open: int
    days_ahead: int
    shortest_minutes: int
    most_guests: int
    parts: dict[str, tuple[dt.time, dt.time]]


def limits_for(*, municipality_id: int, on: dt.date) -> Limits:
    """The limits of a municipality on a day."""
    data = {**DEFAULT, **active(KIND, on=on, municipality_id=municipality_id).data}
    parts = {
        name: (dt.time.fromisoformat(data[name][0]), dt.time.fromisoformat(data[name][1])) for name in _TIMES
    }
    return Limits(**{name: int(data[name]) for name in _NUMBERS}, parts=parts)


class TableRulesForm(forms.Form):
    """Numbers and the parts of the day."""

    most_open = forms.IntegerField(
        label=_("Open bookings per enterprise, at most"),
        min_value=1,
        max_value=200,
        help_text=_("Bookings in the future. Who has this many, first uses or cancels one."),
    )
    days_ahead = forms.IntegerField(label=_("Days ahead one can book"), min_value=1, max_value=400)
    shortest_minutes = forms.IntegerField(label=_("Shortest booking in minutes"), min_value=5, max_value=480)
    most_guests = forms.IntegerField(
        label=_("Guests per sign-up for a meeting, at most"), min_value=0, max_value=20
    )
    morning_from = forms.TimeField(label=_("The morning is from"))
    morning_until = forms.TimeField(label=_("The morning is until"))
    afternoon_from = forms.TimeField(label=_("The afternoon is from"))
    afternoon_until = forms.TimeField(label=_("The afternoon is until"))

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values of the form."""
        data = {**DEFAULT, **data}
        times = {
            f"{name}_{end}": data[name][place]
            for name in _TIMES
            for place, end in enumerate(("from", "until"))
        }
        return {**{name: data[name] for name in _NUMBERS}, **times}

    def clean(self) -> dict[str, Any]:
        """A part of the day ends after it starts."""
        values = super().clean() or {}
        for name in _TIMES:
            start, end = values.get(f"{name}_from"), values.get(f"{name}_until")
            if start and end and end <= start:
                self.add_error(f"{name}_until", _("Fill in a time after the start."))
        return values

    def dump(self) -> dict[str, Any]:
        """The form as rules."""
        values = self.cleaned_data
        times = {
            name: [f"{values[f'{name}_from']:%H:%M}", f"{values[f'{name}_until']:%H:%M}"] for name in _TIMES
        }
        return {**{name: values[name] for name in _NUMBERS}, **times}


def register() -> None:
    """Make the kind known."""
    register_kind(
        RuleKind(
            code=KIND,
            label=_("Entrepreneurs' table"),
            help_text=_("How many places an enterprise may book and how far ahead, and the parts of a day."),
            default=DEFAULT,
            default_source=str(_("Default of Impactloket; your own house rules go first")),
            form=lambda: TableRulesForm,
        )
    )
