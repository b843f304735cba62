"""Storing files."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from portal.kernel.files.models import StoredFile
from portal.kernel.models import Municipality, Person


@transaction.atomic
def store_upload(
    *, upload: UploadedFile[Any], municipality: Municipality, by: Person | None = None
) -> StoredFile:
    """Keep an upload that a CheckedFileField let through."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return StoredFile.objects.create(
        municipality=municipality,
        name=(upload.name or "bestand")[-200:],
        content_type=upload.checked_content_type,  # type: ignore[attr-defined]
        size=upload.size or 0,
        sha256=digest.hexdigest(),
        content=upload,
        uploaded_by=by,
    )


@transaction.atomic
def store_bytes(
    *, content: bytes, name: str, content_type: str, municipality: Municipality, by: Person | None = None
) -> StoredFile:
    """Keep a file that we made ourselves."""
    return StoredFile.objects.create(
        municipality=municipality,
        name=name,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=ContentFile(content, name=name),
        uploaded_by=by,
    )
