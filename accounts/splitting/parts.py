"""What of a case file can go to another: everything that belongs to it, but what is the file's own or a domain's.

Found by walking the models, as merging does, so what a new instrument adds can be chosen too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from accounts.casefile.models import CaseFile
from accounts.merging.targets import Target, targets
from accounts.timeline.models import TimelineEntry
from portal.kernel.search.registry import SearchEntry, findables

#: Stays with the file: its correspondence and address, how it was imported, handed over, called, placed and shown.
#: People are added to the new file and keep the old one; lines of the timeline follow what they are about.
STAYS = {
    "accounts.FormerIdentity", "accounts.HandOverFile", "accounts.ImportMemory", "accounts.ImportRow",
    "accounts.MailAddress", "accounts.Message", "accounts.MessageDraft", "accounts.Placement", "accounts.RegisterEntry",
    "accounts.TimelineEntry",
}  # fmt: skip
MEMBERS = "accounts.EnterpriseMember"
#: Where a thing says on which day it was.
DAYS = ("on", "asked_at", "submitted_at", "created_at")
#: So many of each kind are shown, the newest; more is work for two people and a day.
MOST = 200


@dataclass(frozen=True)
class Item:
    """One thing that can go along: its key in the form ("contact-12"), and how it is called."""

    code: str
    text: str
    day: dt.date | None = None


@dataclass(frozen=True)
class Part:
    """One kind of thing, with what there is of it."""

    target: Target
    items: list[Item]
    more: int

    @property
    def title(self) -> str:
        return str(self.target.model._meta.verbose_name_plural)


def choosable() -> list[Target]:
    """The kinds of things of which a person chooses what goes along."""
    return [target for target in targets() if not target.private and target.model._meta.label not in STAYS]


def parts_of(case_file: CaseFile) -> list[Part]:
    """What there is to choose from, the newest first. Two queries per kind, however much there is."""
    found = []
    for target in choosable():
        manager: Any = target.model._default_manager
        rows = manager.filter(**{target.field.name: case_file}).order_by("-pk")
        relations = [
            field.name
            for field in target.model._meta.concrete_fields
            if field.is_relation and field is not target.field and not field.null
        ]
        shown = list(rows.select_related(target.field.name, *relations)[:MOST])
        if shown:
            more = rows.count() - MOST if len(shown) == MOST else 0
            found.append(Part(target, [_item(target, row) for row in shown], max(0, more)))
    return sorted(found, key=lambda part: part.title)


def code_of(target: Target, key: object) -> str:
    """How a row is called in the form."""
    return f"{target.model._meta.model_name}-{key}"


def keys_of(target: Target, codes: Collection[str]) -> set[str]:
    """The keys of the rows of this kind among the codes."""
    start = f"{target.model._meta.model_name}-"
    return {code.removeprefix(start) for code in codes if code.startswith(start)}


def _item(target: Target, row: Any) -> Item:
    entry = _entry(row)
    if target.model._meta.label == MEMBERS:
        text = str(row.person)
    else:
        text = entry.title if entry else str(row)
    day = next((found for name in DAYS if (found := getattr(row, name, None))), None)
    return Item(code_of(target, row.pk), text, day)


def _entry(row: Any) -> SearchEntry | None:
    for findable in findables():
        if findable.model is type(row):
            return findable.build(row)
    return None


def lines_about(case_file: CaseFile, rows: list[Any]) -> list[str]:
    """Keys of the lines of the timeline that are about these rows: they lead there, or say the same text."""
    general = {f"/dossiers/{case_file.pk}/", f"/dossiers/{case_file.pk}/tijdlijn/"}
    addresses = {entry.url for row in rows if (entry := _entry(row)) and entry.url not in general}
    texts = [text for row in rows if (text := getattr(row, "text", "") or getattr(row, "title", ""))]
    found = []
    for key, address, text in TimelineEntry.objects.filter(case_file=case_file).values_list(
        "pk", "url", "text"
    ):
        if address in addresses or any(text.endswith(part[:400]) for part in texts):
            found.append(str(key))
    return found
