"""Mails about a transfer: to the enterprise, to who asked for it, and to the receiving municipality."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile, EnterpriseMember
from accounts.transfer.models import Transfer, TransferOffer
from accounts.transfer.queries import left_for
from portal.kernel.models import Membership, Municipality, Person, Role
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


def tell_it_moved(case_file: CaseFile, writer: Person) -> bool:
    """To who still writes to a case file that went to another municipality: where it is now. At most once a day.

    What was written stays here: the account manager reads it, and passes on what belongs there.
    """
    transfer = left_for(case_file)
    if transfer is None:
        return False
    town = transfer.to
    text = _(
        "Your message arrived at the municipality of %(here)s. Your enterprise has moved to the municipality of "
        "%(there)s; ask your questions there from now on."
    ) % {"here": case_file.municipality, "there": town}
    if town.contact_email:
        text += " " + _("You can mail to %(address)s.") % {"address": town.contact_email}
    queue_mail(
        to=writer.email,
        template=_TEMPLATE,
        context={
            "subject": _("Your enterprise is now with the municipality of %(there)s") % {"there": town},
            "text": text,
            "path": reverse("my_overview"),
        },
        municipality=case_file.municipality_id,
        key=f"transfer-{transfer.key}-moved-{writer.pk}-{timezone.localdate():%Y%m%d}",
    )
    return True
