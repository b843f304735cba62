"""The rules of circular tenders on screen: one thing on each line."""

from __future__ import annotations

import string
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.tenders.circular.programme.engine import CRITERIA, MOST_LEVEL, weights_off

#: The least the law asks (Aanbestedingswet 2012, article 2.127).
LEAST_STANDSTILL = 20
LETTERS = ("letter_winner", "letter_other", "letter_aside")
#: What may stand between braces in a letter. The letters are in Dutch, so their words are.
WORDS = ("titel", "onderneming", "winnaar", "motivering", "waarom", "tot_en_met", "budget")
MOST_THEMES, LEAST_THEMES = 16, 3


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class _LetterField(forms.CharField):
    """The words of a letter; only words that can be filled in stand between braces."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=6000,
            widget=forms.Textarea(attrs={"rows": 8}),
            help_text=gettext_lazy("An empty line begins a paragraph. Words filled in for you: %s")
            % ", ".join(f"{{{word}}}" for word in WORDS),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            parts = list(string.Formatter().parse(text))
        except ValueError:
            raise forms.ValidationError(
                _("A brace { or } is not closed. Write for example {titel}.")
            ) from None
        for _literal, name, form, conversion in parts:
            if name is not None and (name not in WORDS or form or conversion):
                raise forms.ValidationError(
                    _("We do not know this word: %(word)s. Choose one of the list.") % {"word": f"{{{name}}}"}
                )
        return text


class CircularRulesForm(forms.Form):
    """Themes, levels, criteria and terms."""

    themes = forms.CharField(
        label=gettext_lazy("Themes of the ambition web"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "One on each line: name; question; short mark. Tenders keep the mark, so leave it when you change a name."
        ),
    )
    levels = forms.CharField(
        label=gettext_lazy("Levels, from low to high"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Four lines. The first one is level 0: only what the law asks."),
    )
    weight_vision = forms.IntegerField(label=gettext_lazy("Weight of vision"), min_value=1, max_value=98)
    weight_expertise = forms.IntegerField(
        label=gettext_lazy("Weight of expertise"), min_value=1, max_value=98
    )
    weight_innovation = forms.IntegerField(
        label=gettext_lazy("Weight of innovation"), min_value=1, max_value=98
    )
    looks_at_vision = forms.CharField(label=gettext_lazy("Vision: what the panel looks at"), max_length=300)
    looks_at_expertise = forms.CharField(
        label=gettext_lazy("Expertise: what the panel looks at"), max_length=300
    )
    looks_at_innovation = forms.CharField(
        label=gettext_lazy("Innovation: what the panel looks at"), max_length=300
    )
    most_words = forms.IntegerField(label=gettext_lazy("Most words per answer"), min_value=50, max_value=2000)
    most_files = forms.IntegerField(
        label=gettext_lazy("Most files per submission"), min_value=0, max_value=10
    )
    standstill_days = forms.IntegerField(
        label=gettext_lazy("Standstill in calendar days"),
        min_value=LEAST_STANDSTILL,
        max_value=90,
        help_text=gettext_lazy(
            "At least 20 for a European tender. It begins the day after the letters, and never ends on a weekend or "
            "holiday."
        ),
    )
    letter_winner = _LetterField(label=gettext_lazy("Letter to who is chosen"))
    letter_other = _LetterField(label=gettext_lazy("Letter to who is not chosen"))
    letter_aside = _LetterField(label=gettext_lazy("Letter to who does not meet the conditions"))

    def clean_themes(self) -> list[dict[str, str]]:
        """Each with a mark of its own."""
        rows: list[dict[str, str]] = []
        for number, line in enumerate(_lines(self.cleaned_data["themes"]), start=1):
            label, question, mark, *_rest = [part.strip() for part in [*line.split(";"), "", "", ""]]
            mark = slugify(mark or label)[:30]
            if not label or not mark or len(label) > 60 or len(question) > 200:
                raise forms.ValidationError(
                    _("Line %(number)s: give a name of at most 60 letters.") % {"number": number}
                )
            if any(row["code"] == mark for row in rows):
                raise forms.ValidationError(
                    _("Line %(number)s: this mark is there twice.") % {"number": number}
                )
            rows.append({"code": mark, "label": label, "question": question})
        if not LEAST_THEMES <= len(rows) <= MOST_THEMES:
            raise forms.ValidationError(_("Write three to sixteen themes: fewer make no web."))
        return rows

    def clean_levels(self) -> list[str]:
        """As many as the web has rings."""
        rows = _lines(self.cleaned_data["levels"])
        if len(rows) != MOST_LEVEL + 1 or any(len(row) > 80 for row in rows):
            raise forms.ValidationError(_("Write four lines of at most 80 letters."))
        return rows

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        weights = [data.get(f"weight_{code}") for code in CRITERIA]
        if all(weights) and weights_off([int(weight or 0) for weight in weights]):
            self.add_error("weight_vision", _("The three weights must add up to 100."))
        return data

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values."""
        return {
            "themes": "\n".join(
                f"{row['label']}; {row['question']}; {row['code']}" for row in data["themes"]
            ),
            "levels": "\n".join(data["levels"]),
            **{f"weight_{code}": data["weights"][code] for code in CRITERIA},
            **{f"looks_at_{code}": data["looks_at"][code] for code in CRITERIA},
            **{name: data[name] for name in ("most_words", "most_files", "standstill_days", *LETTERS)},
        }

    def dump(self) -> dict[str, Any]:
        """The form as rules."""
        data = self.cleaned_data
        return {
            **{
                name: data[name]
                for name in ("themes", "levels", "most_words", "most_files", "standstill_days", *LETTERS)
            },
            "weights": {code: data[f"weight_{code}"] for code in CRITERIA},
            "looks_at": {code: data[f"looks_at_{code}"] for code in CRITERIA},
        }
