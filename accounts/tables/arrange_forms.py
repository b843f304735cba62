"""Forms with which staff arrange locations, places and the hours of officials."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.needs import NEED_GROUPS
from accounts.tables import engine
from accounts.tables.forms import DayField, TimeField, check_after
from accounts.tables.models import Location, Weekday
from portal.kernel.models import Domain, Person


class LocationForm(forms.ModelForm):  # type: ignore[type-arg]
    """A location and its weekly hours."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Location
        fields = ["name", "address", "floor", "access", "accessibility", "is_active"]
        widgets = {
            "access": forms.Textarea(attrs={"rows": 3}),
            "accessibility": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, hours: dict[int, engine.Hours] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday, label in Weekday.choices:
            found = (hours or {}).get(weekday)
            words = {"day": str(label)}
            self.fields[f"opens_{weekday}"] = TimeField(
                label=_("%(day)s from") % words, required=False, initial=found and found.opens, help_text=""
            )
            self.fields[f"closes_{weekday}"] = TimeField(
                label=_("%(day)s until") % words, required=False, initial=found and found.closes, help_text=""
            )

    @property
    def facts_fields(self) -> list[Any]:
        """Everything but the hours, for the template."""
        return [self[name] for name in (*self.Meta.fields, "version")]

    @property
    def hour_fields(self) -> list[tuple[Any, Any]]:
        """Per weekday the two times, for the template."""
        return [(self[f"opens_{day}"], self[f"closes_{day}"]) for day in Weekday.values]

    def clean(self) -> dict[str, Any]:
        """Both times of a day, or none."""
        values = super().clean() or {}
        for day in Weekday.values:
            opens, closes = values.get(f"opens_{day}"), values.get(f"closes_{day}")
            for name, this, other in ((f"opens_{day}", opens, closes), (f"closes_{day}", closes, opens)):
                if this is None and other is not None and name not in self.errors:
                    self.add_error(name, _("Fill in both times, or none when it is closed."))
            check_after(self, f"opens_{day}", f"closes_{day}")  # type: ignore[arg-type]
        return values

    @property
    def hours(self) -> dict[int, engine.Hours]:
        """Weekday -> hours. Only after the form is valid."""
        values = self.cleaned_data
        return {
            day: engine.Hours(values[f"opens_{day}"], values[f"closes_{day}"])
            for day in Weekday.values
            if values[f"opens_{day}"]
        }

    def facts(self) -> dict[str, Any]:
        """What the action stores."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ExceptionForm(forms.Form):
    """Other hours on one day, or closed."""

    day = DayField(label=gettext_lazy("Day"))
    opens = TimeField(
        label=gettext_lazy("From"), required=False, help_text=gettext_lazy("Empty when closed.")
    )
    closes = TimeField(label=gettext_lazy("Until"), required=False, help_text="")
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200)

    def clean(self) -> dict[str, Any]:
        """Both times, or none."""
        values = super().clean() or {}
        if (values.get("opens") is None) != (values.get("closes") is None) and not self.errors:
            self.add_error("closes", _("Fill in both times, or none when it is closed."))
        check_after(self, "opens", "closes")
        return values


class PlacesForm(forms.Form):
    """How many places to add."""

    number = forms.IntegerField(label=gettext_lazy("How many places?"), min_value=1, max_value=100)
    note = forms.CharField(
        label=gettext_lazy("What they have"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("For example: large screen, sit-stand desk."),
    )


class ClosureForm(forms.Form):
    """From when until when a place is out of use."""

    first_day = DayField(label=gettext_lazy("From"))
    last_day = DayField(label=gettext_lazy("Up to and including"))
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        values = super().clean() or {}
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Fill in a day after the first day."))
        return values


class PresenceForm(forms.Form):
    """When an official is there, and for what."""

    location = forms.ModelChoiceField(label=gettext_lazy("Location"), queryset=Location._base_manager.none())
    official = forms.ModelChoiceField(label=gettext_lazy("Who"), queryset=Person.objects.none())
    domain = forms.ChoiceField(label=gettext_lazy("Domain"), choices=Domain.choices)
    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=120,
        help_text=gettext_lazy("For example: Wmo, permits for a terrace."),
    )
    first_day = DayField(
        label=gettext_lazy("First day"),
        help_text=gettext_lazy(
            "Its weekday counts: a Thursday means every Thursday. For example 31-12-2026."
        ),
    )
    last_day = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Empty: every week from now on. The same as the first day: only that day."),
    )
    starts = TimeField(label=gettext_lazy("From"))
    ends = TimeField(label=gettext_lazy("Until"))
    talk_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes per talk"),
        min_value=0,
        max_value=120,
        initial=20,
        help_text=gettext_lazy("0: nobody reserves, people just walk up."),
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Helps with"),
        choices=NEED_GROUPS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = Location.objects.filter(is_active=True).order_by("name")  # type: ignore[attr-defined]
        self.fields["official"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ends after it starts, in hours and in days."""
        values = super().clean() or {}
        check_after(self, "starts", "ends")
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Fill in a day after the first day."))
        return values

    def facts(self) -> dict[str, Any]:
        """What the action stores."""
        values = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        return {**values, "weekday": values["first_day"].weekday()}
