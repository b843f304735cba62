"""Looks inside a file: is it what its name says, and something we accept?"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import IO

import puremagic

#: Extension -> (content type, media types the content may turn out to be; empty for plain text).
ACCEPTED: dict[str, tuple[str, tuple[str, ...]]] = {
    "pdf": ("application/pdf", ("application/pdf",)),
    "png": ("image/png", ("image/png",)),
    "jpg": ("image/jpeg", ("image/jpeg", "image/jpg")),
    "jpeg": ("image/jpeg", ("image/jpeg", "image/jpg")),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("zip:word/",)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("zip:xl/",)),
    "odt": ("application/vnd.oasis.opendocument.text", ("zip:content.xml",)),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", ("zip:content.xml",)),
    "txt": ("text/plain", ()),
    "csv": ("text/csv", ()),
}
#: Unpacked size of a zip-based document, as a multiple of its packed size, beyond which it is refused.
LARGEST_UNPACKING = 200


#: Marks of a text in UTF-16, as some spreadsheets write it: every other byte of it is a NUL.
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Finding:
    """`problem` is "" when the file is fine, else "extension", "empty" or "content"."""

    content_type: str = ""
    problem: str = ""


def look_inside(name: str, stream: IO[bytes]) -> Finding:
    """Judge a file by its name and its bytes; leaves the stream at its start."""
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if extension not in ACCEPTED:
        return Finding(problem="extension")
    content_type, media_types = ACCEPTED[extension]
    stream.seek(0)
    head = stream.read(8192)
    stream.seek(0)
    if not head:
        return Finding(problem="empty")
    if not media_types:
        fine = (b"\0" not in head or head.startswith(_UTF_16)) and not _is_program(head)
    elif media_types[0].startswith("zip:"):
        fine = _is_document(stream, media_types[0].removeprefix("zip:"))
    else:
        fine = _media_type(head) in media_types
    stream.seek(0)
    return Finding(content_type) if fine else Finding(problem="content")


def _media_type(head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    try:
        return str(puremagic.from_string(head, mime=True))
    except (puremagic.PureError, ValueError):
        return ""


def _is_program(head: bytes) -> bool:
    return head.startswith((b"MZ", b"\x7fELF", b"#!"))


def _is_document(stream: IO[bytes], part: str) -> bool:
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            packed = max(1, sum(entry.compress_size for entry in entries))
            macros = any("vbaproject" in entry.filename.lower() for entry in entries)
            return (
                any(entry.filename.startswith(part) for entry in entries)
                and unpacked <= LARGEST_UNPACKING * packed
                and not macros
            )
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
