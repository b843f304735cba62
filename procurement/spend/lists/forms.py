"""Upload a creditor list, and match its columns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports import forms as imports
from procurement.social_return.efforts.evidence import holds_bsn
from procurement.spend.lists.models import CreditorState


class ListForm(imports.UploadForm):
    """The sheet, what we call it, and the year of rows that name none."""

    field_order = ["file", "name", "year"]

    name = forms.CharField(
        label=gettext_lazy("Name of the list"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: Creditors 2025. Left empty we use the name of the file."),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year of the list"),
        min_value=2000,
        max_value=2100,
        help_text=gettext_lazy("Used for rows that name no year, quarter or date."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = timezone.localdate().year - 1

    def clean(self) -> dict[str, Any]:
        """No BSN in a name; the file's name when none is given."""
        data: dict[str, Any] = super().clean() or {}
        upload = data.get("file")
        if upload is not None and not data.get("name"):
            data["name"] = str(upload.name)[:200]
        if holds_bsn(data.get("name", "")):
            self.add_error("name", _("This name has a citizen service number (BSN) in it. Take it out."))
        return data


class CreditorFilter(forms.Form):
    """Filters of the suppliers in a list."""

    tekst = forms.CharField(label=gettext_lazy("Name or KVK number"), required=False, max_length=100)
    stand = forms.ChoiceField(
        label=gettext_lazy("Match"),
        required=False,
        choices=[("", gettext_lazy("All")), *CreditorState.choices[1:]],
    )
