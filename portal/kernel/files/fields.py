"""A form field for uploads: size and content are checked, and the error says what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from portal.kernel.files.inspect import ACCEPTED, look_inside


def accepted_text() -> str:
    """The kinds of file we accept and the limit, in words, for help texts."""
    return _("PDF, picture (png, jpg), Word, Excel, OpenDocument or text; at most %(limit)s MB.") % {
        "limit": settings.UPLOAD_MAX_BYTES // (1024 * 1024)
    }


class CheckedFileField(forms.FileField):
    """Accepts the kinds of `inspect.ACCEPTED` up to settings.UPLOAD_MAX_BYTES."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault(
            "widget", forms.FileInput(attrs={"accept": ",".join(f".{extension}" for extension in ACCEPTED)})
        )
        super().__init__(**kwargs)
        self.error_messages["max_length"] = _("The name of this file is too long. Give it a shorter name.")
        self.error_messages["empty"] = _("This file is empty. Choose another file.")
        self.error_messages["required"] = _("Choose a file first.")

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The upload, with `checked_content_type` set to what was found inside."""
        upload = super().clean(data, initial)
        if not isinstance(upload, UploadedFile):
            return upload
        if upload.size is not None and upload.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                _(
                    "“%(name)s” is too large. A file may be at most %(limit)s MB. Make it smaller or send it in parts."
                )
                % {"name": upload.name, "limit": settings.UPLOAD_MAX_BYTES // (1024 * 1024)}
            )
        finding = look_inside(upload.name or "", upload)
        if finding.problem == "empty":
            raise forms.ValidationError(self.error_messages["empty"])
        if finding.problem == "extension":
            raise forms.ValidationError(
                _("We cannot accept “%(name)s”. Send one of these: %(accepted)s")
                % {"name": upload.name, "accepted": accepted_text()}
            )
        if finding.problem:
            raise forms.ValidationError(
                _("“%(name)s” is not what its name says. Open the file, save it again and try once more.")
                % {"name": upload.name}
            )
        upload.checked_content_type = finding.content_type  # type: ignore[attr-defined]
        return upload
