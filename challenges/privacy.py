"""How the models of this chapter are handled when someone asks to see everything, or to be removed."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from challenges.models import Entry, EntryState
from portal.kernel.privacy.registry import (
    NOTHING,
    ProcessingDefault,
    RetentionKind,
    declare,
    declare_all,
    register_processing,
    register_retention,
)

CONTESTS = "challenges"
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
    register_processing(
        ProcessingDefault(
            code=CONTESTS,
            name="Challenges",
            purpose="Een maatschappelijke vraag aan de stad stellen en de beste oplossing op weg helpen.",
            legal_basis="Taak van algemeen belang (AVG artikel 6 lid 1 onder e); meedoen is vrijwillig.",
            people="Mensen die een oplossing insturen, wie met hen meeschrijft, en de juryleden.",
            data="Naam, e-mailadres, de oplossing, of zij gekozen is en waarom; van juryleden hun scores en belangen.",
            recipients="De organisatoren bij de gemeente; de jury krijgt de oplossing en wie haar schreef.",
            retention="Met het dossier; zonder dossier twee jaar na de sluiting van de challenge. Winnaars blijven.",
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
