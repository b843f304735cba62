"""Reading recognition: checks with their verdicts, marks, the spectrum over time, and the panels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.casefile.models import CaseFile, Spectrum
from accounts.recognition import engine
from accounts.recognition.drawing import draw
from accounts.recognition.models import (
    Answer,
    CheckState,
    CriterionVerdict,
    DefinitionCheck,
    Evidence,
    Mark,
    Placement,
)
from portal.kernel.models import Person
from portal.kernel.permissions import Actor

#: Newest rows a page shows of checks, marks and placements.
MOST = 50


def checks() -> QuerySet[DefinitionCheck]:
    """Checks with whom and whose."""
    return DefinitionCheck.objects.select_related(
        "case_file", "case_file__enterprise", "case_file__municipality", "case_file__account_manager",
        "started_by", "proposed_by", "concluded_by",
    )  # fmt: skip


def checks_of_member(person: Person) -> QuerySet[DefinitionCheck]:
    """Concluded checks of the enterprises this person belongs to; others are not theirs to see yet."""
    from accounts.self_service.queries import my_case_files

    return checks().filter(case_file__in=my_case_files(person), state=CheckState.CONCLUDED)


def verdicts_of(check: DefinitionCheck) -> dict[str, CriterionVerdict]:
    """Criterion code -> verdict with its evidence. Two queries."""
    rows = (
        CriterionVerdict.objects.filter(definition_check=check)
        .select_related("by")
        .prefetch_related(
            Prefetch("evidence", Evidence.objects.select_related("document").order_by("document_id"))
        )
    )
    return {row.code: row for row in rows}


def given_of(check: DefinitionCheck) -> dict[str, engine.Given]:
    """The verdicts as the engine sees them."""
    return {
        code: engine.Given(
            row.answer, row.motivation, tuple(str(item.document) for item in row.evidence.all())
        )
        for code, row in verdicts_of(check).items()
    }


@dataclass(frozen=True)
class CriterionRow:
    """One criterion of a check: what the entrepreneur said at the intake, and the officer's verdict, in words."""

    criterion: engine.Criterion
    said: str
    verdict: CriterionVerdict | None


def rows_of(check: DefinitionCheck) -> list[CriterionRow]:
    """The criteria of a check, in order."""
    from accounts.intake.definition import ANSWERS

    words = {code: str(label) for code, label in ANSWERS}
    verdicts = verdicts_of(check)
    return [
        CriterionRow(
            criterion,
            words.get(check.case_file.definition_check.get(criterion.code, ""), ""),
            verdicts.get(criterion.code),
        )
        for criterion in engine.Rules.load(check.rules).criteria
    ]


def lines_of(check: DefinitionCheck) -> list[dict[str, Any]]:
    """The stored explanation of a concluded check, with the verdict in words."""
    return [{**line, "answer_label": Answer(line["answer"]).label} for line in check.result.get("lines", [])]


def marks_of(case_file: CaseFile) -> list[Mark]:
    """Marks, the newest first; the former ones are the history."""
    rows = Mark.objects.filter(case_file=case_file).select_related("checked_by", "evidence")
    return list(rows.order_by("-valid_from", "-pk")[:MOST])


@dataclass(frozen=True)
class SpectrumOverTime:
    """Placements, the newest first, and the drawing of them."""

    placements: Sequence[Placement]
    drawing: SafeString | str


def spectrum_of(case_file: CaseFile) -> SpectrumOverTime:
    """The place of an enterprise over time. One query."""
    rows = list(
        Placement.objects.filter(case_file=case_file).select_related("by").order_by("-on", "-pk")[:MOST]
    )
    points = [(row.on, list(Spectrum.values).index(row.place)) for row in reversed(rows)]
    labels = [str(label) for label in Spectrum.labels]
    return SpectrumOverTime(rows, draw(points, labels, timezone.localdate()) if rows else "")


@dataclass(frozen=True)
class RecognitionPanel:
    """The latest check and the marks of one enterprise, for a panel."""

    case_file: CaseFile
    check: DefinitionCheck | None
    marks: list[Mark]


def panel(case_file: CaseFile, actor: Actor) -> RecognitionPanel:
    """For staff: the latest check, also when it is being done. Two queries."""
    latest = DefinitionCheck.objects.filter(case_file=case_file).order_by("-started_at", "-pk").first()
    return RecognitionPanel(case_file, latest, marks_of(case_file)[:10])


def own_panel(case_file: CaseFile, person: Person) -> RecognitionPanel | None:
    """For the entrepreneur: the latest outcome and the marks that are valid. None: nothing yet. Two queries."""
    latest = (
        DefinitionCheck.objects.filter(case_file=case_file, state=CheckState.CONCLUDED)
        .order_by("-concluded_at", "-pk")
        .first()
    )
    marks = [mark for mark in marks_of(case_file) if mark.is_valid()]
    return RecognitionPanel(case_file, latest, marks) if latest or marks else None
