"""Forms of agreements and monthly counts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.places.engine import next_month
from accounts.places.models import MOST, Instrument


class CountField(forms.IntegerField):
    """A whole number of places or people, on a phone with a number pad."""

    default_error_messages = {
        "invalid": gettext_lazy("Fill in a whole number, for example 3."),
        "min_value": gettext_lazy("Fill in %(limit_value)s or more."),
        "max_value": gettext_lazy("This number is too high. Check it."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        kwargs.setdefault("min_value", 0)
        super().__init__(max_value=MOST, **kwargs)


class AgreementForm(forms.Form):
    """Which instrument, from which month, for how long, and what is promised per month."""

    instrument = forms.ChoiceField(label=gettext_lazy("Instrument"), choices=Instrument.choices)
    starts_on = forms.DateField(
        label=gettext_lazy("First month"),
        help_text=gettext_lazy("Any day of that month, for example 01-01-2026."),
    )
    months = forms.TypedChoiceField(
        label=gettext_lazy("For how long?"),
        coerce=int,
        choices=[(6, gettext_lazy("Half a year")), (12, gettext_lazy("A year"))],
        initial=12,
    )
    places_per_month = CountField(
        label=gettext_lazy("Places the enterprise offers per month"),
        help_text=gettext_lazy("How many people can start each month?"),
        min_value=1,
    )
    candidates_per_month = CountField(label=gettext_lazy("Candidates the municipality delivers per month"))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed:
            del self.fields["instrument"]

    def clean_starts_on(self) -> dt.date:
        """The first day of the month that was named."""
        day: dt.date = self.cleaned_data["starts_on"]
        if not 2000 <= day.year <= 2099:
            raise forms.ValidationError(_("Fill in a date between 01-01-2000 and 31-12-2099."))
        return day.replace(day=1)

    def facts(self) -> dict[str, Any]:
        """What was filled in, as arguments of the actions."""
        data = {k: v for k, v in self.cleaned_data.items() if k not in {"version", "months"}}
        month = data["starts_on"]
        for _step in range(self.cleaned_data["months"]):
            month = next_month(month)
        return {**data, "ends_on": month - dt.timedelta(days=1)}


class EnterpriseMonthForm(forms.Form):
    """What the enterprise registers of a month."""

    offered = CountField(
        label=gettext_lazy("Places you offered"), help_text=gettext_lazy("How many people could start?")
    )
    asked = CountField(label=gettext_lazy("Candidates you asked for"))
    filled = CountField(
        label=gettext_lazy("Places that were filled"), help_text=gettext_lazy("How many people started?")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean(self) -> dict[str, Any]:
        """Not more places are filled than were offered."""
        data: dict[str, Any] = super().clean() or {}
        offered, filled = data.get("offered"), data.get("filled")
        if offered is not None and filled is not None and filled > offered:
            self.add_error("filled", _("More places are filled than offered. Check both numbers."))
        return data


class MunicipalityMonthForm(forms.Form):
    """What the municipality registers of a month."""

    delivered = CountField(
        label=gettext_lazy("Candidates delivered"),
        help_text=gettext_lazy("How many people did we introduce? A number only, no names."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
