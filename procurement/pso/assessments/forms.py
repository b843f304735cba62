"""Forms of the self-assessment: the enterprise, people, purchases, what-if, handing in, and the filter of staff."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.fields import EuroField, NumberField, PercentField
from procurement.pso.engine import Facts
from procurement.pso.norms import Rules
from procurement.pso.words import LEVEL_LABELS
from procurement.social_return.efforts.evidence import holds_bsn

#: How many years back an assessment may be about.
YEARS_BACK = 3
#: How far the sliders go.
MOST_PEOPLE, MOST_EUROS, EURO_STEP = 20, 200_000, 1000


def _without_bsn(text: str) -> str:
    if holds_bsn(text):
        raise forms.ValidationError(
            _("This looks like a citizen service number (BSN). Leave it out: we may not keep it.")
        )
    return text


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not known (None)."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [
            ("", gettext_lazy("I do not know")),
            ("yes", gettext_lazy("Yes")),
            ("no", gettext_lazy("No")),
        ]
        super().__init__(
            choices=choices, coerce=lambda value: value == "yes", empty_value=None, required=False, **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        """As one of the choices."""
        return {True: "yes", False: "no", None: ""}.get(value, value) if not isinstance(value, str) else value


class EnterpriseForm(forms.Form):
    """The enterprise as a whole over the year."""

    year = forms.TypedChoiceField(label=gettext_lazy("Over which year?"), coerce=int)
    fte = NumberField(
        label=gettext_lazy("How large is your enterprise, in fte?"),
        min_value=Decimal("0.01"),
        max_value=Decimal(100000),
        help_text=gettext_lazy(
            "All jobs together, counted as full-time jobs, on average over the year. For example 12,5."
        ),
    )
    full_time_hours = NumberField(
        label=gettext_lazy("How many hours is a full working week?"),
        min_value=Decimal(1),
        max_value=Decimal(60),
        help_text=gettext_lazy("40, or the number in your collective agreement."),
    )
    employees = forms.IntegerField(
        label=gettext_lazy("How many people are on your pay-roll?"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text=gettext_lazy("As persons. Needed for reserved contracts (article 2.82) only."),
    )
    whole_year = YesNoField(label=gettext_lazy("Has it been like this for a year or longer?"))
    main_aim = YesNoField(
        label=gettext_lazy(
            "Is it the main aim of your enterprise to let disabled or disadvantaged people take part?"
        ),
        help_text=gettext_lazy("Article 2.82 asks for this; the PSO does not."),
    )
    aim_source = forms.CharField(
        label=gettext_lazy("Where can that be read?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For example: article 2 of the statutes."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(self, *args: Any, with_year: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = timezone.localdate().year
        field: Any = self.fields["year"]
        field.choices = [(year, str(year)) for year in range(this, this - YEARS_BACK - 1, -1)]
        if not with_year:
            del self.fields["year"]

    def clean_aim_source(self) -> str:
        return _without_bsn(self.cleaned_data["aim_source"])

    def facts(self) -> dict[str, Any]:
        """What was filled in, without the year."""
        names = ("fte", "full_time_hours", "employees", "whole_year", "main_aim", "aim_source")
        return {name: self.cleaned_data[name] for name in names}


class _RowForm(forms.Form):
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4

    def facts(self) -> dict[str, Any]:
        """What was filled in, without the key and the version."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in {"form_key", "version"}
        }


def _conditions(rows: Any) -> Any:
    """The conditions of categories or contract forms, under the field."""
    return format_html_join(
        "", "<div>{}: {}</div>", ((row.label, row.condition) for row in rows.values() if row.condition)
    )


class WorkersForm(_RowForm):
    """People of one category under one contract form."""

    category = forms.ChoiceField(label=gettext_lazy("Which people?"))
    form = forms.ChoiceField(label=gettext_lazy("How do they work for you?"))
    people = forms.IntegerField(label=gettext_lazy("How many people?"), min_value=1, max_value=100_000)
    hours = NumberField(
        label=gettext_lazy("How many hours a week does each of them work?"),
        min_value=Decimal("0.25"),
        max_value=Decimal(60),
        help_text=gettext_lazy("On average. Add another line for people who work other hours."),
    )
    months = forms.IntegerField(
        label=gettext_lazy("How many months of the year?"),
        min_value=1,
        max_value=12,
        initial=12,
        help_text=gettext_lazy("12 when they worked for you all year."),
    )

    field_order = ("category", "form", "people", "hours", "months")

    def __init__(self, *args: Any, rules: Rules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("category", rules.categories), ("form", rules.forms)):
            field: Any = self.fields[name]
            field.choices = [("", _("Choose")), *((code, row.label) for code, row in rows.items())]
            field.help_text = _conditions(rows)


