"""Forms of who takes part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import CaseFile
from portal.kernel.files.fields import CheckedFileField, accepted_text
from procurement.tenders.circular.programme.engine import CRITERIA, words
from procurement.tenders.circular.submissions.models import CircularSubmission


class BeginForm(forms.Form):
    """Who takes part. `case_file`: for which of their own enterprises, when they have one here."""

    organisation = forms.CharField(label=gettext_lazy("Enterprise"), max_length=200)
    case_file = forms.TypedChoiceField(
        label=gettext_lazy("Which of your enterprises here?"), coerce=int, required=False, empty_value=None
    )
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

    def __init__(self, *args: Any, case_files: Sequence[CaseFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["case_file"]
        field.choices = [("", _("None of them")), *((row.pk, row.name) for row in case_files)]
        if not case_files:
            del self.fields["case_file"]


class SubmissionForm(forms.Form):
    """Vision, expertise and innovation. A draft may be short of anything; sending in needs everything."""

    organisation = forms.CharField(label=gettext_lazy("Enterprise"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, row: CircularSubmission, whole: bool = False, **kwargs: Any) -> None:
        self.most = row.tender.most_words
        initial = {name: getattr(row, name) for name in ("organisation", "version", *CRITERIA)}
        super().__init__(*args, **kwargs | {"initial": initial})
        for code, label, weight, about in row.tender.criteria:
            self.fields[code] = forms.CharField(
                label=label,
                required=whole,
                max_length=30_000,
                widget=forms.Textarea(attrs={"rows": 8}),
                help_text=_("%(about)s Counts for %(weight)s%%; at most %(most)s words.")
                % {"about": about, "weight": weight, "most": self.most},
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for code in CRITERIA:
            count = words(data.get(code) or "")
            if count > self.most:
                text = _("These are %(count)s words. Make it at most %(most)s.")
                self.add_error(code, text % {"count": count, "most": self.most})
        return data

    def facts(self) -> dict[str, Any]:
        """What was typed."""
        data = self.cleaned_data
        return {"organisation": data["organisation"], "texts": {code: data[code] for code in CRITERIA}}


class FileForm(forms.Form):
    """A file with the submission."""

    file = CheckedFileField(label=gettext_lazy("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = accepted_text()
