"""Forms of goals, indicators and claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.casefile.models import Theme
from accounts.impact.models import Claim, ClaimKind, Goal, Indicator
from portal.kernel.files.fields import CheckedFileField, accepted_text
from portal.ui.fields import EuroField
from portal.ui.formats import number

DATE_HELP = gettext_lazy("For example 31-12-2026.")
EARLIEST = dt.date(2000, 1, 1)
LATEST = dt.date(2100, 12, 31)


class QuantityField(EuroField):
    """A quantity as Dutch people write it, with at most two decimals."""

    default_error_messages = {
        "invalid": gettext_lazy("Fill in a number, for example 1.250 or 12,5."),
        "min_value": gettext_lazy("Fill in a number above zero."),
        "max_value": gettext_lazy("This number is too high. Check the number of zeros."),
    }

    def prepare_value(self, value: Any) -> Any:
        """1.234,5 for a quantity; what was typed stays as it was typed."""
        return number(value) if isinstance(value, Decimal) else value


class _PeriodForm(forms.Form):
    """A form with `starts_on` and `ends_on`."""

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, and both are of this century."""
        data: dict[str, Any] = super().clean() or {}
        for name in ("starts_on", "ends_on"):
            if data.get(name) and not EARLIEST <= data[name] <= LATEST:
                self.add_error(name, _("Fill in a date between 01-01-2000 and 31-12-2100."))
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first day. Check both dates."))
        return data


