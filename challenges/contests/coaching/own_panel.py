"""Challenges on the entrepreneur's own page: the entries of the enterprise, with the way to go on with them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse

from accounts.casefile.models import CaseFile
from challenges.contests.entries.actions import token_of
from challenges.contests.entries.models import Entry, EntryAuthor, EntryState
from portal.kernel.models import Person

#: Entries the panel shows.
MOST = 6


@dataclass(frozen=True)
class OwnEntry:
    """An entry; `path` leads to its page for who writes it, `coached` says that it is being sharpened."""

    entry: Entry
    path: str
    coached: bool
    told: bool


def own_panel(case_file: CaseFile, person: Person) -> list[OwnEntry] | None:
    """The newest entries of this enterprise; nothing when there are none. Drafts only of who writes them."""
    authors = (
        EntryAuthor.objects.filter(email__iexact=person.email) if person.email else EntryAuthor.objects.none()
    )
    rows = (
        Entry.objects.filter(case_file=case_file)
        .select_related("challenge__municipality", "coaching")
        .prefetch_related(Prefetch("authors", queryset=authors, to_attr="mine"))
        .order_by("-created_at")[:MOST]
    )
    found = [_own(row) for row in rows]
    return [
        row for row in found if row.path or row.entry.state not in (EntryState.DRAFT, EntryState.WITHDRAWN)
    ] or None


def _own(entry: Entry) -> OwnEntry:
    mine: list[EntryAuthor] = entry.mine  # type: ignore[attr-defined]
    coached = hasattr(entry, "coaching")
    challenge, path = entry.challenge, ""
    if mine:
        route = "entry_coaching" if coached else "entry"
        path = reverse(route, args=[challenge.municipality.slug, challenge.slug, token_of(mine[0])])
    told = entry.state in (EntryState.DRAFT, EntryState.WITHDRAWN, EntryState.SUBMITTED) or challenge.state not in (
        "open", "closed", "selection",
    )  # fmt: skip
    return OwnEntry(entry, path, coached, told)
