"""Making suppliers and letting their people in."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from accounts.enterprises.models import Enterprise
from portal.kernel.models import Municipality, Person
from portal.kernel.outbox.actions import queue_mail
from portal.kernel.outbox.links import absolute
from portal.kernel.people.actions import get_or_create_person
from procurement.suppliers.models import Supplier, SupplierMember


@transaction.atomic
def get_or_make_supplier(
    *,
    municipality: Municipality,
    enterprise: Enterprise,
    by: Person,
    contact_name: str = "",
    contact_email: str = "",
    contact_phone: str = "",
) -> Supplier:
    """The supplier of this enterprise here. A contact that is filled in replaces the one there was."""
    supplier, _made = Supplier.objects.get_or_create(municipality=municipality, enterprise=enterprise)
    if contact_name or contact_email:
        supplier.contact_name, supplier.contact_email = contact_name, contact_email
        supplier.contact_phone = contact_phone
        supplier.version += 1
        supplier.save()
    return supplier


@transaction.atomic
def invite_member(*, supplier: Supplier, name: str, email: str, by: Person) -> SupplierMember:
    """Let someone of the supplier in, and mail them where to log in. Doing so twice mails once."""
    person = get_or_create_person(email=email, name=name)
    member, made = SupplierMember.objects.get_or_create(
        municipality_id=supplier.municipality_id, supplier=supplier, person=person
    )
    if not made and not member.is_active:
        member.is_active, made = True, True
        member.save(update_fields=["is_active"])
    if made:
        queue_mail(
            to=person.email,
            template="mail/procurement/supplier_invited",
            context={
                "name": person.name,
                "supplier": supplier,
                "municipality": supplier.municipality,
                "url": absolute(reverse("login_link")),
            },
            municipality=supplier.municipality_id,
        )
    return member


@transaction.atomic
def end_membership(*, member: SupplierMember, by: Person) -> None:
    """Someone no longer works on the obligation; doing so twice changes nothing."""
    if member.is_active:
        member.is_active = False
        member.save(update_fields=["is_active"])
