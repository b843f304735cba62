"""All models of the chapter, for Django's registry."""

from accounts.budgets.models import BudgetLine, Commitment
from accounts.casefile.models import (
    CaseFile,
    CaseFileState,
    DomainNote,
    DomainTrack,
    EnterpriseMember,
    Phase,
    Spectrum,
    Theme,
)
from accounts.enterprises.models import Enterprise
from accounts.financing.models import FinancingNeed, ShareLink, Slice, SliceDependency
from accounts.intake.models import Intake, IntakeAttachment, IntakeState
from accounts.questions.models import Question, QuestionRoute, QuestionState
from accounts.recognition.models import (
    CriterionVerdict,
    DefinitionCheck,
    Evidence,
    Mark,
    Objection,
    Placement,
)
from accounts.timeline.models import Contact, Document, Task, TimelineEntry

__all__ = [
    "BudgetLine",
    "CaseFile",
    "CaseFileState",
    "Commitment",
    "Contact",
    "CriterionVerdict",
    "DefinitionCheck",
    "Document",
    "DomainNote",
    "DomainTrack",
    "Enterprise",
    "EnterpriseMember",
    "Evidence",
    "FinancingNeed",
    "Intake",
    "IntakeAttachment",
    "IntakeState",
    "Mark",
    "Objection",
    "Phase",
    "Placement",
    "Question",
    "QuestionRoute",
    "QuestionState",
    "ShareLink",
    "Slice",
    "SliceDependency",
    "Spectrum",
    "Task",
    "Theme",
    "TimelineEntry",
]
