"""Forms of merging."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.merging.queries import Choice

FIXED = ("here_version", "there_version", "reason")


class MergeForm(forms.Form):
    """Which value wins per field, and why these two are one."""

    here_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    there_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.CharField(label=gettext_lazy("Why are these one enterprise?"), max_length=300)

    def __init__(self, *args: Any, choices: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        for item in choices:
            options = [("here", item.here), ("there", item.there)]
            if item.both:
                options.append(("both", item.both))
            self.fields[item.name] = forms.ChoiceField(
                label=item.label,
                choices=options,
                initial=item.default,
                error_messages={"required": _("Choose what the case file will say.")},
            )

    def rows(self) -> list[tuple[Choice, Any, str]]:
        """(choice, bound field, what is chosen now) per field that differs."""
        return [(item, self[item.name], str(self[item.name].value() or "")) for item in self.choices]

    def chosen(self) -> dict[str, str]:
        """Field -> "here", "there" or "both"."""
        return {name: value for name, value in self.cleaned_data.items() if name not in FIXED}

    def result(self) -> list[tuple[Choice, str]]:
        """(choice, what the remaining file will say) per field that differs."""
        return [(item, item.result(self.cleaned_data[item.name])) for item in self.choices]
