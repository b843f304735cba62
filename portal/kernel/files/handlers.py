"""Upload handler that stops keeping bytes once a file is over the limit, so nobody fills the disk."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps at most the limit and a bit of a file; its reported size stays true, so the field can refuse it."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write the chunk while within the limit; drop the rest."""
        if start <= settings.UPLOAD_MAX_BYTES:
            self.file.write(raw_data)
