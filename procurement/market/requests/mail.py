"""Mail of the marketplace to both sides: the one place that knows who they are."""

from __future__ import annotations

from portal.kernel.outbox.actions import queue_mail
from portal.kernel.outbox.links import absolute
from procurement.market.requests.models import Invitation, MarketRequest
from procurement.suppliers.mail import mail_people

TEMPLATE = "mail/procurement/market_news"


def mail_buyer(request: MarketRequest, *, subject: str, lines: list[str], url: str) -> None:
    """Tell the people of the supplier, or the officer who asked for the municipality."""
    context = {"subject": subject, "lines": lines, "url": absolute(url)}
    if request.supplier_id:
        mail_people(
            supplier_id=request.supplier_id,
            municipality_id=request.municipality_id,
            template=TEMPLATE,
            context=context,
        )
        return
    queue_mail(
        to=request.made_by.email,
        template=TEMPLATE,
        context={**context, "person": request.made_by},
        municipality=request.municipality_id,
    )


def mail_seller(invitation: Invitation, *, subject: str, lines: list[str], url: str) -> None:
    """Tell the people of the enterprise."""
    for member in invitation.case_file.members.filter(is_active=True).select_related("person"):
        queue_mail(
            to=member.person.email,
            template=TEMPLATE,
            context={"subject": subject, "lines": lines, "url": absolute(url), "person": member.person},
            municipality=invitation.municipality_id,
        )
