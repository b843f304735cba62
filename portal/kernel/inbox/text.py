"""The words of a mail: HTML made into plain text, and what is quoted or a signature told apart. No Django."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import nh3

#: Characters of one part that are looked at; nobody writes more, and machines that do should not slow us down.
MOST = 200_000
_BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "hr", "pre"}
_KEPT_TAGS = _BLOCKS | {"a", "blockquote", "b", "i", "em", "strong", "td", "th"}
_DROPPED = {"script", "style", "head", "title", "noscript", "template", "svg", "math"}

#: Lines that start what an earlier mail said, as the usual programs write them, in Dutch, English and German.
_ATTRIBUTION = re.compile(
    r"^(?:op|on|am|le)\s.{4,200}(?:schreef|wrote|schrieb|écrit)\b.{0,200}:\s*$"
    r"|^.{0,200}<[^<>\s]+@[^<>\s]+>\s*(?:schreef|wrote|schrieb).{0,60}:\s*$"
    r"|^-{2,}\s*(?:oorspronkelijk bericht|original message|doorgestuurd bericht|forwarded message"
    r"|ursprüngliche nachricht)\s*-{2,}\s*$"
    r"|^_{20,}\s*$",
    re.IGNORECASE,
)
_OUTLOOK_HEAD = re.compile(r"^\*?(?:van|from|von)\s?:\*?\s.+", re.IGNORECASE)
_OUTLOOK_NEXT = re.compile(
    r"^\*?(?:verzonden|sent|gesendet|aan|to|datum|date|onderwerp|subject)\s?:", re.IGNORECASE
)
_SIGNATURE = re.compile(
    r"^(?:-- ?|—|verzonden vanaf mijn .{1,60}|sent from my .{1,60}|verstuurd vanaf .{1,60})$", re.I
)


@dataclass(frozen=True)
class Words:
    """What someone wrote, and what came along: `quoted` of earlier mails, `signature` below."""

    text: str
    quoted: str = ""
    signature: str = ""


class _Plain(HTMLParser):
    """Writes down the text of cleaned HTML; a quotation gets "> " before its lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.depth = 0
        self.link = ""
        self.link_start = 0

    def _line(self) -> None:
        self.parts.append("\n" + "> " * min(self.depth, 3))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "blockquote":
            self.depth += 1
            self._line()
        elif tag in _BLOCKS:
            self._line()
            if tag == "li":
                self.parts.append("- ")
        elif tag in {"td", "th"}:
            self.parts.append(" ")
        elif tag == "a":
            self.link, self.link_start = dict(attrs).get("href") or "", len(self.parts)

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self.depth = max(0, self.depth - 1)
            self._line()
        elif tag in {"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol"}:
            self._line()
            self._line()
        elif tag == "a" and self.link:
            words = "".join(self.parts[self.link_start :]).strip()
            address = self.link.removeprefix("mailto:")
            # The address is always shown: a link that says one thing and leads elsewhere is how people are cheated.
            if address not in words:
                self.parts.append(f" ({address})")
            self.link = ""

    def handle_data(self, data: str) -> None:
        self.parts.append(re.sub(r"[\s\xa0]+", " ", data))


def from_html(html: str) -> str:
    """Plain text of HTML. What is hidden in scripts, styles or pictures is left out."""
    cleaned = nh3.clean(
        html[:MOST],
        tags=_KEPT_TAGS,
        clean_content_tags=_DROPPED,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    plain = _Plain()
    plain.feed(cleaned)
    plain.close()
    lines = [line.rstrip() for line in "".join(plain.parts).split("\n")]
    lines = [re.sub(r"(?<=\S) {2,}", " ", line).lstrip(" ") for line in lines]
    return tidy("\n".join(lines))


def safe_html(html: str) -> str:
    """HTML of our own mails fit to be shown inside a page: no scripts, styles, pictures or forms."""
    return nh3.clean(html[:MOST], tags=_KEPT_TAGS, clean_content_tags=_DROPPED, attributes={"a": {"href"}})


def tidy(text: str) -> str:
    """Line ends made the same, control characters and runs of empty lines taken out."""
    text = text[:MOST].replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(
        sign for sign in text if sign in "\n\t" or (sign.isprintable() and sign not in "\u202a\u202b\u202d\u202e")
        or sign == "\u00a0"
    )  # fmt: skip
    text = text.replace("\u00a0", " ")
    return re.sub(r"\n[ \t]*(?:\n[ \t]*){2,}", "\n\n", text).strip("\n ")


def split(text: str) -> Words:
    """Tell apart what was written now, what is quoted below it, and the signature.

    Answers between quoted lines stay as they are: only a quotation that runs to the end is folded away.
    """
    lines = tidy(text).split("\n")
    cut = _start_of_quotation(lines)
    own, quoted = lines[:cut], lines[cut:]
    mark = next((number for number, line in enumerate(own) if _SIGNATURE.match(line.strip())), None)
    signature: list[str] = []
    # A signature is short and at the end; "--" halfway a long text is something else.
    if mark is not None and len(own) - mark <= 15:
        own, signature = own[:mark], own[mark:]
    written = "\n".join(own).strip()
    if not written:  # nothing but a quotation, or someone who writes below a line of dashes: show it all
        return Words(tidy(text))
    return Words(written, "\n".join(quoted).strip(), "\n".join(signature).strip())


def _start_of_quotation(lines: list[str]) -> int:
    """The number of the line where the quotation at the end starts; the number of lines when there is none."""
    for number, line in enumerate(lines):
        plain = line.strip().lstrip("> ").strip()
        # The line that names who wrote is often broken in two or three.
        starts = not line.startswith(">") and any(
            _ATTRIBUTION.match(" ".join(part.strip() for part in lines[number : number + width]))
            for width in (1, 2, 3)
        )
        if not starts and _OUTLOOK_HEAD.match(plain):
            head = lines[number + 1 : number + 5]
            starts = sum(bool(_OUTLOOK_NEXT.match(part.strip())) for part in head) >= 2
        if starts and not _answers_below(lines[number + 1 :]):
            return number
    last = len(lines)
    while last and (lines[last - 1].startswith(">") or not lines[last - 1].strip()):
        last -= 1
    return last if any(line.startswith(">") for line in lines[last:]) else len(lines)


def _answers_below(rest: list[str]) -> bool:
    """Between or below quoted lines stands text of the writer: quoted lines, then lines that are not quoted."""
    body = [line for line in rest if line.strip()]
    if not any(line.startswith(">") for line in body):
        return False
    after = False
    for line in body:
        if line.startswith(">"):
            after = True
        elif after and not _SIGNATURE.match(line.strip()):
            return True
    return False
