"""From an award to a contract with social return: what is known already, and the link when it is written down."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.kernel.models import Municipality
from procurement.social_return.contracts.models import Contract, ContractKind
from procurement.social_return.contracts.starts import Start
from procurement.tenders.plan.actions import lock, note
from procurement.tenders.plan.models import Tender
from procurement.tenders.reserved.models import TenderAward

#: Name in the address of the form.
NAME = "inkoop"


def known(pk: int, municipality: Municipality) -> dict[str, Any]:
    """What the form of a contract starts with: nothing for a tender that has no award, or has its contract."""
    award = (
        TenderAward.objects.select_related("tender", "supplier__enterprise")
        .filter(tender=pk, municipality=municipality, contract=None)
        .first()
    )
    if award is None:
        return {}
    tender, supplier = award.tender, award.supplier
    kind = tender.kind if tender.kind in ContractKind.values else ContractKind.SERVICES
    return {
        "kvk_number": supplier.enterprise.kvk_number or "", "supplier_name": supplier.enterprise.name,
        "contact_name": supplier.contact_name, "contact_email": supplier.contact_email, "title": tender.title,
        "department": tender.department, "kind": kind, "cpv_code": tender.cpv_code, "value": award.value,
        "awarded_on": award.awarded_on, "starts_on": award.starts_on, "ends_on": award.ends_on,
    }  # fmt: skip


@transaction.atomic
def made(pk: int, contract: Contract) -> None:
    """The contract that came of an award; the first one stays."""
    tender = Tender.objects.filter(pk=pk, municipality=contract.municipality_id).first()
    if tender is None:
        return
    tender = lock(tender)
    changed = TenderAward.objects.filter(tender=tender, contract=None).update(contract=contract)
    if changed:
        text = _("Contract with social return made: %(number)s") % {"number": contract.reference}
        note(tender, "contract", text, contract.created_by)


def start() -> Start:
    """For the registry."""
    return Start(NAME, known, made)
