"""The rules of the marketplace on screen: one thing on each line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.market import cpv
from procurement.market.words import tokens

MOST_LINES, LONGEST_WORD = 300, 60


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
        }

    def dump(self) -> dict[str, Any]:
        """The form as rules."""
        return {name: self.cleaned_data[name] for name in ("categories", "synonyms", "parts")}
