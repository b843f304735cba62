"""Is the sender who the mail says? Judged by what our own mail server wrote above it (RFC 8601). No Django."""

from __future__ import annotations

import re


def domain_of(address: str) -> str:
    """The part after the @, lower case."""
    return address.rpartition("@")[2].lower()


def _aligned(name: str, sender: str) -> bool:
    """The same domain, or one is a part of the other (relaxed alignment of DMARC, without the public suffix list)."""
    return bool(name) and (name == sender or sender.endswith(f".{name}") or name.endswith(f".{sender}"))


def judge(results: tuple[str, ...], *, server: str, from_address: str) -> str:
    """ "verified", "failed", "unverified", or "" when no server of ours checks.

    Only the topmost header counts and only when it carries the name of our own server: anyone can write the rest.
    """
    if not server:
        return ""
    header = results[0] if results else ""
    name, _separator, rest = header.partition(";")
    words = name.split()
    if not words or words[0].lower() != server.lower():
        return "unverified"
    rest = re.sub(r"\([^()]*\)", " ", rest).lower()
    sender = domain_of(from_address)
    if re.search(r"\bdmarc=pass\b", rest):
        return "verified"
    if re.search(r"\bdmarc=fail\b", rest):
        return "failed"
    for part in rest.split(";"):
        if re.search(r"\bdkim=pass\b", part):
            match = re.search(r"header\.(?:d|i)=@?([\w.-]+)", part)
        elif re.search(r"\bspf=pass\b", part):
            match = re.search(r"smtp\.mailfrom=(?:[^\s@;]+@)?([\w.-]+)", part)
        else:
            continue
        if match and _aligned(match[1], sender):
            return "verified"
    return "unverified"
