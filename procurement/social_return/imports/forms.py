"""Upload a sheet out of a contract register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.imports.forms import UploadForm
from accounts.imports.problems import file_words
from accounts.imports.reader import UnreadableError
from procurement.social_return.efforts.evidence import holds_bsn
from procurement.social_return.efforts.forms import NO_BSN
from procurement.social_return.imports.columns import Head, read_head
from procurement.social_return.imports.models import ListKind


class RegisterForm(UploadForm):
    """What the list holds, and the sheet; its headings have to say enough."""

    field_order = ["kind", "file"]

    kind = forms.ChoiceField(
        label=gettext_lazy("What is in the list?"),
        choices=ListKind.choices,
        widget=forms.RadioSelect,
        initial=ListKind.CONTRACTS,
    )
    head: Head

    def clean(self) -> dict[str, Any]:
        """Find the headings; say which columns are missing."""
        data: dict[str, Any] = super().clean() or {}
        upload, kind = data.get("file"), data.get("kind")
        if upload is None or not kind:
            return data
        if holds_bsn(upload.name):
            self.add_error("file", NO_BSN)
            return data
        try:
            self.head = read_head(upload.name, upload, kind)
        except UnreadableError as error:
            words = _("We find no headings that we know. Download the example and use its headings.")
            self.add_error("file", words if error.code == "no-sheet" else file_words(error.code))
            return data
        if self.head.missing:
            words = _("These columns are missing: %(columns)s. Add them, or name the headings like this.")
            self.add_error("file", words % {"columns": "; ".join(self.head.missing)})
        upload.seek(0)
        return data
