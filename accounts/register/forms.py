"""Forms of the register: filters of the public pages, the entrepreneur's choice, the municipality's decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.casefile.models import CaseFile, Theme
from accounts.recognition.models import MarkKind
from accounts.register import queries
from accounts.register.actions import SHOWN, shown_of
from accounts.register.models import RegisterEntry


class RegisterFilter(forms.Form):
    """Filters of the register, as they stand in the address of the page and of the open data."""

    zoek = forms.CharField(label=_("Name, product or word"), required=False, max_length=100)
    thema = forms.ChoiceField(
        label=_("Theme"), required=False, choices=[("", _("All themes")), *Theme.choices]
    )
    wijk = forms.CharField(label=_("District"), required=False, max_length=80)
    keurmerk = forms.ChoiceField(
        label=_("Mark"), required=False, choices=[("", _("With or without")), *MarkKind.choices]
    )

    def __init__(self, *args: Any, districts: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if districts:
            chosen = [("", _("All districts")), *((name, name) for name in districts)]
            self.fields["wijk"] = forms.ChoiceField(label=_("District"), required=False, choices=chosen)

    def active(self) -> list[tuple[str, str, str]]:
        """Filters in use: (name in the address, label, value in words)."""
        chips = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value:
                words = dict(getattr(field, "choices", [])).get(value, value)
                chips.append((name, str(field.label), str(words)))
        return chips

    def apply(self, today: dt.date) -> QuerySet[RegisterEntry]:
        """The public entries that fit; a filter that makes no sense is left out."""
        data = self.cleaned_data
        return queries.search(
            text=data.get("zoek") or "",
            theme=data.get("thema") or "",
            district=data.get("wijk") or "",
            mark=data.get("keurmerk") or "",
            today=today,
        )


class EntryForm(forms.Form):
    """What the entrepreneur shows. What is left empty is not shown."""

    name = forms.CharField(label=_("Name"), max_length=200)
    summary = forms.CharField(
        label=_("What do you do?"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("In a few sentences, for residents and buyers."),
    )
    products = forms.CharField(
        label=_("Products and services"),
        max_length=250,
        required=False,
        help_text=_("A few words, with a comma between them. For example: bicycle repair, rental."),
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"), choices=Theme.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    district = forms.CharField(label=_("District or neighbourhood"), max_length=80, required=False)
    city = forms.CharField(label=_("Town or city"), max_length=80, required=False)
    website = forms.URLField(
        label=_("Website"), max_length=200, required=False, assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )  # fmt: skip
    show_marks = forms.BooleanField(label=_("Show the marks that are valid"), required=False)
    consent = forms.BooleanField(
        label=_(
            "Everyone may see this on the internet and use it as open data. I can withdraw it at any moment."
        ),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, asking: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asking = asking

    def clean_consent(self) -> bool:
        """Looking at the preview needs no consent; asking does."""
        given = bool(self.cleaned_data["consent"])
        if self.asking and not given:
            raise forms.ValidationError(
                _("Tick this box if everyone may see it. Without it nothing is published.")
            )
        return given

    def shown(self) -> dict[str, Any]:
        """What may be shown."""
        return {name: self.cleaned_data[name] for name in SHOWN}

    @staticmethod
    def start(case_file: CaseFile, entry: RegisterEntry | None) -> dict[str, Any]:
        """The entry as it is, or a first proposal out of the case file."""
        if entry:
            return {**shown_of(entry), "version": entry.version}
        return {
            "name": case_file.name,
            "summary": case_file.summary[:1500],
            "themes": case_file.themes,
            "district": case_file.district,
            "city": case_file.enterprise.city,
            "website": case_file.enterprise.website,
            "show_marks": True,
            "version": 0,
        }


class DecisionForm(forms.Form):
    """Publish or not, and why not."""

    reason = forms.CharField(
        label=_("Why not? The entrepreneur reads this."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
