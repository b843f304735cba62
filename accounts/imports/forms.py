"""Upload a spreadsheet, match its columns, choose how to import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.head import Head
from accounts.imports.kinds import Shape
from accounts.imports.models import ImportMode
from portal.kernel.files.fields import CheckedFileField

ACCEPTED = ("xlsx", "csv")
#: Chosen for a column that holds nothing we read.
NOT_READ = "-"


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
    """For every heading of the sheet what stands below it."""

    def __init__(self, *args: Any, head: Head, shape: Shape, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shape = shape
        self.columns = {
            f"column-{number}": number
            for number, heading in enumerate(head.headings)
            if heading or head.examples[number]
        }
        found = {column: name for name, column in head.mapping.items()}
        choices = [(NOT_READ, _("Do not read")), *((name, self._choice(name)) for name in shape.labels)]
        for name, number in self.columns.items():
            example = head.examples[number][:60]
            self.fields[name] = forms.ChoiceField(
                label=head.headings[number][:80] or _("Column %(number)s") % {"number": number + 1},
                help_text=_("For example: %(example)s") % {"example": example} if example else "",
                choices=choices,
                initial=found.get(number, NOT_READ),
            )

    def _choice(self, name: str) -> str:
        label = str(self.shape.labels[name])
        return _("%(field)s (needed)") % {"field": label} if name in self.shape.needed else label

    def clean(self) -> dict[str, Any]:
        """A field stands in one column, and what is needed stands somewhere."""
        data: dict[str, Any] = super().clean() or {}
        used: dict[str, str] = {}
        for column in self.columns:
            name = data.get(column) or NOT_READ
            if name in self.shape.labels and used.setdefault(name, column) != column:
                words = _("“%(field)s” is chosen for the column “%(column)s” already. Choose one of the two.")
                facts = {"field": self.shape.labels[name], "column": self.fields[used[name]].label}
                self.add_error(column, words % facts)
        if missing := [str(self.shape.labels[name]) for name in self.shape.needed if name not in used]:
            words = _("Choose the column for: %(fields)s.")
            raise forms.ValidationError(words % {"fields": "; ".join(missing)})
        return data

    def mapping(self) -> dict[str, int]:
        """Field -> column number."""
        return {name: self.columns[column] for column, name in self.cleaned_data.items() if name != NOT_READ}


class StartForm(forms.Form):
    """All or nothing, or only the good rows."""

    mode = forms.ChoiceField(
        label=gettext_lazy("How do you want to import?"),
        choices=ImportMode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how you want to import.")},
    )
    #: The check that this person looked at: when the rows were checked again since, they look once more.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
