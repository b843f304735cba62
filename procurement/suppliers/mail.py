"""Mail to the people of a supplier: the one place that knows who they are."""

from __future__ import annotations

from typing import Any

from portal.kernel.outbox.actions import queue_mail
from procurement.suppliers.models import SupplierMember


def mail_people(*, supplier_id: int, municipality_id: int, template: str, context: dict[str, Any]) -> None:
    """Queue a mail to each active member; the template gets `person` besides the context."""
    members = SupplierMember.objects.filter(supplier_id=supplier_id, is_active=True)
    for member in members.select_related("person"):
        queue_mail(
            to=member.person.email,
            template=template,
            context={"person": member.person, **context},
            municipality=municipality_id,
        )
