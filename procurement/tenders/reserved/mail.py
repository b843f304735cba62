"""Mail of tenders: to the people of an enterprise, and to the officer who holds the tender."""

from __future__ import annotations

from django.urls import reverse

from accounts.casefile.models import CaseFile
from portal.kernel.outbox.actions import queue_mail
from portal.kernel.outbox.links import absolute
from procurement.tenders.plan.models import Tender

TEMPLATE = "mail/procurement/tender_news"


def mail_enterprise(case_file: CaseFile, *, subject: str, lines: list[str], path: str) -> int:
    """Tell the people of the enterprise; how many."""
    members = list(case_file.members.filter(is_active=True).select_related("person").order_by("pk"))
    for member in members:
        queue_mail(
            to=member.person.email,
            template=TEMPLATE,
            context={"subject": subject, "lines": lines, "url": absolute(path), "person": member.person},
            municipality=case_file.municipality_id,
        )
    return len(members)


def mail_holder(tender: Tender, *, subject: str, lines: list[str]) -> None:
    """Tell the officer."""
    url = absolute(reverse("tender", args=[tender.pk]))
    queue_mail(
        to=tender.holder.email,
        template=TEMPLATE,
        context={"subject": subject, "lines": lines, "url": url, "person": tender.holder},
        municipality=tender.municipality_id,
    )
