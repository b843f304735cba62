"""Upload a sheet out of a contract register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accounts.imports.forms import UploadForm
from procurement.social_return.efforts.evidence import holds_bsn
from procurement.social_return.efforts.forms import NO_BSN
from procurement.social_return.imports.models import ListKind


class RegisterForm(UploadForm):
    """What the list holds, and the sheet."""

    field_order = ["kind", "file"]

    kind = forms.ChoiceField(
        label=gettext_lazy("What is in the list?"),
        choices=ListKind.choices,
        widget=forms.RadioSelect,
        initial=ListKind.CONTRACTS,
    )

    def clean_file(self) -> Any:
        """The name of a file is kept, so no BSN stands in it."""
        upload = super().clean_file()
        if holds_bsn(upload.name):
            raise forms.ValidationError(NO_BSN)
        return upload
