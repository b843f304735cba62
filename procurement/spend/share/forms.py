"""Filters of the share of social spend."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from procurement.spend.share.queries import Choices, Wanted


class ShareFilter(forms.Form):
    """Year, department and category."""

    jaar = forms.ChoiceField(label=gettext_lazy("Year"), required=False)
    afdeling = forms.ChoiceField(label=gettext_lazy("Department"), required=False)
    categorie = forms.ChoiceField(label=gettext_lazy("Category of spend"), required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, values in (
            ("jaar", choices.years),
            ("afdeling", choices.departments),
            ("categorie", choices.categories),
        ):
            field: Any = self.fields[name]
            field.choices = [("", gettext_lazy("All")), *((str(value), str(value)) for value in values)]

    def wanted(self) -> Wanted:
        """What is asked; a value that is not there is not asked."""
        self.is_valid()
        data = self.cleaned_data
        return Wanted(int(data.get("jaar") or 0), data.get("afdeling", ""), data.get("categorie", ""))
