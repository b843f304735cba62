"""Reading what people type in spreadsheets: the values of a row. Pure calculation.

A value is read into what the case file holds, or refused with a `Problem`: a code that `problems.py` puts in words.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from accounts.imports.vocabulary import FIELDS, PHASES, STATES, THEMES

LONGEST = {"name": 200, "contact_name": 150, "district": 80, "street": 150, "city": 80, "notes": 8000}
NOTHING = {"", "-", "--", "?", "nvt", "n v t", "onbekend", "geen", "n b", "leeg", "x"}
ERRORS = re.compile(r"#(REF|N/A|N/B|NAAM\?|NAME\?|VALUE|WAARDE|DIV/0|DEEL/0|NUM|GETAL|NULL|VERW)!?", re.I)
MONTHS = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
#: How much two headings must look alike to be the same with a typing error.
ALIKE = 0.84


@dataclass(frozen=True)
class Problem:
    """What is wrong with one value; `detail` fills in the words."""

    field: str
    code: str
    value: str = ""
    detail: str = ""


@dataclass
class Facts:
    """One row as read: the values that are filled in, and what is wrong."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def plain(text: object) -> str:
    """Lower case, without accents, signs and doubled spaces: for comparing, never for showing."""
    folded = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", folded).split())


def as_text(cell: object) -> str:
    """A cell as a person reads it: whole numbers without ".0", dates the Dutch way, spaces tidied."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return f"{cell:%d-%m-%Y}"
    if isinstance(cell, dt.date):
        return f"{cell:%d-%m-%Y}"
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", "", str(cell)).replace("\u00a0", " ")
    text = re.sub(r"[ \t]+", " ", text).strip()
    if (
        text[:1] == "'" and text[1:2] in "=+-@"
    ):  # our own exports put it in front of what looks like a formula
        text = text[1:]
    return text


def read_row(
    cells: Sequence[object],
    mapping: Mapping[str, int],
    managers: Mapping[str, int | None],
    today: dt.date,
) -> Facts:
    """Everything one row says, by the matched columns. `managers`: see `read_manager`."""
    facts = Facts()
    for name in FIELDS:
        column = mapping.get(name)
        if column is None or column >= len(cells):
            continue
        cell = cells[column]
        text = as_text(cell)
        if plain(text) in NOTHING and not re.search(r"\d", text):
            continue
        if ERRORS.fullmatch(text):
            facts.problems.append(Problem(name, "sheet-error", text))
            continue
        value, code, detail = _read(name, cell, text, managers, today)
        if code:
            facts.problems.append(Problem(name, code, text[:200], detail))
        elif isinstance(value, dict):
            for key, part in value.items():
                facts.values.setdefault(key, part)
        elif value not in ("", None, []):
            facts.values[name] = value
    if "name" not in facts.values and not any(problem.field == "name" for problem in facts.problems):
        facts.problems.append(Problem("name", "no-name"))
    return facts


Read = tuple[Any, str, str]


def _read(name: str, cell: object, text: str, managers: Mapping[str, int | None], today: dt.date) -> Read:
    if name == "kvk_number":
        return read_kvk(cell)
    if name == "contact_email":
        return read_email(text)
    if name == "contact_phone":
        return read_phone(text)
    if name == "themes":
        return read_themes(text)
    if name == "jobs":
        return read_count(cell)
    if name in ("phase", "state"):
        return read_phase_or_state(text)
    if name == "account_manager":
        return read_manager(text, managers)
    if name == "postcode":
        return read_postcode(text)
    if name == "last_contact":
        return read_date(cell, today)
    if name == "street":
        return read_address(text)
    limit = LONGEST[name]
    return (text, "", "") if len(text) <= limit else ("", "too-long", str(limit))


def read_kvk(cell: object) -> Read:
    """Eight digits; spreadsheets lose leading zeros and add ".0"."""
    text = as_text(cell)
    if re.fullmatch(r"\d(?:[.,]\d+)?E\+?\d+", text, re.I):
        return "", "kvk-rounded", ""
    digits = re.sub(r"[\s.\-']", "", re.sub(r"^kvk[\s:.\-nr]*", "", re.sub(r"[.,]0+$", "", text), flags=re.I))
    if not digits.isascii() or not digits.isdigit():
        return "", "kvk-letters", ""
    if len(digits) == 12:
        return "", "kvk-branch", ""
    if len(digits) not in (7, 8):
        return "", "kvk-length", str(len(digits))
    return digits.zfill(8), "", ""


def read_email(text: str) -> Read:
    """One address; "mailto:" and angle brackets are taken off."""
    address = re.sub(r"^mailto:", "", text.strip("<> ;,"), flags=re.I)
    fine = re.fullmatch(r"[^@\s<>(),;:\"]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.[A-Za-z]{2,}", address)
    return (address.lower(), "", "") if fine and len(address) <= 254 else ("", "email", "")


def read_phone(text: str) -> Read:
    """A Dutch number of ten digits, or one with + and a country; a lost leading zero is put back."""
    digits = re.sub(r"[\s().\-/]", "", text.replace("(0)", ""))
    if re.fullmatch(r"(\+31|0031)\d{9}", digits):
        return "0" + digits[-9:], "", ""
    if re.fullmatch(r"[1-9]\d{8}", digits):
        return "0" + digits, "", ""
    if re.fullmatch(r"0[1-9]\d{8}", digits) or re.fullmatch(r"\+\d{8,15}", digits):
        return digits, "", ""
    return "", "phone", ""


def read_themes(text: str) -> Read:
    """Themes in one cell, with commas, semicolons, slashes or new lines between them."""
    found: list[str] = []
    for part in re.split(r"[,;/\n+&]", text):
        if not plain(part):
            continue
        code = _word(part, THEMES)
        if not code:
            return [], "theme", part.strip()[:80]
        if code not in found:
            found.append(code)
    return sorted(found), "", ""


def read_phase_or_state(text: str) -> Read:
    """Many lists have one column for both: the word decides which of the two it is."""
    if code := _word(text, PHASES):
        return {"phase": code}, "", ""
    if code := _word(text, STATES):
        return {"state": code}, "", ""
    return "", "phase", ""


def _word(text: str, known: Mapping[str, Sequence[str]]) -> str:
    words = plain(text)
    for code, synonyms in known.items():
        if words in synonyms:
            return code
    best, score = "", ALIKE
    for code, synonyms in known.items():
        for synonym in synonyms:
            if len(synonym) > 3 and (alike := SequenceMatcher(None, words, synonym).ratio()) >= score:
                best, score = code, alike
    return best


def manager_keys(people: Sequence[tuple[int, str, str]]) -> dict[str, int | None]:
    """What a colleague (id, name, e-mail) can be called: e-mail, whole name, first or last name; None: more of them."""
    known: dict[str, int | None] = {}
    for pk, name, email in people:
        words = plain(name).split()
        for key in {plain(email), " ".join(words), *words[:1], *words[-1:]} - {""}:
            known[key] = pk if key not in known else None
    return known


def read_manager(text: str, managers: Mapping[str, int | None]) -> Read:
    """The account manager with this name or e-mail address."""
    key = plain(text)
    if key not in managers:
        return "", "manager", ""
    found = managers[key]
    return (found, "", "") if found is not None else ("", "manager-more", "")


def read_count(cell: object) -> Read:
    """A whole number of places: 12, "12,0", "ca. 12", "12 plekken"."""
    found = re.fullmatch(
        r"(?:ca\.?|circa|ongeveer|\+/-|±)?\s*(\d{1,6})(?:[.,]0+)?\s*(?:[a-z .]*)", as_text(cell), re.I
    )
    return (int(found[1]), "", "") if found and int(found[1]) <= 100_000 else ("", "count", "")


def read_postcode(text: str) -> Read:
    """1234 AB."""
    found = re.fullmatch(r"([1-9]\d{3})\s*([A-Za-z]{2})", text)
    return (f"{found[1]} {found[2].upper()}", "", "") if found else ("", "postcode", "")


def read_address(text: str) -> Read:
    """A street, or a whole address "Kerkstraat 1, 1234 AB Plaats", which is taken apart."""
    found = re.search(r"[,;\s]+([1-9]\d{3})\s?([A-Za-z]{2})\b[,;\s]*(.*)$", text, re.S)
    if not found:
        return (text, "", "") if len(text) <= LONGEST["street"] else ("", "too-long", str(LONGEST["street"]))
    parts = {"street": text[: found.start()].strip(" ,;"), "postcode": f"{found[1]} {found[2].upper()}"}
    if found[3].strip():
        parts["city"] = found[3].strip()
    long = [name for name, part in parts.items() if len(part) > LONGEST.get(name, 20)]
    return (parts, "", "") if not long else ("", "too-long", str(LONGEST[long[0]]))


def read_date(cell: object, today: dt.date) -> Read:
    """31-12-2026, 2026-12-31, 31 dec 2026, or the number of days Excel counts; not in the future or before 2000."""
    day = _day(cell)
    if day is None:
        return "", "date", ""
    if day > today:
        return "", "date-future", ""
    if day.year < 2000:
        return "", "date-old", ""
    return day.isoformat(), "", ""


def _day(cell: object) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    text = as_text(cell)
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", text):
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(text[:5]))
    text = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$", "", text)
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text):
        year, month, day = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})", text):
        day, month, year = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[ -]+([A-Za-z]{3,9})\.?[ -]+(\d{4})", text):
        name = found[2].lower()
        month = next(
            (n for n, m in enumerate(MONTHS, 1) if name.startswith(m) or (m == "maa" and name == "mrt")), 0
        )
        day, year = int(found[1]), int(found[3])
    else:
        return None
    try:
        return dt.date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def row_key(values: Mapping[str, Any]) -> str:
    """What a row without a KVK number is known by: its name with its postcode, or else with its place."""
    return f"{plain(values.get('name', ''))}|{values.get('postcode') or plain(values.get('city', ''))}"[:240]


#: What has no field of its own in a case file: it becomes a contact moment, so that nothing is lost.
TOLD = ("last_contact", "contact_name", "contact_email", "contact_phone", "jobs", "notes")


def told_digest(values: Mapping[str, Any]) -> str:
    """What the row tells besides facts, as a mark: the same story is written once. "" when it tells nothing."""
    told = [str(values.get(name, "")) for name in TOLD]
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest() if any(told) else ""
