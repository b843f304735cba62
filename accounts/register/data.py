"""The open data: one list of fields from which CSV, JSON, OpenAPI and the data dictionary are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.casefile.models import Theme
from accounts.recognition.models import MarkKind
from accounts.register.queries import Shown

LICENCE = "CC0-1.0"
LICENCE_URL = "https://creativecommons.org/publicdomain/zero/1.0/deed.nl"


@dataclass(frozen=True)
class Field:
    """One field of the open data. `schema` is its JSON Schema; lists stand in CSV with " | " between the parts."""

    name: str
    meaning: str | Promise
    schema: dict[str, Any]
    read: Callable[[Shown, str], Any]
    example: str


_TEXT = {"type": "string"}
_MARK = {
    "type": "object",
    "properties": {
        "soort": {"type": "string", "enum": list(MarkKind.values)},
        "naam": _TEXT,
        "geldigTotEnMet": {"type": ["string", "null"], "format": "date"},
    },
    "required": ["soort", "naam", "geldigTotEnMet"],
}


def _marks(shown: Shown, base: str) -> list[dict[str, Any]]:
    return [
        {
            "soort": mark.kind,
            "naam": mark.label,
            "geldigTotEnMet": mark.valid_to.isoformat() if mark.valid_to else None,
        }
        for mark in shown.marks
    ]


def _moment(value: Any) -> str:
    return str(timezone.localtime(value).isoformat(timespec="seconds"))


FIELDS: tuple[Field, ...] = (
    Field(
        "id", _("Name of the entry in addresses; stays the same"), _TEXT, lambda s, b: s.entry.slug, "fietswerk-noord"
    ),
    Field("naam", _("Name of the enterprise"), _TEXT, lambda s, b: s.entry.name, "Fietswerk Noord"),
    Field(
        "omschrijving", _("What the enterprise does, in its own words"), _TEXT, lambda s, b: s.entry.summary,
        "Wij knappen weesfietsen op.",
    ),
    Field("producten", _("Products and services"), _TEXT, lambda s, b: s.entry.products, "fietsreparatie, deelfietsen"),
    Field(
        "themas", _("Impact themes, as codes"),
        {"type": "array", "items": {"type": "string", "enum": list(Theme.values)}},
        lambda s, b: list(s.entry.themes), "work | circular",
    ),
    Field("wijk", _("District or neighbourhood"), _TEXT, lambda s, b: s.entry.district, "Noord"),
    Field("plaats", _("Town or city"), _TEXT, lambda s, b: s.entry.city, "Vechtstede"),
    Field(
        "website", _("Website of the enterprise"), {"type": "string", "format": "uri-reference"},
        lambda s, b: s.entry.website, "https://fietswerk.example",
    ),
    Field(
        "keurmerken", _("Marks that are valid today, with their last day"), {"type": "array", "items": _MARK}, _marks,
        "PSO, Trede 3, 30+ (2027-06-30)",
    ),
    Field("gemeente", _("CBS code of the municipality"), _TEXT, lambda s, b: s.entry.municipality.cbs_code, "9811"),
    Field(
        "pagina", _("Address of the public page"), {"type": "string", "format": "uri"},
        lambda s, b: f"{b}/register/{s.entry.municipality.slug}/ondernemingen/{s.entry.slug}/",
        "https://…/register/vechtstede/ondernemingen/fietswerk-noord/",
    ),
    Field(
        "gewijzigdOp", _("Last change of the entry"), {"type": "string", "format": "date-time"},
        lambda s, b: _moment(s.entry.updated_at), "2026-11-25T14:00:00+01:00",
    ),
)  # fmt: skip


def as_record(shown: Shown, base: str) -> dict[str, Any]:
    """An entry as JSON; `base` is the address of this site."""
    return {field.name: field.read(shown, base) for field in FIELDS}


def as_row(shown: Shown, base: str) -> list[str]:
    """An entry as a line of CSV."""
    return [_cell(value) for value in as_record(shown, base).values()]


def _cell(value: Any) -> str:
    """Lists in one cell; what a spreadsheet would run as a formula gets an apostrophe in front."""
    if isinstance(value, list):
        parts = [
            f"{part['naam']} ({part['geldigTotEnMet'] or '-'})" if isinstance(part, dict) else str(part)
            for part in value
        ]
        value = " | ".join(parts)
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
