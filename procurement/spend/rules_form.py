"""The rules of social spend on screen."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.engine import plain
from accounts.recognition.models import PsoLevel
from portal.ui.fields import EuroField
from procurement.spend.rulesets import GROUPS, SOURCES

MOST_LINES = 200
_BOXES = forms.CheckboxSelectMultiple


class SpendRulesForm(forms.Form):
    """Who counts, and when a pair is shown."""

    groups = forms.MultipleChoiceField(
        label=gettext_lazy("What counts as social spend?"),
        choices=list(GROUPS.items()),
        widget=_BOXES,
        help_text=gettext_lazy("A supplier that is more of these counts once, as the first."),
    )
    sources = forms.MultipleChoiceField(
        label=gettext_lazy("Who is a social enterprise?"),
        choices=list(SOURCES.items()),
        widget=_BOXES,
        required=False,
        help_text=gettext_lazy("Lists of other buyers are matched with what is public only."),
    )
    pso_levels = forms.MultipleChoiceField(
        label=gettext_lazy("Which steps of the PSO count?"),
        choices=PsoLevel.choices,
        widget=_BOXES,
        required=False,
        help_text=gettext_lazy("In the years in which the certificate is valid."),
    )
    sw_companies = forms.CharField(
        label=gettext_lazy("SW companies"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("One on each line: KVK number; name. For example: 12345678; De Schakel."),
    )
    propose_from = forms.IntegerField(
        label=gettext_lazy("From how many percent alike do we show a pair?"),
        min_value=30,
        max_value=100,
        help_text=gettext_lazy("A person always decides. Lower shows more pairs."),
    )
    most_pairs = forms.IntegerField(
        label=gettext_lazy("How many enterprises do we show for one supplier?"), min_value=1, max_value=10
    )
    legal_forms = forms.CharField(
        label=gettext_lazy("Words that say nothing in a name"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Legal forms and the like, with commas."),
    )
    sizes = forms.CharField(
        label=gettext_lazy("Borders between small and large suppliers"),
        max_length=200,
        help_text=gettext_lazy("In euros, with semicolons. For example: 10.000; 50.000; 250.000."),
    )

    general_words = forms.CharField(
        label=gettext_lazy("Words that say nothing in a category of spend"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "With commas. We do not look for enterprises by these. For example: other, services."
        ),
    )

    def clean_general_words(self) -> list[str]:
        """Single words in plain letters."""
        return list(dict.fromkeys(plain(self.cleaned_data["general_words"]).split()))

    def clean_sw_companies(self) -> list[dict[str, str]]:
        """A KVK number and a name on each line."""
        found: dict[str, dict[str, str]] = {}
        lines = [line.strip() for line in self.cleaned_data["sw_companies"].splitlines() if line.strip()]
        for number, line in enumerate(lines[:MOST_LINES], start=1):
            kvk, _sign, name = (part.strip() for part in line.partition(";"))
            if not re.fullmatch(r"\d{8}", kvk, re.ASCII) or not name or len(name) > 200:
                words = _("Line %(number)s: write a KVK number of eight digits, a semicolon and a name.")
                raise forms.ValidationError(words % {"number": number})
            found.setdefault(kvk, {"kvk": kvk, "name": name})
        return list(found.values())

    def clean_legal_forms(self) -> list[str]:
        """Single words in plain letters."""
        words = plain(self.cleaned_data["legal_forms"].replace(".", "")).split()
        return list(dict.fromkeys(words))

    def clean_sizes(self) -> list[str]:
        """Rising amounts above zero."""
        field = EuroField()
        found: list[Decimal] = []
        for part in self.cleaned_data["sizes"].split(";")[:8]:
            amount = field.clean(part.strip())
            if found and amount <= found[-1]:
                raise forms.ValidationError(_("Each amount must be more than the one before."))
            found.append(amount)
        return [format(amount.normalize(), "f") for amount in found]

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values."""
        field = EuroField()
        return {
            **data,
            "sw_companies": "\n".join(f"{row['kvk']}; {row['name']}" for row in data["sw_companies"]),
            "legal_forms": ", ".join(data["legal_forms"]),
            "general_words": ", ".join(data["general_words"]),
            "sizes": "; ".join(field.prepare_value(Decimal(size)) for size in data["sizes"]),
        }

    def dump(self) -> dict[str, Any]:
        """The form as rules; groups in the order in which they count."""
        data = dict(self.cleaned_data)
        return {**data, "groups": [group for group in GROUPS if group in data["groups"]]}
