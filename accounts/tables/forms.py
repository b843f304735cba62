"""Forms of the entrepreneurs' table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.tables import engine
from accounts.tables.meeting_models import Meeting
from accounts.tables.models import Location, Place
from accounts.tables.rulesets import Limits

DAY_HELP = gettext_lazy("For example 31-12-2026.")
TIME_HELP = gettext_lazy("For example 09:30.")


class DayField(forms.DateField):
    """A day of this century, so that no calculation leaves the calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", DAY_HELP)
        kwargs.setdefault("widget", forms.DateInput(attrs={"autocomplete": "off", "inputmode": "numeric"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> dt.date | None:
        """The day, between 2000 and 2100."""
        day = super().clean(value)
        if day and not 2000 <= day.year <= 2100:
            raise forms.ValidationError(_("Fill in a day of this century, for example 31-12-2026."))
        return day  # type: ignore[no-any-return]


class TimeField(forms.TimeField):
    """A time of the day, local."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", TIME_HELP)
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"autocomplete": "off"}))
        kwargs.setdefault("input_formats", ["%H:%M", "%H.%M", "%H:%M:%S", "%H"])
        kwargs.setdefault("error_messages", {"invalid": _("Fill in a time, for example 09:30.")})
        super().__init__(**kwargs)


def check_after(form: forms.Form, start: str, end: str) -> None:
    """The end comes after the start."""
    first, last = form.cleaned_data.get(start), form.cleaned_data.get(end)
    if first is not None and last is not None and last <= first:
        form.add_error(end, _("Fill in a time after the start."))


class BookingForm(forms.Form):
    """Which place, which day, which part of it, and whether every week."""

    place = forms.ChoiceField(label=gettext_lazy("Which place?"))
    day = DayField(label=gettext_lazy("Day"))
    part = forms.ChoiceField(label=gettext_lazy("Part of the day"), widget=forms.RadioSelect)
    start = TimeField(label=gettext_lazy("From"), required=False)
    end = TimeField(label=gettext_lazy("Until"), required=False)
    until = DayField(
        label=gettext_lazy("Every week, up to and including"),
        required=False,
        help_text=gettext_lazy("Leave empty for one day. For example 31-12-2026."),
    )
    keep_the_rest = forms.BooleanField(
        label=gettext_lazy("Book the other weeks, without those"), required=False
    )

    def __init__(self, *args: Any, places: Sequence[Place], limits: Limits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places}
        self.locations: dict[str, Location] = {f"l{place.location_id}": place.location for place in places}
        choices: list[tuple[str, str]] = []
        for code, location in self.locations.items():
            choices.append((code, _("%(location)s: any place that is free") % {"location": location}))
            for place in places:
                if place.location_id == location.pk:
                    extra = f" ({place.note})" if place.note else ""
                    choices.append((str(place.pk), f"{location}: {place}{extra}"))
        self.fields["place"].choices = choices  # type: ignore[attr-defined]
        self.limits = limits
        names = {"morning": _("Morning"), "afternoon": _("Afternoon")}
        parts = [
            (code, f"{names[code]}, {start:%H:%M} - {end:%H:%M}")
            for code, (start, end) in limits.parts.items()
        ]
        both = (limits.parts["morning"][0], limits.parts["afternoon"][1])
        parts.append(("day", _("Whole day, %(from)s - %(until)s") % {
            "from": f"{both[0]:%H:%M}", "until": f"{both[1]:%H:%M}"
        }))  # fmt: skip
        parts.append(("other", _("Other times: fill them in below")))
        self.fields["part"].choices = parts  # type: ignore[attr-defined]
        self.both = both

    def clean(self) -> dict[str, Any]:
        """Other times need both times; a series ends after it starts."""
        values = super().clean() or {}
        if values.get("part") == "other":
            for name in ("start", "end"):
                if values.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Fill in a time, for example 09:30."))
            check_after(self, "start", "end")
        day, until = values.get("day"), values.get("until")
        if day and until and until < day:
            self.add_error("until", _("Fill in a day after the first day."))
        return values

    @property
    def span(self) -> engine.Span:
        """The span asked for. Only after the form is valid."""
        values = self.cleaned_data
        start, end = {
            **self.limits.parts, "day": self.both, "other": (values["start"], values["end"])
        }[values["part"]]  # fmt: skip
        return engine.span_of(values["day"], start, end)


class MeetingForm(forms.Form):
    """A lunch or meeting."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=150)
    subject = forms.CharField(
        label=gettext_lazy("What is it about?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    day = DayField(label=gettext_lazy("Day"))
    start = TimeField(label=gettext_lazy("From"))
    end = TimeField(label=gettext_lazy("Until"))
    location = forms.ModelChoiceField(
        label=gettext_lazy("Location"), queryset=Location._base_manager.none(), required=False
    )
    where = forms.CharField(
        label=gettext_lazy("Where"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("A room, or an address when it is not at one of the locations."),
    )
    capacity = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=5000)
    closes_day = DayField(label=gettext_lazy("Sign up until this day"))
    closes_time = TimeField(label=gettext_lazy("at"))
    is_public = forms.BooleanField(label=gettext_lazy("On the public agenda"), required=False, initial=True)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = Location.objects.filter(is_active=True).order_by("name")  # type: ignore[attr-defined]

    @staticmethod
    def load(meeting: Meeting) -> dict[str, Any]:
        """A meeting as initial values."""
        start, end, closes = (
            timezone.localtime(moment) for moment in (meeting.starts_at, meeting.ends_at, meeting.closes_at)
        )
        names = ("title", "subject", "location", "where", "capacity", "is_public", "version")
        return {
            **{name: getattr(meeting, name) for name in names},
            "day": start.date(),
            "start": start.time(),
            "end": end.time(),
            "closes_day": closes.date(),
            "closes_time": closes.time(),
        }

    def clean(self) -> dict[str, Any]:
        """Ends after it starts, and somewhere; sign-up closes before it starts."""
        values = super().clean() or {}
        check_after(self, "start", "end")
        if not values.get("location") and not values.get("where") and "where" not in self.errors:
            self.add_error("where", _("Choose a location or fill in where it is."))
        if not self.errors:
            closes = engine.moment(values["closes_day"], values["closes_time"])
            if closes > engine.moment(values["day"], values["start"]):
                self.add_error("closes_day", _("Signing up ends before the meeting starts."))
        return values

    def facts(self) -> dict[str, Any]:
        """What the action stores."""
        values = self.cleaned_data
        span = engine.span_of(values["day"], values["start"], values["end"])
        names = ("title", "subject", "location", "where", "capacity", "is_public")
        return {
            **{name: values[name] for name in names},
            "starts_at": span.start,
            "ends_at": span.end,
            "closes_at": engine.moment(values["closes_day"], values["closes_time"]),
        }


class SignUpForm(forms.Form):
    """With how many guests."""

    guests = forms.IntegerField(label=gettext_lazy("Guests you bring"), min_value=0, initial=0)

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guests"] = forms.IntegerField(
            label=_("Guests you bring"),
            min_value=0,
            max_value=most,
            initial=0,
            help_text=_("At most %(most)s. Fill in 0 when you come alone.") % {"most": most},
        )


class TopicForm(forms.Form):
    """A talk: when, and about what."""

    presence = forms.IntegerField(min_value=1, max_value=2**62)
    start = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M:%S%z"])
    topic = forms.CharField(
        label=gettext_lazy("What do you want to talk about?"), max_length=200, required=False
    )
