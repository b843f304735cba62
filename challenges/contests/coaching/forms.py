"""Forms of the coaching: inviting, giving a coach, the pitch, materials, sessions and what was agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.tables.engine import moment
from accounts.tables.forms import TimeField
from challenges.contests.coaching.models import Coach, CoachingSession
from challenges.contests.design.forms import check_day
from portal.kernel.files.fields import CheckedFileField, accepted_text
from portal.kernel.models import Membership

MOST_COLLEAGUES = 300


def _version(**kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000_000, **kwargs)


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%d-%m-%Y"), **kwargs)


class CoachForm(forms.Form):
    """A colleague, or someone from outside with a name and an address."""

    colleague = forms.TypedChoiceField(
        label=gettext_lazy("A colleague"), required=False, coerce=int, empty_value=None
    )
    name = forms.CharField(
        label=gettext_lazy("Or someone from outside: name"), max_length=150, required=False
    )
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254, required=False)

    def __init__(self, *args: Any, members: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {row.person_id: row.person for row in members}
        field: Any = self.fields["colleague"]
        field.choices = [
            ("", _("Nobody: someone from outside")),
            *((pk, person.name) for pk, person in self.members.items()),
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("colleague") and not self.errors:
            for name in ("name", "email"):
                if not data.get(name):
                    self.add_error(name, _("Choose a colleague, or fill in a name and an address."))
        return data

    def who(self) -> dict[str, Any]:
        """Name, address and account of who is asked."""
        person = self.members.get(self.cleaned_data["colleague"])
        if person:
            return {"name": person.name, "email": person.email, "person": person}
        return {"name": self.cleaned_data["name"], "email": self.cleaned_data["email"]}


class AssignForm(forms.Form):
    """Who coaches an entry."""

    coach = forms.TypedChoiceField(label=gettext_lazy("Coach"), required=False, coerce=int, empty_value=None)
    version = _version()

    def __init__(self, *args: Any, coaches: Iterable[Coach], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.coaches = {row.pk: row for row in coaches}
        field: Any = self.fields["coach"]
        field.choices = [("", _("Nobody yet")), *((pk, row.name) for pk, row in self.coaches.items())]

    def chosen(self) -> Coach | None:
        """The coach, or nobody."""
        return self.coaches.get(self.cleaned_data["coach"])


class PitchForm(forms.Form):
    """When and where an entry pitches."""

    day = _day(gettext_lazy("Day of the pitch"))
    time = TimeField(label=gettext_lazy("Time"))
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=240, initial=10)
    place = forms.CharField(label=gettext_lazy("Where"), max_length=200, required=False)
    version = _version()

    def clean_day(self) -> dt.date:
        return check_day(self.cleaned_data["day"])


class MaterialForm(forms.Form):
    """A link or a file, not both."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=150)
    url = forms.URLField(
        label=gettext_lazy("Link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("For example: https://www.voorbeeld.example/pitchen"),
    )
    file = CheckedFileField(label=gettext_lazy("Or a file"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = accepted_text()

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url and not url.lower().startswith(("http://", "https://")):
            raise forms.ValidationError(_("Give the address of a web page."))
        return url

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(data.get("url")) == bool(data.get("file")):
            self.add_error("url", _("Give a link or a file, not both."))
        return data


class SessionForm(forms.Form):
    """An appointment."""

    day = _day(gettext_lazy("Day"))
    begins = TimeField(label=gettext_lazy("From"))
    ends = TimeField(label=gettext_lazy("Until"))
    place = forms.CharField(
        label=gettext_lazy("Where"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("An address, or the link of an online meeting."),
    )
    topic = forms.CharField(label=gettext_lazy("What is it about?"), max_length=200, required=False)
    version = _version(initial=0)

    def __init__(self, *args: Any, session: CoachingSession | None = None, **kwargs: Any) -> None:
        if session:
            start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
            kwargs.setdefault(
                "initial",
                {
                    "day": start.date(),
                    "begins": start.strftime("%H:%M"),
                    "ends": end.strftime("%H:%M"),
                    "place": session.place,
                    "topic": session.topic,
                    "version": session.version,
                },
            )
        super().__init__(*args, **kwargs)

    def clean_day(self) -> dt.date:
        return check_day(self.cleaned_data["day"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        begins, ends = data.get("begins"), data.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("The end is before the beginning. Turn them round."))
        return data

    def facts(self) -> dict[str, Any]:
        """The appointment."""
        data = self.cleaned_data
        return {
            "starts_at": moment(data["day"], data["begins"]),
            "ends_at": moment(data["day"], data["ends"]),
            "place": data["place"],
            "topic": data["topic"],
        }


class CallOffForm(forms.Form):
    """Why an appointment is called off."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it called off?"),
        max_length=500,
        help_text=gettext_lazy("The entrants read this in a mail."),
    )
    version = _version()


class ReportForm(forms.Form):
    """What was said."""

    notes = forms.CharField(
        label=gettext_lazy("What did you talk about?"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("The entrants and the organisers read this too."),
    )
    version = _version()


class AgreementForm(forms.Form):
    """One thing to do before the next time; an empty row is none."""

    text = forms.CharField(label=gettext_lazy("Agreement"), max_length=300)
    due_on = _day(gettext_lazy("Before"), required=False)

    def clean_due_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["due_on"]
        return check_day(day) if day else None


class BaseAgreements(forms.BaseFormSet):  # type: ignore[type-arg]
    """All agreements of a session."""

    def rows(self) -> list[tuple[str, dt.date | None]]:
        """What was filled in and not taken out; the same words twice are one."""
        found = {
            data["text"]: data.get("due_on")
            for data in (form.cleaned_data for form in self.forms)
            if data and data.get("text") and not data.get("DELETE")
        }
        return list(found.items())


Agreements = forms.formset_factory(
    AgreementForm, formset=BaseAgreements, extra=2, max_num=15, validate_max=True, can_delete=True
)
