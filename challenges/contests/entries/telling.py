"""Telling entrants an outcome: by mail, and in the case file of who has one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from accounts.timeline.actions import add_entry
from challenges.contests.entries.actions import token_of
from challenges.contests.entries.models import Entry, EntryAuthor
from challenges.contests.models import Challenge
from portal.kernel.models import Person
from portal.kernel.outbox.actions import queue_mail


def _own_path(challenge: Challenge, author: EntryAuthor) -> str:
    return reverse("entry", args=[challenge.municipality.slug, challenge.slug, token_of(author)])


def announce(
    challenge: Challenge, outcomes: Iterable[tuple[Entry, str, dict[str, Any]]], *, moment: str, by: Person
) -> None:
    """Mail each contact person (entry, mail, more of its context), once per `moment`, and write the outcome down."""
    leads = {
        author.entry_id: author
        for author in EntryAuthor.objects.filter(entry__challenge=challenge, is_lead=True)
    }
    for entry, mail, more in outcomes:
        queue_mail(
            to=leads[entry.pk].email,
            template=f"challenges/contests/mail/{mail}",
            context={
                "author": leads[entry.pk],
                "entry": entry,
                "challenge": challenge,
                "own_path": _own_path(challenge, leads[entry.pk]),
                **more,
            },
            municipality=challenge.municipality_id,
            key=f"{moment}-{entry.pk}",
        )
        if entry.case_file:
            add_entry(
                case_file=entry.case_file,
                kind="challenge",
                text=f"{challenge.title}: {entry.title} ({entry.get_state_display()})",
                by=by,
                url=reverse("challenge_entry", args=[entry.pk]),
            )