class PurchaseForm(_RowForm):
    """An order at a social supplier."""

    name = forms.CharField(label=gettext_lazy("At which supplier did you buy?"), max_length=150)
    order = EuroField(label=gettext_lazy("For how much in the year, without VAT?"))
    turnover = EuroField(
        label=gettext_lazy("Turnover of that supplier in a year"),
        help_text=gettext_lazy("Ask the supplier; a PSO certificate comes with these numbers."),
    )
    fte = NumberField(
        label=gettext_lazy("Size of that supplier in fte"),
        min_value=Decimal("0.01"),
        max_value=Decimal(100000),
    )
    score = PercentField(
        label=gettext_lazy("Its direct PSO score, in percent"), decimal_places=4, max_digits=7
    )
    counted_directly = forms.BooleanField(
        label=gettext_lazy("The people of this order stand in my list of people already"),
        required=False,
        help_text=gettext_lazy(
            "Do you hire SW workers? Their order counts once: as people or as a purchase."
        ),
    )

    field_order = ("name", "order", "turnover", "fte", "score", "counted_directly")

    def clean_name(self) -> str:
        return _without_bsn(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """Nobody buys more from a supplier than it sells."""
        data: dict[str, Any] = super().clean() or {}
        order, turnover = data.get("order"), data.get("turnover")
        if order is not None and turnover is not None and order > turnover:
            self.add_error("order", _("This is more than the supplier sold in all. Check both amounts."))
        return data


class SubmitForm(forms.Form):
    """Handing in, with or without sharing."""

    share = forms.BooleanField(
        label=gettext_lazy("Share this with the municipality"),
        required=False,
        help_text=gettext_lazy(
            "Your account manager and the social return coordinator can then see it. You can stop sharing at any "
            "moment."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class Slider(forms.NumberInput):
    """A slider: a number that is dragged, or changed with the arrow keys."""

    input_type = "range"

    def __init__(self, most: int, step: int = 1, least: int = 0) -> None:
        super().__init__(attrs={"min": least, "max": most, "step": step, "class": "il-slider"})


class WhatIfForm(forms.Form):
    """What if we hired more people, or bought more? All in the address, so that it can be kept or shared."""

    mensen = forms.IntegerField(
        label=gettext_lazy("More people"), min_value=0, max_value=MOST_PEOPLE, widget=Slider(MOST_PEOPLE)
    )
    uren = forms.IntegerField(label=gettext_lazy("Hours a week each"), min_value=1, max_value=60)
    groep = forms.ChoiceField(label=gettext_lazy("Which people?"))
    contract = forms.ChoiceField(label=gettext_lazy("How do they work for you?"))
    bij = forms.TypedChoiceField(
        label=gettext_lazy("Buy more at"), coerce=int, required=False, empty_value=None
    )
    euro = forms.IntegerField(
        label=gettext_lazy("For how many euros more"),
        min_value=0,
        max_value=MOST_EUROS,
        widget=Slider(MOST_EUROS, EURO_STEP),
    )

    def __init__(self, *args: Any, facts: Facts, rules: Rules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours: Any = self.fields["uren"]
        hours.widget = Slider(max(1, int(facts.full_time_hours)), least=1)
        for name, rows in (("groep", rules.categories), ("contract", rules.forms)):
            field: Any = self.fields[name]
            field.choices = [(code, row.label) for code, row in rows.items()]
        suppliers = [
            (place, row.name) for place, row in enumerate(facts.purchases) if not row.counted_directly
        ]
        if suppliers:
            chosen: Any = self.fields["bij"]
            chosen.choices = suppliers
        else:
            del self.fields["bij"], self.fields["euro"]


class SharedFilter(forms.Form):
    """Filters of the list of shared assessments."""

    tekst = forms.CharField(label=gettext_lazy("Enterprise"), required=False, max_length=100)
    jaar = forms.TypedChoiceField(label=gettext_lazy("Year"), required=False, coerce=int, empty_value=None)
    trede = forms.TypedChoiceField(
        label=gettext_lazy("Step"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("All steps")), *LEVEL_LABELS.items()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = timezone.localdate().year
        field: Any = self.fields["jaar"]
        field.choices = [
            ("", _("All years")),
            *((year, str(year)) for year in range(this, this - YEARS_BACK - 3, -1)),
        ]
