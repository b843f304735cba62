"""All models of the chapter, for Django's registry."""

from challenges.contests.entries.models import Entry, EntryAuthor, EntryFile, EntryState
from challenges.contests.models import (
    Challenge,
    ChallengeState,
    Criterion,
    Phase,
    PhaseKind,
    TieRule,
    Variant,
)

__all__ = [
    "Challenge",
    "ChallengeState",
    "Criterion",
    "Entry",
    "EntryAuthor",
    "EntryFile",
    "EntryState",
    "Phase",
    "PhaseKind",
    "TieRule",
    "Variant",
]
