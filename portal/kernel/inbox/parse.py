"""A raw message read by the standard library's `email`: who, what, attachments, and what kind of mail it is. No Django.

Whatever comes in gives a `ParsedMail`: headers that make no sense are read as far as possible, a charset nobody knows
is read as Latin-1. `notes` names what could not be kept, in stable codes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime

from portal.kernel.inbox.classify import Bounce, bounce_of, kind_of
from portal.kernel.inbox.text import Words, from_html, split, tidy

MOST_PARTS = 200
MOST_ATTACHMENTS = 25
#: Parts that are no attachment to anyone: signatures, and the wrapping of Outlook.
_NOISE = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
_ADDRESS_HEADERS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")


@dataclass(frozen=True)
class Attachment:
    """A file in a mail, not yet judged. `name` has no folders in it."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class ParsedMail:
    """One message. `kind` is "normal", "automatic", "bounce", "list" or "own"; `recipients` are lower case."""

    message_id: str
    subject: str
    from_name: str
    from_address: str
    recipients: tuple[str, ...]
    date: dt.datetime | None
    words: Words
    kind: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    bounce: Bounce | None = None
    authentication: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    fingerprint: str = ""


@dataclass
class _Found:
    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def parse(raw: bytes) -> ParsedMail:
    """Read one message."""
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    found = _Found()
    kind = kind_of(message)
    bounce = bounce_of(message) if kind == "bounce" else None
    for part in _leaves(message, found):
        _sort_part(part, found)
    text = tidy("\n\n".join(found.plain))
    if not text and found.html:
        text = from_html("\n".join(found.html))
        found.notes.append("html-only")
    name, address = _sender(message)
    return ParsedMail(
        message_id=_ids(_header(message, "message-id"))[0] if _ids(_header(message, "message-id")) else "",
        subject=_header(message, "subject")[:300],
        from_name=name[:150],
        from_address=address[:254],
        recipients=tuple(_recipients(message)),
        date=_date(message),
        words=split(text) if kind != "bounce" else Words(text),
        kind=kind,
        in_reply_to=(_ids(_header(message, "in-reply-to")) or [""])[0],
        references=tuple(_ids(_header(message, "references"))[-20:]),
        attachments=tuple(found.files),
        bounce=bounce,
        authentication=tuple(str(value) for value in _all(message, "authentication-results")[:1]),
        notes=tuple(dict.fromkeys(found.notes)),
        fingerprint=fingerprint(message, raw),
    )


def fingerprint(message: EmailMessage, raw: bytes) -> str:
    """What makes this message the same as one that came before: its Message-ID and its content.

    The lines servers put above it on the way are left out, so a message that arrives by two ways is one message; a
    stranger who reuses a Message-ID for other content has written another one.
    """
    _head, _separator, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    parts = [_header(message, name) for name in ("message-id", "from", "date", "subject")]
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "replace"))
    digest.update(body.rstrip())
    return digest.hexdigest()


def _all(message: EmailMessage, name: str) -> list[str]:
    try:
        return [str(value) for value in message.get_all(name, [])]
    except Exception:  # the parser of the standard library stumbles over some broken headers
        wanted = f"{name}:"
        return [f"{key}: {value}"[len(wanted) :] for key, value in message.raw_items() if key.lower() == name]


def _header(message: EmailMessage, name: str) -> str:
    """A header as text on one line; "" when it is missing."""
    values = _all(message, name)
    text = values[0] if values else ""
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _ids(text: str) -> list[str]:
    return [found[:300] for found in re.findall(r"<[^<>\s]{1,298}>", text)]


def _sender(message: EmailMessage) -> tuple[str, str]:
    pairs = getaddresses([_header(message, "from") or _header(message, "sender")])
    for name, address in pairs:
        if "@" in address:
            return name.strip(), address.strip().lower()
    return (pairs[0][0] if pairs else ""), ""


def _recipients(message: EmailMessage) -> list[str]:
    values = [value for name in _ADDRESS_HEADERS for value in _all(message, name)]
    found = [address.strip().lower() for _name, address in getaddresses(values) if "@" in address]
    return list(dict.fromkeys(found))[:100]


def _date(message: EmailMessage) -> dt.datetime | None:
    try:
        moment = parsedate_to_datetime(_header(message, "date"))
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _leaves(message: EmailMessage, found: _Found) -> Iterator[EmailMessage]:
    """The parts that hold something, a message inside a message as one part; stops at a bomb of nested parts."""
    waiting: list[EmailMessage] = [message]
    seen = 0
    while waiting:
        part = waiting.pop(0)
        seen += 1
        if seen > MOST_PARTS:
            found.notes.append("too-many-parts")
            return
        if part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list):
            waiting[:0] = [child for child in part.get_payload() if isinstance(child, EmailMessage)]
        else:
            yield part


def _sort_part(part: EmailMessage, found: _Found) -> None:
    media_type = part.get_content_type().lower()
    name = _name(part)
    attached = part.get_content_disposition() == "attachment" or bool(name)
    if media_type in _NOISE:
        return
    if media_type == "application/ms-tnef" or name.lower() == "winmail.dat":
        found.notes.append("winmail")
        return
    if media_type == "text/calendar":
        found.notes.append("invitation")
        found.plain.append(_invitation(_text(part)))
        return
    if media_type in {"text/plain", "text/html"} and not attached:
        (found.plain if media_type == "text/plain" else found.html).append(_text(part))
        return
    if media_type in {"message/delivery-status", "text/rfc822-headers"}:
        return
    if len(found.files) >= MOST_ATTACHMENTS:
        found.notes.append("too-many-attachments")
        return
    if media_type == "message/rfc822":
        inner = part.get_payload(0) if isinstance(part.get_payload(), list) and part.get_payload() else None
        if isinstance(inner, EmailMessage):
            name = f"{_header(inner, 'subject') or 'bericht'}.eml"
            found.files.append(Attachment(name[:200], bytes(str(inner), "utf-8", "replace"), media_type))
        return
    found.files.append(Attachment(name or "bijlage", _content(part), media_type))


def _name(part: EmailMessage) -> str:
    try:
        name = part.get_filename() or ""
    except Exception:  # a broken encoding of the name
        return "bijlage"
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in name if sign.isprintable() and sign not in '<>:"|?*\u202e').strip(" .")[
        -200:
    ]


def _content(part: EmailMessage) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except Exception:  # broken base64
        return b""
    return content if isinstance(content, bytes) else b""


def _text(part: EmailMessage) -> str:
    content = _content(part)
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return content.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("cp1252", "replace")


def _invitation(text: str) -> str:
    """What an invitation in a calendar says, in a few lines: its title, time and place."""
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    lines = []
    for key in ("SUMMARY", "DTSTART", "LOCATION"):
        match = re.search(rf"^{key}(?:;[^:\n]*)?:(.+)$", unfolded, re.MULTILINE)
        if match:
            value = match[1].strip().replace("\\,", ",").replace("\\n", " ").replace("\\;", ";")
            lines.append(_moment(value) if key == "DTSTART" else value[:200])
    return "\n".join(lines)


def _moment(value: str) -> str:
    match = re.match(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d))?", value)
    if not match:
        return value[:40]
    year, month, day, hour, minute = match.groups()
    return f"{day}-{month}-{year}" + (f" {hour}:{minute}" if hour else "")
