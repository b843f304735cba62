"""All models of the chapter, for Django's registry."""

from procurement.market.offers.models import Offer, OfferKind, OfferPicture, OfferState, PriceUnit
from procurement.market.orders.models import Order, OrderState
from procurement.market.requests.models import Answer, Invitation, MarketRequest, RequestState
from procurement.pso.assessments.models import AssessmentState, PsoAssessment, PsoPurchase, PsoWorkers
from procurement.social_return.contracts.models import (
    Contract,
    ContractEntry,
    ContractKind,
    ContractState,
    Deviation,
    Turnover,
)
from procurement.social_return.discount.models import DiscountDecision, DiscountFile, PsoLevel
from procurement.social_return.efforts.models import (
    Effort,
    EffortFile,
    EffortKind,
    EffortRemark,
    EffortState,
    Pseudonym,
)
from procurement.social_return.imports.models import (
    ListKind,
    RegisterImport,
    RegisterRow,
)
from procurement.social_return.ledger.models import Account, KeptBalance, LedgerEntry
from procurement.social_return.reminders.models import Reminder
from procurement.social_return.renewals.models import HandedCertificate, HandedState
from procurement.social_return.settlement.models import (
    LetterKind,
    Settlement,
    SettlementLetter,
    SettlementState,
)
from procurement.spend.lists.models import (
    BadRow,
    Creditor,
    CreditorState,
    How,
    ListState,
    Pair,
    PairMemory,
    SpendList,
    SpendSum,
)
from procurement.spend.potential.models import PotentialKind, PotentialStep
from procurement.suppliers.models import Supplier, SupplierMember
from procurement.tenders.circular.choice.models import ChoiceState, CircularChoice, CircularLetter
from procurement.tenders.circular.consultation.models import CircularQuestion
from procurement.tenders.circular.panel.models import (
    CircularBallot,
    CircularConflict,
    CircularPanelMember,
    CircularRound,
)
from procurement.tenders.circular.programme.models import (
    CircularAmbition,
    CircularState,
    CircularTender,
    CriterionKind,
)
from procurement.tenders.circular.submissions.models import (
    CircularFile,
    CircularSubmission,
    SubmissionState,
)
from procurement.tenders.plan.models import Procedure, PurchaseKind, Reserved, Tender, TenderState, TenderStep
from procurement.tenders.reserved.models import TenderAnswer, TenderAward, TenderInvitation, Verdict

__all__ = [
    "Account",
    "Answer",
    "AssessmentState",
    "BadRow",
    "ChoiceState",
    "CircularAmbition",
    "CircularBallot",
    "CircularChoice",
    "CircularConflict",
    "CircularFile",
    "CircularLetter",
    "CircularPanelMember",
    "CircularQuestion",
    "CircularRound",
    "CircularState",
    "CircularSubmission",
    "CircularTender",
    "Contract",
    "ContractEntry",
    "ContractKind",
    "ContractState",
    "Creditor",
    "CreditorState",
    "CriterionKind",
    "Deviation",
    "DiscountDecision",
    "DiscountFile",
    "Effort",
    "EffortFile",
    "EffortKind",
    "EffortRemark",
    "EffortState",
    "HandedCertificate",
    "HandedState",
    "How",
    "Invitation",
    "KeptBalance",
    "LedgerEntry",
    "LetterKind",
    "ListKind",
    "ListState",
    "MarketRequest",
    "Offer",
    "OfferKind",
    "OfferPicture",
    "OfferState",
    "Order",
    "OrderState",
    "Pair",
    "PairMemory",
    "PotentialKind",
    "PotentialStep",
    "PriceUnit",
    "Procedure",
    "Pseudonym",
    "PsoAssessment",
    "PsoLevel",
    "PsoPurchase",
    "PsoWorkers",
    "PurchaseKind",
    "RegisterImport",
    "RegisterRow",
    "Reminder",
    "RequestState",
    "Reserved",
    "Settlement",
    "SettlementLetter",
    "SettlementState",
    "SpendList",
    "SpendSum",
    "SubmissionState",
    "Supplier",
    "SupplierMember",
    "Tender",
    "TenderAnswer",
    "TenderAward",
    "TenderInvitation",
    "TenderState",
    "TenderStep",
    "Turnover",
    "Verdict",
]
