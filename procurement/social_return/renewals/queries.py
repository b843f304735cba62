"""Reading certificates that were handed in: the supplier's own, what waits, and what they mean per contract."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.casefile.models import CaseFile
from accounts.recognition.models import Mark, MarkKind
from portal.kernel.models import Person
from procurement.social_return.contracts.models import Contract, ContractState
from procurement.social_return.discount import engine
from procurement.social_return.discount.engine import Certificate
from procurement.social_return.discount.models import DiscountDecision
from procurement.social_return.discount.queries import currents, percentages
from procurement.social_return.renewals.models import HandedCertificate, HandedState
from procurement.suppliers.access import my_suppliers
from procurement.suppliers.models import Supplier

#: Shown on one page of one supplier.
MOST = 10


def handed() -> QuerySet[HandedCertificate]:
    """Certificates with whose, the evidence, and who decided."""
    return HandedCertificate.objects.select_related(
        "supplier__enterprise", "file", "handed_by", "decided_by", "mark__case_file"
    )


def mine(person: Person) -> QuerySet[HandedCertificate]:
    """What the suppliers of this person handed in."""
    return handed().filter(supplier__in=my_suppliers(person))


def waiting() -> QuerySet[HandedCertificate]:
    """What waits for a coordinator, the longest first."""
    return handed().filter(state=HandedState.WAITING).order_by("handed_at", "pk")


def of_supplier(supplier_id: int) -> list[HandedCertificate]:
    """The latest of one supplier."""
    return list(handed().filter(supplier=supplier_id)[:MOST])


def case_file_of(supplier: Supplier) -> CaseFile | None:
    """The case file of the supplier's enterprise here, where the register keeps its certificates."""
    found = CaseFile.objects.filter(enterprise=supplier.enterprise_id).select_related("merged_into").first()
    return (found.merged_into or found) if found else None


def former_of(row: HandedCertificate, case_file: CaseFile) -> Mark | None:
    """The certificate in the register that this one renews while it still runs; None when they do not overlap, or when

    it began no earlier or lasts longer: then this is no renewal.
    """
    return Mark.objects.filter(
        case_file=case_file, kind=MarkKind.PSO, valid_from__lt=row.valid_from, valid_to__gte=row.valid_from,
        valid_to__lte=row.valid_to,
    ).first()  # fmt: skip


def as_certificate(row: HandedCertificate) -> Certificate:
    """As the engine of the discount reads it."""
    level = "30plus" if row.thirty_plus else row.level
    return Certificate(level, row.number, row.valid_from, row.valid_to)


@dataclass(frozen=True)
class Meaning:
    """What a certificate could do for one contract. `refusal` is a code of the engine; empty when it counts."""

    contract: Contract
    now: DiscountDecision | None
    refusal: str
    offered: bool


def meanings(row: HandedCertificate) -> list[Meaning]:
    """Per running contract of the supplier whose rules know a discount. Two queries."""
    contracts: Iterable[Contract] = (
        Contract.objects.filter(supplier=row.supplier_id, state=ContractState.RUNNING)
        .select_related("supplier__enterprise")
        .order_by("ends_on", "pk")[:50]
    )
    known = [contract for contract in contracts if contract.discount or percentages(contract)]
    decided = currents(known)
    certificate = as_certificate(row)
    found = []
    for contract in known:
        now = decided.get(contract.pk)
        why_not = engine.refusal(
            certificate,
            awarded_on=contract.awarded_on,
            covered_from=now.valid_from if now else None,
            covered_to=now.valid_to if now else None,
        )
        found.append(Meaning(contract, now, why_not, certificate.level in percentages(contract)))
    return found
