"""Mails about a transfer: to the enterprise, to who asked for it, and to the receiving municipality."""

from __future__ import annotations

from django.urls import reverse

from accounts.casefile.models import EnterpriseMember
from accounts.transfer.models import Transfer, TransferOffer
from portal.kernel.models import Membership, Municipality, Role
from portal.kernel.outbox.actions import queue_mail

_TEMPLATE = "mail/transfer/told"


def mail_people(transfer: Transfer, occasion: str, subject: str, text: str, path: str = "") -> None:
    """A mail to everyone of the enterprise who has an own page; once per occasion."""
    members = EnterpriseMember.objects.filter(case_file_id=transfer.case_file_id, is_active=True)
    for email, person in members.values_list("person__email", "person_id"):
        queue_mail(
            to=email,
            template=_TEMPLATE,
            context={
                "subject": subject,
                "text": text,
                "path": path or reverse("my_transfer", args=[transfer.pk]),
            },
            municipality=transfer.municipality_id,
            key=f"transfer-{transfer.key}-{occasion}-{person}",
        )


def mail_asker(transfer: Transfer, occasion: str, subject: str, text: str) -> None:
    """A mail to the account manager who asked."""
    queue_mail(
        to=transfer.asked_by.email,
        template=_TEMPLATE,
        context={"subject": subject, "text": text, "path": reverse("transfer", args=[transfer.pk])},
        municipality=transfer.municipality_id,
        key=f"transfer-{transfer.key}-{occasion}-asker",
    )


def mail_receiver(offer: TransferOffer, occasion: str, subject: str, text: str) -> None:
    """A mail to the receiving municipality's address, or to its account managers when it has none."""
    town: Municipality = offer.municipality
    addresses = [town.contact_email] if town.contact_email else list(
        Membership.objects.filter(
            municipality=town, is_active=True, roles__contains=[Role.ACCOUNT_MANAGER]
        ).values_list("person__email", flat=True)
    )  # fmt: skip
    for number, address in enumerate(addresses):
        queue_mail(
            to=address,
            template=_TEMPLATE,
            context={"subject": subject, "text": text, "path": reverse("transfer_offer", args=[offer.pk])},
            municipality=town,
            key=f"transfer-{offer.key}-{occasion}-receiver-{number}",
        )
