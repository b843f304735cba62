"""All models of the chapter, for Django's registry."""

from procurement.pso.assessments.models import AssessmentState, PsoAssessment, PsoPurchase, PsoWorkers
from procurement.social_return.contracts.models import (
    Contract,
    ContractEntry,
    ContractKind,
    ContractState,
    Deviation,
    PsoLevel,
    Turnover,
)
from procurement.social_return.efforts.models import (
    Effort,
    EffortFile,
    EffortKind,
    EffortRemark,
    EffortState,
    Pseudonym,
)
from procurement.social_return.ledger.models import Account, LedgerEntry
from procurement.suppliers.models import Supplier, SupplierMember

__all__ = [
    "Account",
    "AssessmentState",
    "Contract",
    "ContractEntry",
    "ContractKind",
    "ContractState",
    "Deviation",
    "Effort",
    "EffortFile",
    "EffortKind",
    "EffortRemark",
    "EffortState",
    "LedgerEntry",
    "Pseudonym",
    "PsoAssessment",
    "PsoLevel",
    "PsoPurchase",
    "PsoWorkers",
    "Supplier",
    "SupplierMember",
    "Turnover",
]
