"""Forms of the design: begin, texts and settings, a phase, the criteria, cancelling."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.contests import engine
from challenges.contests.design.templates import templates
from challenges.contests.models import Challenge, ChallengeState, PhaseKind, TieRule, Variant
from portal.ui.fields import EuroField

YEARS_AHEAD = 5


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%d-%m-%Y"), **kwargs)


def check_day(day: dt.date) -> dt.date:
    """A plan is about now: not in 1899, not in 2199."""
    today = timezone.localdate()
    if abs(day.year - today.year) > YEARS_AHEAD:
        raise forms.ValidationError(_("Check the year of this date."))
    return day


class _Text(forms.CharField):
    def __init__(self, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 6000)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class BeginForm(forms.Form):
    """Which ready-made design, a title and a first day."""

    template = forms.ChoiceField(label=gettext_lazy("Begin with"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=120,
        help_text=gettext_lazy("As people will see it, for example: Nobody eats alone."),
    )
    starts_on = _day(gettext_lazy("First day of the plan"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["template"]
        field.choices = [(row["code"], f"{row['name']}: {row['about']}") for row in templates().values()]

    def clean_starts_on(self) -> dt.date:
        return check_day(self.cleaned_data["starts_on"])


class ChallengeForm(forms.Form):
    """Everything one can write. After the launch the rules of the game are no longer in it."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    question = forms.CharField(
        label=gettext_lazy("The question"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("One sentence that begins with how or who."),
    )
    story = _Text(8, label=gettext_lazy("The story"), required=False)
    target_group = forms.CharField(label=gettext_lazy("For whom?"), max_length=200, required=False)
    theme = forms.CharField(label=gettext_lazy("Theme"), max_length=100, required=False)
    partners = _Text(
        3, label=gettext_lazy("Partners"), required=False, help_text=gettext_lazy("One on each line.")
    )
    support = _Text(4, label=gettext_lazy("Support besides money"), required=False)
    variant = forms.ChoiceField(label=gettext_lazy("Variant"), choices=Variant.choices)
    amount = EuroField(
        label=gettext_lazy("Prize or start budget"),
        min_value=Decimal(0),
        help_text=gettext_lazy("For all winners together. The jury divides it. 0 when there is none."),
    )
    conditions = _Text(
        5,
        label=gettext_lazy("Conditions"),
        required=False,
        help_text=gettext_lazy("One on each line. Entries are checked against them."),
    )
    tie_rule = forms.ChoiceField(
        label=gettext_lazy("With equal scores"),
        choices=[("", gettext_lazy("Choose")), *TieRule.choices],
        required=False,
        help_text=gettext_lazy("This stands on the public page and cannot be changed after the launch."),
    )
    several_entries = forms.BooleanField(
        label=gettext_lazy("One person may send in several entries"), required=False
    )
    most_words = forms.IntegerField(label=gettext_lazy("Most words per answer"), min_value=50, max_value=2000)
    most_files = forms.IntegerField(label=gettext_lazy("Most files per entry"), min_value=0, max_value=10)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    RULES = ("variant", "amount", "conditions", "tie_rule", "several_entries", "most_words", "most_files")

    def __init__(self, *args: Any, challenge: Challenge, **kwargs: Any) -> None:
        names = [name for name in self.base_fields if name != "version"]
        kwargs.setdefault(
            "initial", {**{name: getattr(challenge, name) for name in names}, "version": challenge.version}
        )
        super().__init__(*args, **kwargs)
        if challenge.state != ChallengeState.CONCEPT:
            for name in self.RULES:
                del self.fields[name]
            for name in ("question", "story", "target_group"):
                self.fields[name].required = True

    def facts(self) -> dict[str, Any]:
        """What was filled in."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if "amount" in facts:
            facts["amount"] = facts["amount"] or Decimal(0)
        return facts


class PhaseForm(forms.Form):
    """When a phase is, and whether what comes after it moves along."""

    starts_on = _day(gettext_lazy("First day"))
    ends_on = _day(gettext_lazy("Last day"))
    closing = forms.TimeField(
        label=gettext_lazy("Closes at"), help_text=gettext_lazy("On the last day, for example 17:00.")
    )
    with_later = forms.BooleanField(
        label=gettext_lazy("Move the later phases as many days"), required=False, initial=True
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != PhaseKind.ENTRIES:
            del self.fields["closing"]

    def clean_starts_on(self) -> dt.date:
        return check_day(self.cleaned_data["starts_on"])

    def clean_ends_on(self) -> dt.date:
        return check_day(self.cleaned_data["ends_on"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("The last day is before the first. Turn them round."))
        return data


class CriterionForm(forms.Form):
    """One criterion; an empty row is none."""

    name = forms.CharField(label=gettext_lazy("Criterion"), max_length=80)
    description = forms.CharField(
        label=gettext_lazy("What does the jury look at?"), max_length=300, required=False
    )
    weight = forms.IntegerField(label=gettext_lazy("Weight in percent"), min_value=1, max_value=100)
    scale_min = forms.IntegerField(label=gettext_lazy("Lowest score"), min_value=0, max_value=99, initial=1)
    scale_max = forms.IntegerField(
        label=gettext_lazy("Highest score"), min_value=1, max_value=100, initial=10
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        least, most = data.get("scale_min"), data.get("scale_max")
        if least is not None and most is not None and most <= least:
            self.add_error("scale_max", _("The highest score must be above the lowest."))
        return data


class BaseCriteria(forms.BaseFormSet):  # type: ignore[type-arg]
    """All criteria together: weights that add up to 100, names that differ."""

    def rows(self) -> list[dict[str, Any]]:
        """The criteria that were filled in and not taken out."""
        names = ("name", "description", "weight", "scale_min", "scale_max")
        return [
            {name: data[name] for name in names}
            for data in (form.cleaned_data for form in self.forms)
            if data and data.get("name") and not data.get("DELETE")
        ]

    def clean(self) -> None:
        if any(self.errors):
            return
        rows = self.rows()
        total, off = sum(row["weight"] for row in rows), engine.weights_off([row["weight"] for row in rows])
        if off:
            text = (
                _("The weights add up to %(total)s: %(off)s is still missing.")
                if off > 0
                else _("The weights add up to %(total)s: that is %(off)s too much.")
            )
            raise forms.ValidationError(text % {"total": total, "off": abs(off)})
        if len({row["name"].casefold() for row in rows}) < len(rows):
            raise forms.ValidationError(_("Two criteria have the same name."))


Criteria = forms.formset_factory(
    CriterionForm, formset=BaseCriteria, extra=2, max_num=10, validate_max=True, can_delete=True
)


class CancelForm(forms.Form):
    """Why a challenge is cancelled."""

    reason = _Text(
        4,
        label=gettext_lazy("Why is it cancelled?"),
        max_length=2000,
        help_text=gettext_lazy("Everyone can read this on the public page."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
