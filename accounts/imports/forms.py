"""Upload a spreadsheet, match its columns, choose how to import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.engine import FIELDS, as_text
from accounts.imports.models import ImportMode
from accounts.imports.problems import label_of
from portal.kernel.files.fields import CheckedFileField

ACCEPTED = ("xlsx", "csv")


class UploadForm(forms.Form):
    """A spreadsheet: xlsx or csv, checked by content and size."""

    file = CheckedFileField(
        label=gettext_lazy("Spreadsheet"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=gettext_lazy(
            "Excel (xlsx) or csv, at most 10 MB. The first row above the list holds the headings."
        ),
    )

    def clean_file(self) -> Any:
        """Of what may be uploaded elsewhere, only the two kinds with rows."""
        upload = self.cleaned_data["file"]
        if str(upload.name).rsplit(".", 1)[-1].lower() not in ACCEPTED:
            raise forms.ValidationError(
                _("This is not a spreadsheet we can read. Save it as Excel (.xlsx) or CSV and upload that.")
            )
        return upload


class PlaceForm(forms.Form):
    """Which sheet, and in which row the headings stand."""

    blad = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    kop = forms.IntegerField(
        label=gettext_lazy("Row with the headings"), min_value=1, max_value=1000, required=False
    )

    #: The sheet that this row belongs to: on another sheet the headings are looked for anew.
    stond = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sheets: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sheet: Any = self.fields["blad"]
        sheet.choices = [(name, name) for name in sheets]
        if len(sheets) < 2:
            sheet.widget = forms.HiddenInput()


class ColumnsForm(forms.Form):
    """For every field the column it stands in."""

    def __init__(
        self,
        *args: Any,
        headings: Sequence[object],
        examples: Sequence[str],
        mapping: dict[str, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        columns = [
            (str(number), self._title(number, heading, examples))
            for number, heading in enumerate(headings)
            if as_text(heading) or examples[number]
        ]
        for name in FIELDS:
            self.fields[name] = forms.ChoiceField(
                label=label_of(name),
                choices=[("", _("Not in this list")), *columns],
                required=name == "name",
                initial=str(mapping.get(name, "")),
                error_messages={"required": _("Choose the column with the name of the enterprise.")},
            )

    @staticmethod
    def _title(number: int, heading: object, examples: Sequence[str]) -> str:
        title = as_text(heading)[:60] or _("Column %(number)s") % {"number": number + 1}
        example = examples[number][:40]
        if not example:
            return title
        return _("%(title)s (for example: %(example)s)") % {"title": title, "example": example}

    def clean(self) -> dict[str, Any]:
        """One column holds one thing; phase and state may share one."""
        data: dict[str, Any] = super().clean() or {}
        used: dict[str, str] = {}
        for name in FIELDS:
            column = data.get(name)
            if not column:
                continue
            other = used.setdefault(column, name)
            if other != name and {other, name} != {"phase", "state"}:
                self.add_error(
                    name, _("This column is chosen for “%(field)s” already.") % {"field": label_of(other)}
                )
        return data

    def mapping(self) -> dict[str, int]:
        """Field -> column number."""
        return {name: int(column) for name, column in self.cleaned_data.items() if column}


class StartForm(forms.Form):
    """All or nothing, or only the good rows."""

    mode = forms.ChoiceField(
        label=gettext_lazy("How do you want to import?"),
        choices=ImportMode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how you want to import.")},
    )
