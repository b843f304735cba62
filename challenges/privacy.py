"""How the models of this chapter are handled when someone asks to see everything, or to be removed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from challenges.models import (
    ChallengeContact,
    ChallengeFollower,
    ChallengeQuestion,
    CoalitionParty,
    Entry,
    EntryState,
)
from portal.kernel.privacy.registry import (
    NOTHING,
    UNLINK,
    ProcessingDefault,
    RetentionKind,
    declare,
    declare_all,
    register_processing,
    register_retention,
)

CONTESTS = "challenges"
#: A coaching is of an entry and a session of a coaching; neither goes with the coach.
OWNERS = {"Coaching": "entry", "CoachingSession": "coaching", "Agreement": "session", "PitchTick": "coaching"}
SELECTION_LIST = "Selectielijst gemeenten en intergemeentelijke organen 2020"


def register() -> None:
    """Declare every model and what is processed."""
    for name in ("Challenge", "Phase", "Criterion"):
        declare(
            f"challenges.{name}",
            NOTHING,
            why=gettext_lazy("The question and the plan of a challenge are about nobody."),
            processing=CONTESTS,
        )
    # An entry is what someone made: it goes with the enterprise; who wrote it goes with the person.
    declare("challenges.Entry", owner=("case_file",), processing=CONTESTS)
    declare(
        "challenges.EntryAuthor",
        about=("person",),
        leave_out=("token_hash", "seed"),
        processing=CONTESTS,
    )
    declare("challenges.EntryFile", processing=CONTESTS)
    declare(
        "challenges.JuryRound",
        NOTHING,
        why=gettext_lazy("When a jury scored and what it said; not about one person."),
        processing=CONTESTS,
    )
    declare(
        "challenges.Juror",
        NOTHING,
        why=gettext_lazy(
            "A jury answers for its decision in public: who sat in it stays with the challenge."
        ),
        processing=CONTESTS,
    )
    declare_all(
        "challenges.JurorConflict challenges.JuryBallot challenges.JuryScore challenges.Award",
        processing=CONTESTS,
    )
    # A party goes with its case file; who answers for it goes with the person. What was agreed has no names of people.
    declare(
        "challenges.CoalitionParty",
        about=("person",),
        owner=("case_file",),
        leave_out=("token_hash", "seed"),
        processing=CONTESTS,
    )
    declare("challenges.CoalitionPledge", owner=("party",), processing=CONTESTS)
    for name in ("CoalitionRole", "CoalitionMeeting", "JointPlan"):
        declare(
            f"challenges.{name}",
            NOTHING,
            why=gettext_lazy("What a coalition needs and plans together is about nobody."),
            processing=CONTESTS,
        )
    # A pilot is of the enterprise that does it and goes with it; its record can be printed before.
    declare("challenges.Pilot", owner=("case_file",), processing=CONTESTS)
    declare("challenges.PilotMeasurement", by=("made_by",), processing=CONTESTS)
    declare("challenges.PilotAdvance", by=("asked_by",), processing=CONTESTS)
    declare("challenges.PilotNote", by=("by",), processing=CONTESTS)
    declare_all("challenges.PilotMilestone challenges.PilotIndicator", processing=CONTESTS)
    declare(
        "challenges.ChallengeNews",
        NOTHING,
        why=gettext_lazy("The question and the plan of a challenge are about nobody."),
        processing=CONTESTS,
    )
    for name in ("ChallengeQuestion", "ChallengeFollower"):
        declare(
            f"challenges.{name}",
            about=("person",),
            leave_out=("token_hash", "seed"),
            processing=CONTESTS,
        )
    # Who coached goes with its own term; what was said belongs to the entry.
    declare("challenges.ChallengeContact", processing=CONTESTS)
    declare(
        "challenges.Coach",
        UNLINK,
        why=gettext_lazy("Says that someone coached; who it was stands in a row that goes."),
        about=("person",),
        leave_out=("token_hash", "seed"),
        processing=CONTESTS,
    )
    for name, owner in OWNERS.items():
        declare(f"challenges.{name}", owner=(owner,), processing=CONTESTS)
    declare("challenges.PlanVersion", owner=("entry",), by=("author",), processing=CONTESTS)
    declare(
        "challenges.CoachingMaterial",
        NOTHING,
        why=gettext_lazy("What the organiser shares with everyone who was selected."),
        processing=CONTESTS,
    )
    register_retention(
        RetentionKind(
            code="challenge-contacts",
            label=gettext_lazy("Names of jurors and coaches"),
            what=gettext_lazy(
                "Names and addresses of jurors and coaches; their scores and notes stay without a name."
            ),
            months=24,
            source=SELECTION_LIST,
            rows=lambda before: old_rows(ChallengeContact, before),
            when="created_at",
        )
    )
    register_retention(
        RetentionKind(
            code="challenge-questions",
            label=gettext_lazy("Questions about challenges"),
            what=gettext_lazy("Questions about a challenge with their answers, and who asked them."),
            months=24,
            source=SELECTION_LIST,
            rows=lambda before: old_rows(ChallengeQuestion, before),
            when="created_at",
        )
    )
    register_retention(
        RetentionKind(
            code="challenge-followers",
            label=gettext_lazy("Followers of challenges"),
            what=gettext_lazy("Addresses of who followed a challenge; who signs off goes at once."),
            months=12,
            source=SELECTION_LIST,
            rows=lambda before: old_rows(ChallengeFollower, before),
            when="created_at",
        )
    )
    register_retention(
        RetentionKind(
            code="challenge-entries",
            label=gettext_lazy("Entries of challenges"),
            what=gettext_lazy(
                "Entries without a case file that did not win, with who wrote them, their files and their scores."
            ),
            months=24,
            source=SELECTION_LIST,
            rows=old_entries,
            when="created_at",
        )
    )
    register_retention(
        RetentionKind(
            code="challenge-parties",
            label=gettext_lazy("Parties of coalitions"),
            what=gettext_lazy(
                "Parties without a case file, with their contact person and what they promised."
            ),
            months=24,
            source=SELECTION_LIST,
            rows=old_parties,
            when="invited_at",
        )
    )
    register_processing(
        ProcessingDefault(
            code=CONTESTS,
            name="Challenges",
            purpose="Een maatschappelijke vraag aan de stad stellen en de beste oplossing op weg helpen.",
            legal_basis="Taak van algemeen belang (AVG artikel 6 lid 1 onder e); meedoen is vrijwillig.",
            people="Mensen die een oplossing insturen, wie met hen meeschrijft, de juryleden, contactpersonen van "
            "partijen in een coalitie, en wie iets vraagt of de challenge volgt.",
            data="Naam, e-mailadres, de oplossing, of zij gekozen is en waarom; van juryleden hun scores en belangen; "
            "van wie vraagt of volgt alleen het e-mailadres en de vraag.",
            recipients="De organisatoren bij de gemeente; de jury krijgt de oplossing en wie haar schreef.",
            retention="Met het dossier; zonder dossier twee jaar na de sluiting van de challenge. Winnaars blijven. "
            "Vragen twee jaar, volgers een jaar na de sluiting; wie zich afmeldt meteen.",
            measures="Toegang per gemeente en rol, ook in de database zelf; een inzending opent met de eigen link.",
        )
    )


def old_entries(before: dt.datetime) -> QuerySet[Entry]:
    """Entries of challenges that closed long ago, the oldest first; those with a case file go with it."""
    return (
        Entry.objects.filter(case_file=None, challenge__closes_at__lt=before)
        .exclude(state=EntryState.WINNER)
        .order_by("created_at", "pk")
    )


def old_parties(before: dt.datetime) -> QuerySet[CoalitionParty]:
    """Parties of coalitions that closed long ago, the oldest first; those with a case file go with it."""
    rows: QuerySet[CoalitionParty] = CoalitionParty.objects.filter(
        case_file=None, challenge__closes_at__lt=before
    )
    return rows.order_by("invited_at", "pk")


def old_rows(model: type[Any], before: dt.datetime) -> QuerySet[Any]:
    """What hangs on challenges that closed long ago, the oldest first."""
    rows: QuerySet[Any] = model._default_manager.filter(challenge__closes_at__lt=before)
    return rows.order_by("created_at", "pk")
