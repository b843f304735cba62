"""Placeholders in templates, and the addresses of case files. Pure: no Django, no database."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

_PLACEHOLDER = re.compile(r"\{([^{}\n]{1,40})\}")
_ADDRESS = re.compile(r"^(?P<slug>[a-z0-9-]{1,60})\+(?P<token>[a-z2-7]{26})$")


@dataclass(frozen=True)
class Filled:
    """A text with its placeholders filled in; `unknown` are those nobody has a value for, as they were typed."""

    text: str
    unknown: tuple[str, ...] = ()


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Fill in {names}. An unknown one stays as it was typed and is named; a lone brace is just a brace.

    What is filled in is not looked at again, so a value with braces in it stays what it is.
    """
    unknown: dict[str, None] = {}

    def one(match: re.Match[str]) -> str:
        name = match[1].strip().lower()
        if name in values:
            return values[name]
        unknown[match[0]] = None
        return match[0]

    return Filled(_PLACEHOLDER.sub(one, text), tuple(unknown))


def unknown(text: str, names: Collection[str]) -> tuple[str, ...]:
    """The placeholders in a text that are not among these names."""
    return fill(text, dict.fromkeys(names, "")).unknown


def token_of(address: str, domain: str) -> tuple[str, str]:
    """(address part of the municipality, token) of an address of ours; "" for what is not there.

    "vechtstede+abc…@domain" is the address of a case file, "vechtstede@domain" that of the municipality.
    """
    local, _at, host = address.lower().rpartition("@")
    if not domain or host != domain.lower():
        return "", ""
    match = _ADDRESS.match(local)
    return (match["slug"], match["token"]) if match else (local.partition("+")[0], "")


def answer_subject(subject: str) -> str:
    """The subject of an answer: one "Re: ", however often it went to and fro."""
    bare = re.sub(r"^(?:\s*(?:re|antw|aw|fwd?|doorst)\s*:\s*)+", "", subject, flags=re.IGNORECASE).strip()
    return f"Re: {bare}"[:200]


def snippet(text: str, length: int = 120) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text[: 4 * length].split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
