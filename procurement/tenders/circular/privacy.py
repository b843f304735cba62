"""How circular tenders are handled when someone asks to see everything, or to be removed."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel.privacy.registry import (
    NOTHING,
    Addition,
    ProcessingDefault,
    RetentionKind,
    add_to_subject,
    declare,
    declare_all,
    register_processing,
    register_retention,
)
from procurement.tenders.circular.programme.models import CircularState
from procurement.tenders.circular.submissions.models import CircularSubmission

CIRCULAR = "circular-tenders"
SECRETS = ("token_hash", "seed")
SELECTION_LIST = "Selectielijst gemeenten en intergemeentelijke organen 2020"


def register() -> None:
    """Declare every model, what expires, what is processed, and when an enterprise cannot go."""
    for name in ("CircularTender", "CircularAmbition"):
        declare(
            f"procurement.{name}",
            NOTHING,
            why=gettext_lazy("What the municipality asks of the market is about nobody."),
            processing=CIRCULAR,
        )
    # A submission is what an enterprise made: it goes with the enterprise.
    declare("procurement.CircularSubmission", owner=("case_file",), leave_out=SECRETS, processing=CIRCULAR)
    declare("procurement.CircularFile", processing=CIRCULAR)
    declare("procurement.CircularQuestion", leave_out=SECRETS, processing=CIRCULAR)
    for name, why in (
        ("CircularRound", gettext_lazy("When a panel scored; not about one person.")),
        (
            "CircularPanelMember",
            gettext_lazy("A panel answers for its scores: who sat in it stays with the tender."),
        ),
    ):
        declare(f"procurement.{name}", NOTHING, why=why, processing=CIRCULAR)
    declare_all(
        "procurement.CircularConflict procurement.CircularBallot procurement.CircularLetter",
        processing=CIRCULAR,
    )
    # The choice goes with the submission that was chosen.
    declare(
        "procurement.CircularChoice", owner=("winner",), by=("director", "proposed_by"), processing=CIRCULAR
    )
    add_to_subject("enterprise", Addition(blocked=blocked))
    register_retention(
        RetentionKind(
            code="circular-submissions",
            label=gettext_lazy("Submissions to circular tenders"),
            what=gettext_lazy(
                "Submissions of enterprises without a case file, with their files and who sent them in."
            ),
            months=84,
            source=SELECTION_LIST,
            rows=old_submissions,
            when="created_at",
        )
    )
    register_processing(
        ProcessingDefault(
            code=CIRCULAR,
            name="Circulair aanbesteden op ambitie",
            purpose="Een partner kiezen op visie, vakmanschap en vernieuwing, en samen de ambities halen.",
            legal_basis="Wettelijke plicht (AVG artikel 6 lid 1 onder c: Aanbestedingswet 2012) en taak van algemeen "
            "belang (onder e).",
            people="Contactpersonen van inschrijvers, wie een vraag stelt, en de leden van het panel.",
            data="Naam en e-mailadres; de inschrijving; vragen; van panelleden hun scores en belangen.",
            recipients="De inkopers van de gemeente; het panel na de sluiting. Antwoorden zijn openbaar, vragers niet.",
            retention="Met het dossier; zonder dossier zeven jaar na de sluiting.",
            measures="Verzegeld tot de sluiting; toegang per gemeente en rol, ook in de database; geen BSN.",
        )
    )


def blocked(pk: str) -> list[str]:
    """Who takes part in a tender that runs cannot go: others were compared with it."""
    running = (
        CircularSubmission.objects.filter(case_file=pk, state="submitted")
        .exclude(tender__state__in=[CircularState.FINISHED, CircularState.CANCELLED])
        .select_related("tender")
        .first()
    )
    if running is None:
        return []
    return [
        _("It takes part in the circular tender “%(title)s”, which runs.") % {"title": running.tender.title}
    ]


def old_submissions(before: dt.datetime) -> QuerySet[CircularSubmission]:
    """Submissions without a case file to tenders that closed long ago, the oldest first."""
    return CircularSubmission.objects.filter(case_file=None, tender__closes_at__lt=before).order_by(
        "created_at", "pk"
    )
