"""Handing out files: always as a download, never shown inside the site."""

from __future__ import annotations

from django.http import FileResponse

from portal.kernel.files.models import StoredFile


def file_response(stored: StoredFile) -> FileResponse:
    """The file as an attachment; the caller has checked that this person may have it."""
    response = FileResponse(
        stored.content.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
