"""Forms of the programme: begin, write, the web, more time, cancel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.fields import EuroField
from procurement.tenders.circular.programme.engine import CRITERIA, LEAST_THEMES, MOST_LEVEL, weights_off
from procurement.tenders.circular.programme.models import CircularAmbition, CircularState, CircularTender

YEARS_AHEAD = 5
#: Where a moment begins when only the day is new.
HOURS = {"questions": "12:00", "closes": "17:00"}


class _Text(forms.CharField):
    def __init__(self, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 8000)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class FilterForm(forms.Form):
    """Which tenders to list."""

    stand = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("All")), *CircularState.choices],
        required=False,
    )


class BeginForm(forms.Form):
    """What it is called, and whose it is."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=120,
        help_text=gettext_lazy("As enterprises will see it, for example: Coffee and tea without waste."),
    )
    department = forms.CharField(label=gettext_lazy("Department"), max_length=100, required=False)


class MomentsForm(forms.Form):
    """Until when one can ask, and until when one can send in: a day and a time each, Dutch time."""

    questions_day = forms.DateField(
        label=gettext_lazy("Questions until"), widget=forms.DateInput(format="%d-%m-%Y"), required=False
    )
    questions_time = forms.TimeField(label=gettext_lazy("Questions until what time?"), required=False)
    closes_day = forms.DateField(
        label=gettext_lazy("Submissions until"), widget=forms.DateInput(format="%d-%m-%Y"), required=False
    )
    closes_time = forms.TimeField(
        label=gettext_lazy("Submissions until what time?"),
        required=False,
        help_text=gettext_lazy("At this very second it is closed. The clock of the server decides."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, tender: CircularTender, **kwargs: Any) -> None:
        initial = {"version": tender.version, **kwargs.pop("initial", {})}
        for name, moment in (("questions", tender.questions_until), ("closes", tender.closes_at)):
            local = timezone.localtime(moment) if moment else None
            initial[f"{name}_day"] = local.date() if local else None
            initial[f"{name}_time"] = local.strftime("%H:%M") if local else HOURS[name]
        super().__init__(*args, **kwargs | {"initial": initial})

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        today = timezone.localdate()
        for name in ("questions", "closes"):
            day = data.get(f"{name}_day")
            if day and abs(day.year - today.year) > YEARS_AHEAD:
                self.add_error(f"{name}_day", _("Check the year of this date."))
            if day and not data.get(f"{name}_time") and f"{name}_time" not in self.errors:
                self.add_error(f"{name}_time", _("Fill in a time, for example 17:00."))
        moments = self.moments(data)
        if moments["questions_until"] and moments["closes_at"]:
            if moments["questions_until"] > moments["closes_at"]:
                self.add_error("questions_day", _("Questions must end before submissions do."))
        return data

    @staticmethod
    def moments(data: dict[str, Any]) -> dict[str, dt.datetime | None]:
        """The two moments, each None while its day or time is missing."""
        zone = timezone.get_default_timezone()

        def at(name: str) -> dt.datetime | None:
            day, time = data.get(f"{name}_day"), data.get(f"{name}_time")
            return dt.datetime.combine(day, time, zone) if day and time else None

        return {"questions_until": at("questions"), "closes_at": at("closes")}


class TimeForm(MomentsForm):
    """More time for a tender that is published."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("questions_day", "questions_time", "closes_day", "closes_time"):
            self.fields[name].required = True


class ProgrammeForm(MomentsForm):
    """Everything one can write of a concept; it may be short of anything until it is published."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    department = forms.CharField(label=gettext_lazy("Department"), max_length=100, required=False)
    background = _Text(
        5, label=gettext_lazy("Why this question?"), required=False,
        help_text=gettext_lazy("The ambition behind it, and what is there now."),
    )  # fmt: skip
    brief = _Text(
        7, label=gettext_lazy("Functional brief"), required=False,
        help_text=gettext_lazy("What must it do, for whom? Leave the solution to who sends something in."),
    )  # fmt: skip
    conditions = _Text(4, label=gettext_lazy("Conditions to take part"), required=False)
    budget = EuroField(
        label=gettext_lazy("Maximum budget"),
        required=False,
        help_text=gettext_lazy(
            "Ex VAT, for the whole partnership. It stands on the public page; price earns no points."
        ),
    )
    weight_vision = forms.IntegerField(label=gettext_lazy("Weight of vision"), min_value=1, max_value=98)
    looks_at_vision = forms.CharField(label=gettext_lazy("Vision: what the panel looks at"), max_length=300)
    weight_expertise = forms.IntegerField(
        label=gettext_lazy("Weight of expertise"), min_value=1, max_value=98
    )
    looks_at_expertise = forms.CharField(
        label=gettext_lazy("Expertise: what the panel looks at"), max_length=300
    )
    weight_innovation = forms.IntegerField(
        label=gettext_lazy("Weight of innovation"), min_value=1, max_value=98
    )
    looks_at_innovation = forms.CharField(
        label=gettext_lazy("Innovation: what the panel looks at"), max_length=300
    )
    most_words = forms.IntegerField(label=gettext_lazy("Most words per answer"), min_value=50, max_value=2000)
    most_files = forms.IntegerField(
        label=gettext_lazy("Most files per submission"), min_value=0, max_value=10
    )

    NAMES = (
        "title", "department", "background", "brief", "conditions", "budget", "weight_vision", "looks_at_vision",
        "weight_expertise", "looks_at_expertise", "weight_innovation", "looks_at_innovation", "most_words",
        "most_files",
    )  # fmt: skip
    field_order = (*NAMES, "questions_day", "questions_time", "closes_day", "closes_time")

    def __init__(self, *args: Any, tender: CircularTender, **kwargs: Any) -> None:
        initial = {name: getattr(tender, name) for name in self.NAMES}
        super().__init__(*args, tender=tender, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        weights = [data.get(f"weight_{code}") for code in CRITERIA]
        off = weights_off([weight or 0 for weight in weights])
        if all(weights) and off:
            text = (
                _("The weights add up to %(total)s: %(off)s is still missing.")
                if off > 0
                else _("The weights add up to %(total)s: that is %(off)s too much.")
            )
            self.add_error("weight_vision", text % {"total": 100 - off, "off": abs(off)})
        return data

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        data = self.cleaned_data
        return {**{name: data[name] for name in self.NAMES}, **self.moments(data)}


class WebForm(forms.Form):
    """The ambition web: for each theme of the rules a level, or not in this programme."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self,
        *args: Any,
        tender: CircularTender,
        themes: Sequence[dict[str, str]],
        spokes: Sequence[CircularAmbition],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs | {"initial": {"version": tender.version}})
        there = {row.code: row for row in spokes}
        # A theme that left the rules stays in the web it is in.
        known = {row["code"] for row in themes}
        gone = [
            {"code": row.code, "label": row.label, "question": ""} for row in spokes if row.code not in known
        ]
        self.themes = [*themes, *gone]
        choices = [("", _("Not in this programme"))]
        choices += [(str(level), f"{level}. {tender.level_name(level)}") for level in range(MOST_LEVEL + 1)]
        for theme in self.themes:
            code, row = theme["code"], there.get(theme["code"])
            self.fields[f"level_{code}"] = forms.ChoiceField(
                label=theme["label"], choices=choices, required=False, help_text=theme["question"],
                initial=str(row.level) if row else "",
            )  # fmt: skip
            self.fields[f"wish_{code}"] = forms.CharField(
                label=_("What we want: %(theme)s") % {"theme": theme["label"]}, max_length=300, required=False,
                initial=row.wish if row else "",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and len(self.spokes()) < LEAST_THEMES:
            raise forms.ValidationError(_("Choose a level for at least three themes."))
        return data

    def spokes(self) -> dict[str, tuple[str, int, str]]:
        """Code -> (theme, level, what we want)."""
        data = self.cleaned_data
        return {
            theme["code"]: (
                theme["label"],
                int(data[f"level_{theme['code']}"]),
                data[f"wish_{theme['code']}"],
            )
            for theme in self.themes
            if data.get(f"level_{theme['code']}")
        }


class CancelForm(forms.Form):
    """Why a tender is cancelled."""

    reason = _Text(
        4,
        label=gettext_lazy("Why is it cancelled?"),
        max_length=2000,
        help_text=gettext_lazy("Everyone can read this on the public page."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
