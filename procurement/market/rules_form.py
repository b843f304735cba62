"""The rules of the marketplace on screen: one thing on each line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.fields import PercentField
from procurement.market import cpv
from procurement.market.words import tokens

MOST_LINES, LONGEST_WORD = 300, 60
POINTS: dict[str, Any] = {"min_value": 0, "max_value": 100}
WEIGHTS = ("words", "category", "place", "capacity", "certificate")
_AS_THEY_ARE = ("wave_size", "wave_days", "enough", "remind_days", "accept_at_once")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()][:MOST_LINES]


class MarketRulesForm(forms.Form):
    """Categories, synonyms and parts of compounds."""

    categories = forms.CharField(
        label=gettext_lazy("Categories"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "One on each line: name; CPV code; short mark. For example: Catering; 55520000-1; catering. Offers keep "
            "the mark, so leave it as it is when you change a name."
        ),
    )
    synonyms = forms.CharField(
        label=gettext_lazy("Words that mean the same"),
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("One group on each line, with commas. For example: bicycle, bike."),
    )
    parts = forms.CharField(
        label=gettext_lazy("Words that long words are made of"),
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "With commas. Who searches for “kantinebeheer” also finds “beheer van uw kantine”."
        ),
    )

    weight_words = forms.IntegerField(label=gettext_lazy("Points for words that fit"), **POINTS)
    weight_category = forms.IntegerField(label=gettext_lazy("Points for the same category"), **POINTS)
    weight_place = forms.IntegerField(label=gettext_lazy("Points for the same district"), **POINTS)
    weight_capacity = forms.IntegerField(label=gettext_lazy("Points for orders of this size"), **POINTS)
    weight_certificate = forms.IntegerField(label=gettext_lazy("Points for a PSO certificate"), **POINTS)
    wave_size = forms.IntegerField(
        label=gettext_lazy("How many enterprises are asked at once?"), min_value=1, max_value=50
    )
    wave_days = forms.IntegerField(
        label=gettext_lazy("After how many days are the next ones asked?"), min_value=1, max_value=60
    )
    enough = forms.IntegerField(
        label=gettext_lazy("How many interested enterprises are enough?"),
        min_value=1,
        max_value=50,
        help_text=gettext_lazy("Then nobody else is asked by itself."),
    )
    remind_days = forms.IntegerField(
        label=gettext_lazy("After how many days without an answer is someone reminded?"),
        min_value=1,
        max_value=60,
    )
    accept_at_once = forms.BooleanField(
        label=gettext_lazy("Orders both sides confirmed count for social return at once"),
        required=False,
        help_text=gettext_lazy("Otherwise they are handed in, and the coordinator judges them."),
    )
    fee = PercentField(
        label=gettext_lazy("Fee for matching, in percent of an order"),
        help_text=gettext_lazy("0 when matching is free."),
    )

    def clean_categories(self) -> list[dict[str, str]]:
        """Each with a CPV code that is right, and a mark of its own."""
        rows: list[dict[str, str]] = []
        for number, line in enumerate(_lines(self.cleaned_data["categories"]), start=1):
            label, code, mark, *_rest = [part.strip() for part in [*line.split(";"), "", "", ""]]
            try:
                right = cpv.complete(code)
            except ValueError:
                raise forms.ValidationError(
                    _(
                        "Line %(number)s: “%(code)s” is no CPV code. Write eight digits, a dash and the check digit."
                    )
                    % {"number": number, "code": code[:40]}
                ) from None
            mark = slugify(mark or label)[:30]
            if not label or not mark or len(label) > LONGEST_WORD:
                raise forms.ValidationError(
                    _("Line %(number)s: give a name of at most 60 letters.") % {"number": number}
                )
            if any(row["code"] == mark for row in rows):
                raise forms.ValidationError(
                    _("Line %(number)s: this mark is there twice.") % {"number": number}
                )
            rows.append({"code": mark, "label": label, "cpv": right})
        if not rows:
            raise forms.ValidationError(_("Keep at least one category."))
        return rows

    def clean_synonyms(self) -> list[list[str]]:
        """Groups of two or more."""
        groups = []
        for number, line in enumerate(_lines(self.cleaned_data["synonyms"]), start=1):
            group = [" ".join(tokens(word)) for word in line.split(",")]
            group = [word for word in group if word]
            if len(group) < 2 or any(len(word) > LONGEST_WORD for word in group):
                raise forms.ValidationError(
                    _("Words that mean the same, line %(number)s: write at least two words, with a comma.")
                    % {"number": number}
                )
            groups.append(group)
        return groups

    def clean_parts(self) -> list[str]:
        """Single words of three letters or more."""
        words = [word for word in tokens(self.cleaned_data["parts"]) if 3 <= len(word) <= LONGEST_WORD]
        return list(dict.fromkeys(words))

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values."""
        return {
            "categories": "\n".join(
                f"{row['label']}; {row['cpv']}; {row['code']}" for row in data["categories"]
            ),
            "synonyms": "\n".join(", ".join(group) for group in data["synonyms"]),
            "parts": ", ".join(data["parts"]),
            **{f"weight_{name}": data["weights"][name] for name in WEIGHTS if "weights" in data},
            **{name: data[name] for name in _AS_THEY_ARE if name in data},
            "fee": Decimal(data.get("fee", "0")),
        }

    def dump(self) -> dict[str, Any]:
        """The form as rules."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("categories", "synonyms", "parts", *_AS_THEY_ARE)},
            "weights": {name: data[f"weight_{name}"] for name in WEIGHTS},
            "fee": format(data["fee"].normalize(), "f"),
        }
