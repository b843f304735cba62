"""All models of the chapter, for Django's registry."""

from accounts.absence.models import Absence
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
from accounts.handover.models import HandOver, HandOverFile
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
from accounts.worklist.models import MorningMailChoice, Snooze

__all__ = [
    "Absence",
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
    "HandOver",
    "HandOverFile",
    "Intake",
    "IntakeAttachment",
    "IntakeState",
    "Mark",
    "MorningMailChoice",
    "Objection",
    "Phase",
    "Placement",
    "Question",
    "QuestionRoute",
    "QuestionState",
    "ShareLink",
    "Slice",
    "SliceDependency",
    "Snooze",
    "Spectrum",
    "Task",
    "Theme",
    "TimelineEntry",
]
