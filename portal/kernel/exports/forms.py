"""Which columns, and what kind of file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.kernel.exports.models import ExportChoice, ExportFormat
from portal.kernel.exports.registry import ListPage


class ExportForm(forms.Form):
    """Starts with what this person chose the last time."""

    columns = forms.MultipleChoiceField(
        label=_("Which columns?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one column.")},
    )
    format = forms.ChoiceField(
        label=_("What kind of file?"), choices=ExportFormat.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, page: ListPage, last: ExportChoice | None, **kwargs: Any) -> None:
        chosen = page.chosen(last.columns) if last else ()
        kwargs["initial"] = {
            "columns": [column.code for column in chosen or page.columns if chosen or column.chosen],
            "format": last.format if last else ExportFormat.XLSX,
        }
        super().__init__(*args, **kwargs)
        columns: Any = self.fields["columns"]
        columns.choices = [(column.code, column.label) for column in page.columns]
