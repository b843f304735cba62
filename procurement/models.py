"""All models of the chapter, for Django's registry."""

from procurement.social_return.contracts.models import (
    Contract,
    ContractEntry,
    ContractKind,
    ContractState,
    Deviation,
    PsoLevel,
    Turnover,
)
from procurement.social_return.ledger.models import Account, LedgerEntry
from procurement.suppliers.models import Supplier, SupplierMember

__all__ = [
    "Account",
    "Contract",
    "ContractEntry",
    "ContractKind",
    "ContractState",
    "Deviation",
    "LedgerEntry",
    "PsoLevel",
    "Supplier",
    "SupplierMember",
    "Turnover",
]
