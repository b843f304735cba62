"""Deciding about the discount for a PSO certificate. The obligation changes by this, and by nothing else."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from portal.kernel.models import Person, StoredFile
from procurement.social_return.contracts.actions import RefusedError, locked, note, recompute
from procurement.social_return.contracts.models import Contract
from procurement.social_return.discount import engine
from procurement.social_return.discount.models import DiscountDecision, DiscountFile
from procurement.social_return.discount.queries import current, percentages


@transaction.atomic
def give(
    *, contract: Contract, version: int, certificate: engine.Certificate, reason: str, by: Person
) -> DiscountDecision:
    """Give the discount of the contract's own rules for this certificate, or go on with it for the next one.

    Raises StaleVersionError, and RefusedError: "settled", "level" (the rules give nothing for it), or the reason the
    certificate does not count (discount.engine).
    """
    contract = locked(contract, version)
    rates = percentages(contract)
    if certificate.level not in rates:
        raise RefusedError("level")
    now = current(contract)
    why_not = engine.refusal(
        certificate,
        awarded_on=contract.awarded_on,
        covered_from=now.valid_from if now else None,
        covered_to=now.valid_to if now else None,
    )
    if why_not:
        raise RefusedError(why_not)
    made = DiscountDecision.objects.create(
        municipality_id=contract.municipality_id,
        contract=contract,
        percentage=rates[certificate.level],
        level=certificate.level,
        number=certificate.number,
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to,
        reason=reason,
        by=by,
    )
    _hold(contract, made, by)
    return made


@transaction.atomic
def keep_document(*, decision: DiscountDecision, file: StoredFile) -> DiscountFile:
    """Keep the document of the certificate with the decision that rests on it."""
    return DiscountFile.objects.create(municipality_id=decision.municipality_id, decision=decision, file=file)


@transaction.atomic
def take_back(*, contract: Contract, version: int, reason: str, by: Person) -> DiscountDecision:
    """End the discount: the whole obligation holds again. Raises StaleVersionError, RefusedError."""
    contract = locked(contract, version)
    if not current(contract):
        raise RefusedError("none")
    made = DiscountDecision.objects.create(
        municipality_id=contract.municipality_id, contract=contract, percentage=0, reason=reason, by=by
    )
    _hold(contract, made, by)
    return made


def _hold(contract: Contract, decision: DiscountDecision, by: Person) -> None:
    contract.discount = decision.percentage
    words = {"percentage": f"{decision.percentage.normalize():f}" if decision.percentage else "0"}
    words["reason"] = decision.reason
    note(contract, "discount", _("PSO discount %(percentage)s%%: %(reason)s") % words, by, for_supplier=True)
    recompute(contract, reason=_("PSO discount"), by=by)
