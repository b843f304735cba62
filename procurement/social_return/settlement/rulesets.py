"""The words of the letters, as rules an administrator edits. Words between braces are filled in per letter."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel.rulesets.queries import active
from portal.kernel.rulesets.registry import RuleKind, register_kind
from procurement.social_return.settlement.models import LetterKind

KIND = "settlement-letters"
#: What may stand between braces. The letters are in Dutch, so their words are.
WORDS = (
    "opdrachtnemer", "contract", "nummer", "verplichting", "geaccepteerd", "tekort", "kwijtgescholden", "te_betalen",
    "uiterlijk", "reden", "berekening",
)  # fmt: skip
#: [M]: defaults of Impactloket, to be replaced by the municipality's own.
DEFAULT: dict[str, str] = {
    "intent": (
        "Uw contract {nummer} ({contract}) is afgelopen. U had een social-returnverplichting van {verplichting}. "
        "Daarvan is {geaccepteerd} geaccepteerd. Er is dus {tekort} niet gerealiseerd.\n\n"
        "{berekening}\n\n"
        "Wij zijn van plan dit af te rekenen volgens de regels van uw contract. Voordat wij besluiten, horen wij "
        "graag wat u hiervan vindt. U kunt tot en met {uiterlijk} reageren op uw eigen pagina, of bellen met uw "
        "coördinator. Vertel ook of er omstandigheden waren waar u niets aan kon doen."
    ),
    "recovery": (
        "Wij hebben uw reactie bekeken. U krijgt tot en met {uiterlijk} de tijd om het ontbrekende bedrag van "
        "{tekort} voor contract {nummer} ({contract}) alsnog te realiseren.\n\n"
        "{reden}\n\n"
        "Geef op uw eigen pagina op wat u doet. Daarna maken wij de rekening op."
    ),
    "charge": (
        "Wij hebben de social return van contract {nummer} ({contract}) afgerekend. U had een verplichting van "
        "{verplichting}. Daarvan is {geaccepteerd} geaccepteerd.\n\n"
        "{berekening}\n\n"
        "U moet {te_betalen} betalen. U krijgt hiervoor een factuur, of wij verrekenen het met uw laatste factuur.\n\n"
        "{reden}"
    ),
    "waived": (
        "Wij hebben de social return van contract {nummer} ({contract}) afgerekend. U had een verplichting van "
        "{verplichting}. Daarvan is {geaccepteerd} geaccepteerd.\n\n"
        "{berekening}\n\n"
        "U hoeft niets te betalen.\n\n"
        "{reden}"
    ),
    "fulfilled": (
        "Wij hebben de social return van contract {nummer} ({contract}) afgerekend. U had een verplichting van "
        "{verplichting}. Daarvan is {geaccepteerd} geaccepteerd: u hebt alles gerealiseerd.\n\n"
        "Dank u wel voor uw inzet. Hiermee is uw verplichting voor dit contract afgerond."
    ),
}


class LetterTextsForm(forms.Form):
    """One text per letter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in LetterKind:
            self.fields[kind.value] = forms.CharField(
                label=kind.label,
                max_length=6000,
                widget=forms.Textarea(attrs={"rows": 8}),
                help_text=gettext_lazy("An empty line begins a paragraph. Words filled in for you: %s")
                % ", ".join(f"{{{word}}}" for word in WORDS),
            )

    @staticmethod
    def load(data: dict[str, Any]) -> dict[str, Any]:
        """Rules as initial values of the form."""
        return {**DEFAULT, **data}

    def clean(self) -> dict[str, Any]:
        """Only words that can be filled in stand between braces."""
        data: dict[str, Any] = super().clean() or {}
        for name, text in list(data.items()):
            unknown = unknown_words(text)
            if unknown is None:
                self.add_error(name, _("A brace { or } is not closed. Write for example {tekort}."))
            elif unknown:
                self.add_error(
                    name,
                    _("We do not know this word: %(word)s. Choose one of the list.") % {"word": unknown[0]},
                )
        return data

    def dump(self) -> dict[str, Any]:
        """The form as rules."""
        return dict(self.cleaned_data)


def unknown_words(text: str) -> list[str] | None:
    """Words between braces that cannot be filled in; None when the braces are wrong."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return None
    found = []
    for _literal, name, form, conversion in parts:
        if name is not None and (name not in WORDS or form or conversion):
            found.append(f"{{{name}}}")
    return found


def paragraphs(kind: str, words: Mapping[str, str], *, municipality_id: int, on: dt.date) -> list[str]:
    """The letter's paragraphs, filled in with the texts in force; empty ones are left out."""
    texts = {**DEFAULT, **active(KIND, on=on, municipality_id=municipality_id).data}
    # Split before filling in: what a person wrote (a motivation) may hold empty lines of its own.
    parts = [
        part.strip().format_map(dict.fromkeys(WORDS, "") | dict(words)) for part in texts[kind].split("\n\n")
    ]
    return [part for part in parts if part.strip()]


def register() -> None:
    """Make the kind known."""
    register_kind(
        RuleKind(
            code=KIND,
            label=gettext_lazy("Letters of settlement"),
            help_text=gettext_lazy("The words of the letters a supplier gets when a contract is settled."),
            default=DEFAULT,
            default_source=str(gettext_lazy("Default of Impactloket; put your own house style in its place")),
            form=lambda: LetterTextsForm,
        )
    )