class GoalForm(_PeriodForm):
    """A goal: what, of which theme, how much by when, and where it is decided."""

    title = forms.CharField(label=gettext_lazy("Goal"), max_length=200)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), choices=Theme.choices)
    indicator = forms.ChoiceField(
        label=gettext_lazy("Indicator"),
        help_text=gettext_lazy("What do you count? Is it not in the list? Make the indicator first."),
    )
    starts_on = forms.DateField(label=gettext_lazy("From"), help_text=DATE_HELP)
    ends_on = forms.DateField(label=gettext_lazy("Up to and including"), help_text=DATE_HELP)
    baseline = QuantityField(
        label=gettext_lazy("Baseline"),
        min_value=Decimal(0),
        help_text=gettext_lazy("What there was already at the start. Fill in 0 when there was nothing."),
    )
    target = QuantityField(
        label=gettext_lazy("Target"),
        help_text=gettext_lazy(
            "The baseline included. Do you want less of something? Count what is avoided, so that it goes up."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Source document"),
        max_length=300,
        help_text=gettext_lazy("For example: coalition agreement 2026-2030, page 14."),
    )
    source_url = forms.URLField(
        label=gettext_lazy("Address of the source"), max_length=300, required=False, assume_scheme="https"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(
        self, *args: Any, indicators: Sequence[Indicator], goal: Goal | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.goal = goal
        self.indicators = {str(row.pk): row for row in indicators}
        field: Any = self.fields["indicator"]
        field.choices = [
            ("", _("Choose an indicator")),
            *((pk, str(row)) for pk, row in self.indicators.items()),
        ]

    def clean_baseline(self) -> Decimal:
        """Zero is a baseline too."""
        return self.cleaned_data["baseline"] or Decimal(0)

    def clean(self) -> dict[str, Any]:
        """The target is above the baseline, and the goal is not written down twice."""
        data = super().clean()
        target, baseline = data.get("target"), data.get("baseline")
        if target is not None and baseline is not None and target <= baseline:
            self.add_error("target", _("The target has to be above the baseline."))
        same = Goal.objects.filter(title=data.get("title"), starts_on=data.get("starts_on"))
        if same.exclude(pk=self.goal.pk if self.goal else None).exists():
            self.add_error("title", _("There is a goal with this title from the same day already."))
        return data

    def facts(self) -> dict[str, Any]:
        """What was filled in, without the version."""
        data = {
            name: value for name, value in self.cleaned_data.items() if name not in {"version", "indicator"}
        }
        return {**data, "indicator_id": self.indicators[self.cleaned_data["indicator"]].pk}


class IndicatorForm(forms.Form):
    """What is counted, and in which unit."""

    name = forms.CharField(
        label=gettext_lazy("What do you count?"),
        max_length=120,
        help_text=gettext_lazy("For example: people with a new job, waste that was used again."),
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit"), max_length=40, help_text=gettext_lazy("For example: people, kg, hours.")
    )
    about_people = forms.BooleanField(
        label=gettext_lazy("This counts people"),
        required=False,
        help_text=gettext_lazy("Numbers from 1 to 4 are then hidden on pages for the alderman."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(self, *args: Any, indicator: Indicator | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator

    def clean_name(self) -> str:
        """A name is used once; the database guards it too."""
        name: str = self.cleaned_data["name"]
        same = Indicator.objects.filter(name__iexact=name)
        if same.exclude(pk=self.indicator.pk if self.indicator else None).exists():
            raise forms.ValidationError(_("This indicator is there already."))
        return name

    def facts(self) -> dict[str, Any]:
        """What was filled in, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class EvidenceForm(forms.Form):
    """A document or photo that proves a claim."""

    file = CheckedFileField(label=gettext_lazy("Evidence"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = accepted_text()


class ClaimForm(_PeriodForm):
    """What an enterprise did, how much, when, and what proves it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you want to tell?"),
        choices=ClaimKind.choices,
        widget=forms.RadioSelect,
        initial=ClaimKind.IMPACT,
    )
    indicator = forms.ChoiceField(label=gettext_lazy("What do you count?"))
    quantity = QuantityField(
        label=gettext_lazy("How much?"), help_text=gettext_lazy("A number, for example 1.250.")
    )
    starts_on = forms.DateField(label=gettext_lazy("From"), help_text=DATE_HELP)
    ends_on = forms.DateField(label=gettext_lazy("Up to and including"), help_text=DATE_HELP)
    harm = forms.CharField(
        label=gettext_lazy("Damage limited: what does the enterprise do harm?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only when you tell about damage. For example: our vans burn diesel."),
    )
    measure = forms.CharField(
        label=gettext_lazy("Damage limited: what is done about it?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    explanation = forms.CharField(
        label=gettext_lazy("Explanation"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("How did you count? Write no names of people."),
    )
    file = CheckedFileField(label=gettext_lazy("Evidence"))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(
        self, *args: Any, indicators: Sequence[Indicator], claim: Claim | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = {str(row.pk): row for row in indicators}
        field: Any = self.fields["indicator"]
        field.choices = [
            ("", _("Choose what fits best")),
            *((pk, str(row)) for pk, row in self.indicators.items()),
        ]
        if claim is None:
            self.fields["file"].help_text = (
                _("A photo, list or report that shows it. You can add more later. No names of people.")
                + f" {accepted_text()}"
            )
        else:
            del self.fields["file"]

    def clean(self) -> dict[str, Any]:
        """Damage limited says which damage and what is done; a claim is about what happened."""
        data = super().clean()
        if data.get("kind") == ClaimKind.LIMITATION:
            for name in ("harm", "measure"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Tell this when you choose “damage limited”."))
        elif data.get("kind"):
            data["harm"] = data["measure"] = ""
        if data.get("ends_on") and data["ends_on"] > timezone.localdate():
            self.add_error("ends_on", _("Choose a last day that is past: you claim what happened already."))
        return data

    def facts(self) -> dict[str, Any]:
        """What was filled in, as arguments of the actions."""
        data = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"version", "indicator", "file"}
        }
        return {**data, "indicator_id": self.indicators[self.cleaned_data["indicator"]].pk}


class RefuseForm(forms.Form):
    """Why a claim does not count."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The entrepreneur reads this, and can change the claim."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ShareForm(forms.Form):
    """How much of a claim counts for each goal it fits; an empty field counts for nothing."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, goals: Sequence[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = goals
        for goal in goals:
            self.fields[f"goal_{goal.pk}"] = QuantityField(
                label=goal.title, required=False, min_value=Decimal(0)
            )

    @staticmethod
    def start(claim: Claim) -> dict[str, Any]:
        """What is divided now."""
        shares = {f"goal_{share.goal_id}": share.quantity for share in claim.shares.all()}
        return {**shares, "version": claim.version}

    def shares(self) -> dict[int, Decimal]:
        """Goal id -> quantity."""
        return {goal.pk: self.cleaned_data[f"goal_{goal.pk}"] or Decimal(0) for goal in self.goals}
