"""Reading self-assessments: my own in all versions; those shared with the municipality; the panels."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.casefile.models import CaseFile
from accounts.self_service.queries import my_case_files
from portal.kernel.models import Person
from portal.kernel.permissions import Actor
from procurement.pso.assessments.models import AssessmentState, PsoAssessment, PsoPurchase, PsoWorkers
from procurement.pso.words import LEVEL_LABELS

#: Versions a page shows of one enterprise.
MOST = 30
#: Large columns a list does not need.
HEAVY = ("rules", "rules_source", "result")


def assessments() -> QuerySet[PsoAssessment]:
    """With whose they are."""
    return PsoAssessment.objects.select_related(
        "case_file__enterprise", "case_file__municipality", "case_file__account_manager"
    ).prefetch_related("workers", "purchases")


def of_member(person: Person) -> QuerySet[PsoAssessment]:
    """Those of the enterprises this person belongs to. The one place that says so."""
    return assessments().filter(case_file__in=my_case_files(person))


def workers_of_member(person: Person) -> QuerySet[PsoWorkers]:
    """People in a draft or version of one's own."""
    return PsoWorkers.objects.filter(assessment__in=of_member(person)).select_related("assessment__case_file")


def purchases_of_member(person: Person) -> QuerySet[PsoPurchase]:
    """Purchases in a draft or version of one's own."""
    return PsoPurchase.objects.filter(assessment__in=of_member(person)).select_related(
        "assessment__case_file"
    )


def shared(*, text: str = "", year: int | None = None, level: int | None = None) -> QuerySet[PsoAssessment]:
    """What enterprises shared with the municipality, the newest first."""
    rows = assessments().prefetch_related(None).defer(*HEAVY)
    rows = rows.filter(shared_at__isnull=False).order_by("-shared_at", "-pk")
    if year is not None:
        rows = rows.filter(year=year)
    if level is not None:
        rows = rows.filter(level=level)
    if text:
        rows = rows.filter(Q(case_file__name__icontains=text) | Q(case_file__reference__icontains=text))
    return rows


def versions_of(case_file: CaseFile) -> list[PsoAssessment]:
    """All versions of one enterprise, the newest first."""
    rows = PsoAssessment.objects.filter(case_file=case_file).defer(*HEAVY)
    return list(rows.order_by("-year", "-number")[:MOST])


@dataclass(frozen=True)
class PsoPanel:
    """The latest version of one enterprise that may be seen here, and a draft of its own."""

    case_file: CaseFile
    latest: PsoAssessment | None
    draft: PsoAssessment | None = None

    @property
    def label(self) -> str:
        """The step in words."""
        return str(LEVEL_LABELS[self.latest.level or 0]) if self.latest else ""


def panel(case_file: CaseFile, actor: Actor) -> PsoPanel:
    """For staff: the latest version the enterprise shared. One query."""
    rows = PsoAssessment.objects.filter(case_file=case_file, shared_at__isnull=False).defer(*HEAVY)
    return PsoPanel(case_file, rows.order_by("-year", "-number").first())


def own_panel(case_file: CaseFile, person: Person) -> PsoPanel:
    """For the entrepreneur: the latest version that was handed in, and the draft. One query."""
    rows = versions_of(case_file)
    latest = next((row for row in rows if row.state == AssessmentState.SUBMITTED), None)
    return PsoPanel(case_file, latest, next((row for row in rows if row.is_draft), None))
