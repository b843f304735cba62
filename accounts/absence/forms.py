"""Away from when until when, and who looks after the work."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.absence.actions import ClashError
from accounts.casefile.forms import DATE_HELP
from portal.kernel.models import Person
from portal.ui.templatetags.nlds import nl_date

#: Longer is not a holiday: then the work is handed over.
LONGEST = dt.timedelta(days=366)


class AbsenceForm(forms.Form):
    """`people` are the colleagues to choose from; `others` says whether one may arrange it for someone else."""

    person = forms.ChoiceField(label=gettext_lazy("Who is away?"))
    from_on = forms.DateField(label=gettext_lazy("First day away"), help_text=DATE_HELP)
    until_on = forms.DateField(label=gettext_lazy("Last day away"), help_text=DATE_HELP)
    replacement = forms.ChoiceField(
        label=gettext_lazy("Who replaces?"),
        help_text=gettext_lazy(
            "The replacement sees the work in their own worklist, as far as their own role and domains reach."
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("Note for the replacement"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, people: list[Person], me: Person, others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        names = [(str(person.pk), str(person)) for person in people]
        replacement: Any = self.fields["replacement"]
        replacement.choices = [("", _("Choose a colleague")), *names]
        who: Any = self.fields["person"]
        if others:
            who.choices = names
            who.initial = str(me.pk) if str(me.pk) in self.people else None
        else:
            del self.fields["person"]
            self.people[str(me.pk)] = me
        self.me = me

    def clean_until_on(self) -> dt.date:
        """An absence that is over helps nobody."""
        day: dt.date = self.cleaned_data["until_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This date has passed. Choose today or later."))
        return day

    def clean(self) -> dict[str, Any]:
        """The first day comes first, and nobody replaces themselves."""
        data: dict[str, Any] = super().clean() or {}
        start, end = data.get("from_on"), data.get("until_on")
        if start and start < timezone.localdate() - LONGEST:
            self.add_error("from_on", _("This date is too long ago."))
        elif start and end and end < start:
            self.add_error("until_on", _("The last day lies before the first day."))
        elif start and end and end - start > LONGEST:
            self.add_error("until_on", _("Longer than a year? Then hand the work over instead."))
        data["person"] = self.people.get(data.get("person", str(self.me.pk)))
        data["replacement"] = self.people.get(data.get("replacement", ""))
        if data["replacement"] and data["replacement"] == data["person"]:
            self.add_error("replacement", _("Nobody can replace themselves. Choose a colleague."))
        return data

    def refuse(self, error: ClashError) -> None:
        """Say at the right field why the absence cannot be."""
        other = error.clash.other
        words = {
            "name": error.person_name,
            "replacement": error.replacement_name,
            "from": nl_date(other.start),
            "until": nl_date(other.end),
        }
        field, text = {
            "overlap": (
                "from_on",
                _("%(name)s is away from %(from)s until %(until)s already. End that first, or choose other days."),
            ),
            "replacement_away": (
                "replacement",
                _("%(name)s is away too, from %(from)s until %(until)s. Choose someone else."),
            ),
            "replaces": (
                "from_on",
                _("In these days %(name)s is replaced by this colleague, from %(from)s until %(until)s. "
                  "Arrange another replacement for %(name)s first."),
            ),
            "full": (
                "replacement",
                _("%(replacement)s replaces four colleagues already in these days. Choose someone else."),
            ),
        }[error.clash.code]  # fmt: skip
        self.add_error(field, text % words)
