"""Where mail comes in: a maildir folder, an mbox file or an IMAP mailbox, named by one setting (INBOX_URL).

An adapter gives messages that were not handled yet; `done` says one is stored safely, `failed` that nobody could read
it: it stays in the mailbox, marked, for a person to look at. A message that is too large is given without its body.
"""

from __future__ import annotations

import contextlib
import email.policy
import imaplib
import mailbox
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from django.conf import settings

#: Messages taken in one go; the rest is for the next.
BATCH = 50


@dataclass(frozen=True)
class Fetched:
    """A message: its key in this mailbox, its bytes, its size, and whether its body was left behind."""

    key: str
    raw: bytes
    size: int
    cut: bool = False


class Inbox(Protocol):
    """What every adapter can do."""

    def fetch(self) -> Iterator[Fetched]:
        """Messages not handled yet, at most BATCH."""

    def done(self, key: str) -> None:
        """This message is stored."""

    def failed(self, key: str) -> None:
        """This message cannot be read; leave it, marked."""

    def close(self) -> None:
        """Let go of the mailbox."""


def _head(raw: bytes) -> bytes:
    """The headers only."""
    return raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n"


def _bounded(key: str, raw: bytes) -> Fetched:
    if len(raw) > settings.INBOX_MAX_BYTES:
        return Fetched(key, _head(raw), len(raw), cut=True)
    return Fetched(key, raw, len(raw))


class MaildirInbox:
    """A maildir folder; new messages are in `new/`, handled ones move to `cur/` as seen, unreadable ones as flagged."""

    def __init__(self, path: str) -> None:
        self.box: Any = mailbox.Maildir(path, create=True)

    def fetch(self) -> Iterator[Fetched]:
        waiting = sorted(key for key, message in self.box.iteritems() if message.get_subdir() == "new")
        for key in waiting[:BATCH]:
            try:
                yield _bounded(key, self.box.get_bytes(key))
            except KeyError:  # another worker took it
                continue

    def _move(self, key: str, flags: str) -> None:
        with contextlib.suppress(KeyError, FileNotFoundError):
            message = self.box[key]
            message.set_subdir("cur")
            message.set_flags(flags)
            self.box[key] = message

    def done(self, key: str) -> None:
        self._move(key, "S")

    def failed(self, key: str) -> None:
        self._move(key, "FS")

    def close(self) -> None:
        self.box.close()


class MboxInbox:
    """An mbox file; handled messages get status read, unreadable ones are flagged."""

    def __init__(self, path: str) -> None:
        self.box: Any = mailbox.mbox(path, create=True)

    def fetch(self) -> Iterator[Fetched]:
        waiting = [key for key, message in self.box.iteritems() if "R" not in message.get_flags()]
        for key in waiting[:BATCH]:
            yield _bounded(str(key), self.box.get_bytes(key))

    def _mark(self, key: str, flags: str) -> None:
        self.box.lock()
        try:
            message = self.box[int(key)]
            message.set_flags(flags)
            self.box[int(key)] = message
            self.box.flush()
        finally:
            self.box.unlock()

    def done(self, key: str) -> None:
        self._mark(key, "RO")

    def failed(self, key: str) -> None:
        self._mark(key, "ROF")

    def close(self) -> None:
        self.box.close()


class ImapInbox:
    """A folder on an IMAP server. Reading does not mark; only `done` does."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        host, folder = parts.hostname or "localhost", unquote(parts.path.strip("/")) or "INBOX"
        if parts.scheme == "imaps":
            self.server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                host,
                parts.port or 993,
                ssl_context=ssl.create_default_context(),
                timeout=settings.EMAIL_TIMEOUT,
            )
        else:
            self.server = imaplib.IMAP4(host, parts.port or 143, timeout=settings.EMAIL_TIMEOUT)
            if "STARTTLS" in self.server.capabilities:
                self.server.starttls(ssl.create_default_context())
        self.server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        self._ask(self.server.select(f'"{folder}"'))

    @staticmethod
    def _ask(answer: tuple[str, Any]) -> Any:
        state, data = answer
        if state != "OK":
            raise imaplib.IMAP4.error(f"the mail server refuses: {data!r}"[:300])
        return data

    def fetch(self) -> Iterator[Fetched]:
        found = self._ask(self.server.uid("SEARCH", "UNSEEN", "UNFLAGGED"))  # type: ignore[arg-type]
        for uid in (found[0] or b"").split()[:BATCH]:
            key = uid.decode("ascii")
            size = self._size(key)
            cut = size > settings.INBOX_MAX_BYTES
            data = self._ask(self.server.uid("FETCH", key, "(BODY.PEEK[HEADER])" if cut else "(BODY.PEEK[])"))
            raw = next((bytes(item[1]) for item in data if isinstance(item, tuple)), b"")
            if raw:
                yield Fetched(key, raw, size or len(raw), cut)

    def _size(self, key: str) -> int:
        data = self._ask(self.server.uid("FETCH", key, "(RFC822.SIZE)"))
        text = b" ".join(item if isinstance(item, bytes) else b" ".join(item) for item in data if item)
        digits = text.partition(b"RFC822.SIZE")[2].strip().split(b")")[0].split()
        return int(digits[0]) if digits and digits[0].isdigit() else 0

    def done(self, key: str) -> None:
        self._ask(self.server.uid("STORE", key, "+FLAGS", r"(\Seen)"))

    def failed(self, key: str) -> None:
        self._ask(self.server.uid("STORE", key, "+FLAGS", r"(\Flagged)"))

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self.server.logout()


def open_inbox(url: str = "") -> Inbox | None:
    """The mailbox the setting names; None when there is none."""
    url = url or settings.INBOX_URL
    scheme, _separator, rest = url.partition("://")
    if not url:
        return None
    if scheme == "maildir":
        Path(rest).parent.mkdir(parents=True, exist_ok=True)
        return MaildirInbox(rest)
    if scheme == "mbox":
        return MboxInbox(rest)
    if scheme in {"imap", "imaps"}:
        return ImapInbox(url)
    raise ValueError(f"INBOX_URL starts with {scheme}://, which no adapter reads")


def drop(message: Any, url: str = "") -> None:
    """Put a message into the mailbox file, as a mail server would: for the demo and for tests."""
    scheme, _separator, rest = (url or settings.INBOX_URL).partition("://")
    if scheme != "maildir":
        raise ValueError("mail can be dropped into a maildir only")
    raw = message if isinstance(message, bytes) else message.as_bytes(policy=email.policy.SMTP)
    box = mailbox.Maildir(rest, create=True)
    box.add(raw.replace(b"\r\n", b"\n"))
    box.close()
