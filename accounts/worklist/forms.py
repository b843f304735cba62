"""What a bulk action asks, and how often one wants the morning mail."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.casefile.forms import DATE_HELP
from accounts.worklist.models import MailRhythm, Weekday
from portal.kernel.models import Municipality
from portal.kernel.people.queries import colleagues
from portal.ui.templatetags.nlds import nl_date

#: Further away nobody snoozes: then the case file rests.
FARTHEST = dt.timedelta(days=366)


def _ahead(day: dt.date, *, first: dt.date) -> dt.date:
    """A day from `first` on, and within a year."""
    if day < first:
        raise forms.ValidationError(_("Choose %(day)s or a later day.") % {"day": nl_date(first)})
    if day > timezone.localdate() + FARTHEST:
        raise forms.ValidationError(_("This is more than a year away. Choose an earlier day."))
    return day


class SnoozeForm(forms.Form):
    """Until when, and why."""

    until = forms.DateField(
        label=gettext_lazy("Until which day?"),
        help_text=gettext_lazy(
            "On that day it is back. Earlier when it changes or becomes late. For example 31-12-2026."
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=200,
        help_text=gettext_lazy("For example: waits for the council of January."),
    )

    def clean_until(self) -> dt.date:
        """Tomorrow at the earliest."""
        return _ahead(self.cleaned_data["until"], first=timezone.localdate() + dt.timedelta(days=1))


class MoveForm(forms.Form):
    """Another day."""

    due_on = forms.DateField(label=gettext_lazy("New day"), help_text=DATE_HELP)

    def clean_due_on(self) -> dt.date:
        """Today at the earliest."""
        return _ahead(self.cleaned_data["due_on"], first=timezone.localdate())


class GiveForm(forms.Form):
    """Another colleague."""

    holder = forms.ChoiceField(label=gettext_lazy("To which colleague?"))

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in colleagues(municipality)}
        holder: Any = self.fields["holder"]
        holder.choices = [
            ("", _("Choose a colleague")),
            *((pk, str(person)) for pk, person in self.people.items()),
        ]

    def clean_holder(self) -> Any:
        """The colleague."""
        return self.people[self.cleaned_data["holder"]]


class MorningMailForm(forms.Form):
    """How often, and on which day when it is once a week."""

    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often?"), choices=MailRhythm.choices, widget=forms.RadioSelect
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("On which day?"),
        choices=Weekday.choices,
        coerce=int,
        required=False,
        empty_value="0",
        help_text=gettext_lazy("Only when you choose once a week. On a holiday it comes a day later."),
    )

    def clean_weekday(self) -> int:
        """Monday when nothing was chosen."""
        return int(self.cleaned_data["weekday"])
