"""Forms of entrants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import CaseFile
from challenges.contests.entries.models import Entry
from challenges.contests.entries.questions import QUESTIONS, words
from portal.kernel.files.fields import CheckedFileField, accepted_text


class BeginForm(forms.Form):
    """Who takes part; an enterprise with a case file can say which."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        help_text=gettext_lazy("We mail you a link, so you can go on later or on another device."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    organisation = forms.CharField(
        label=gettext_lazy("Enterprise or initiative"), max_length=200, required=False
    )
    case_file = forms.TypedChoiceField(
        label=gettext_lazy("For which enterprise?"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, case_files: Sequence[CaseFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if case_files:
            field: Any = self.fields["case_file"]
            field.choices = [
                ("", _("Another one, or none yet")),
                *((row.pk, row.name) for row in case_files),
            ]
        else:
            del self.fields["case_file"]


class EntryForm(forms.Form):
    """The entry. A draft may be short of anything; sending in needs everything."""

    title = forms.CharField(label=gettext_lazy("Name of your solution"), max_length=120, required=False)
    organisation = forms.CharField(
        label=gettext_lazy("Enterprise or initiative"), max_length=200, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    field_order = ("title", "organisation", *QUESTIONS)

    def __init__(self, *args: Any, entry: Entry, whole: bool = False, **kwargs: Any) -> None:
        self.most = entry.challenge.most_words
        kwargs.setdefault(
            "initial",
            {
                "title": entry.title,
                "organisation": entry.organisation,
                "version": entry.version,
                **entry.answers,
            },
        )
        super().__init__(*args, **kwargs)
        for code, label in QUESTIONS.items():
            self.fields[code] = forms.CharField(
                label=label,
                required=whole,
                max_length=30_000,
                widget=forms.Textarea(attrs={"rows": 6}),
                help_text=_("At most %(most)s words.") % {"most": self.most},
            )
        self.fields["title"].required = whole
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for code in QUESTIONS:
            count = words(data.get(code) or "")
            if count > self.most:
                text = _("These are %(count)s words. Make it at most %(most)s.")
                self.add_error(code, text % {"count": count, "most": self.most})
        return data

    def facts(self) -> dict[str, Any]:
        """What was typed."""
        data = self.cleaned_data
        return {
            "title": data["title"],
            "organisation": data["organisation"],
            "answers": {code: data[code] for code in QUESTIONS},
        }


class AuthorForm(forms.Form):
    """Someone who writes along."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)


class FileForm(forms.Form):
    """A file with the entry."""

    file = CheckedFileField(label=gettext_lazy("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = accepted_text()
