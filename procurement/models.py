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
    RegisterState,
    RowOutcome,
)
from procurement.social_return.ledger.models import Account, LedgerEntry
from procurement.social_return.reminders.models import Reminder
from procurement.social_return.settlement.models import (
    LetterKind,
    Settlement,
    SettlementLetter,
    SettlementState,
)
from procurement.suppliers.models import Supplier, SupplierMember

__all__ = [
    "Account",
    "Answer",
    "AssessmentState",
    "Contract",
    "ContractEntry",
    "ContractKind",
    "ContractState",
    "Deviation",
    "DiscountDecision",
    "DiscountFile",
    "Effort",
    "EffortFile",
    "EffortKind",
    "EffortRemark",
    "EffortState",
    "Invitation",
    "LedgerEntry",
    "LetterKind",
    "ListKind",
    "MarketRequest",
    "Offer",
    "OfferKind",
    "OfferPicture",
    "OfferState",
    "Order",
    "OrderState",
    "PriceUnit",
    "Pseudonym",
    "PsoAssessment",
    "PsoLevel",
    "PsoPurchase",
    "PsoWorkers",
    "RegisterImport",
    "RegisterRow",
    "RegisterState",
    "Reminder",
    "RequestState",
    "RowOutcome",
    "Settlement",
    "SettlementLetter",
    "SettlementState",
    "Supplier",
    "SupplierMember",
    "Turnover",
]
