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
from accounts.conversation.models import (
    MailAddress,
    Message,
    MessageDocument,
    MessageDraft,
    MessageMail,
    MessageTemplate,
)
from accounts.enterprises.models import Enterprise
from accounts.financing.models import FinancingNeed, ShareLink, Slice, SliceDependency
from accounts.handover.models import HandOver, HandOverFile
from accounts.impact.models import Claim, ClaimEvidence, ClaimKind, ClaimState, Goal, GoalShare, Indicator
from accounts.imports.models import ColumnMemory, Import, ImportMemory, ImportRow
from accounts.intake.models import Intake, IntakeAttachment, IntakeState
from accounts.merging.models import Merge, NotDouble
from accounts.places.models import Agreement, EnterpriseMonth, MunicipalityMonth
from accounts.questions.models import Question, QuestionRoute, QuestionState
from accounts.recognition.models import (
    CriterionVerdict,
    DefinitionCheck,
    Evidence,
    Mark,
    Objection,
    Placement,
)
from accounts.register.models import (
    Publication,
    RegisterConsent,
    RegisterEntry,
    RegisterState,
)
from accounts.renaming.models import FormerIdentity
from accounts.splitting.models import Split
from accounts.tables.booking_models import Booking, DayAway, Presence, Talk
from accounts.tables.meeting_models import CalendarLink, Meeting, SignUp
from accounts.tables.models import Location, OpeningException, OpeningHours, Place, PlaceClosure
from accounts.timeline.models import Contact, Document, Task, TimelineEntry
from accounts.transfer.models import Transfer, TransferOffer
from accounts.worklist.models import MorningMailChoice, Snooze

__all__ = [
    "Absence",
    "Agreement",
    "Booking",
    "BudgetLine",
    "CalendarLink",
    "CaseFile",
    "CaseFileState",
    "Claim",
    "ClaimEvidence",
    "ClaimKind",
    "ClaimState",
    "ColumnMemory",
    "Commitment",
    "Contact",
    "CriterionVerdict",
    "DayAway",
    "DefinitionCheck",
    "Document",
    "DomainNote",
    "DomainTrack",
    "Enterprise",
    "EnterpriseMember",
    "EnterpriseMonth",
    "Evidence",
    "FinancingNeed",
    "FormerIdentity",
    "Goal",
    "GoalShare",
    "HandOver",
    "HandOverFile",
    "Import",
    "ImportMemory",
    "ImportRow",
    "Indicator",
    "Intake",
    "IntakeAttachment",
    "IntakeState",
    "Location",
    "MailAddress",
    "Mark",
    "Meeting",
    "Merge",
    "Message",
    "MessageDocument",
    "MessageDraft",
    "MessageMail",
    "MessageTemplate",
    "MorningMailChoice",
    "MunicipalityMonth",
    "NotDouble",
    "Objection",
    "OpeningException",
    "OpeningHours",
    "Phase",
    "Place",
    "PlaceClosure",
    "Placement",
    "Presence",
    "Publication",
    "Question",
    "QuestionRoute",
    "QuestionState",
    "RegisterConsent",
    "RegisterEntry",
    "RegisterState",
    "ShareLink",
    "SignUp",
    "Slice",
    "SliceDependency",
    "Snooze",
    "Spectrum",
    "Split",
    "Talk",
    "Task",
    "Theme",
    "TimelineEntry",
    "Transfer",
    "TransferOffer",
]
