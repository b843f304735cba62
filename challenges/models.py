"""All models of the chapter, for Django's registry."""

from challenges.contests.entries.models import Entry, EntryAuthor, EntryFile, EntryState
from challenges.contests.jury.models import Award, Juror, JurorConflict, JuryBallot, JuryRound, JuryScore
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
    "Award",
    "Challenge",
    "ChallengeState",
    "Criterion",
    "Entry",
    "EntryAuthor",
    "EntryFile",
    "EntryState",
    "Juror",
    "JurorConflict",
    "JuryBallot",
    "JuryRound",
    "JuryScore",
    "Phase",
    "PhaseKind",
    "TieRule",
    "Variant",
]
