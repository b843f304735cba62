"""The letter with which an enterprise is asked: printed when someone opens it, from what is kept."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kernel.outbox.links import absolute
from portal.kernel.pdf import print_pdf
from portal.ui.formats import euro
from portal.ui.templatetags.nlds import nl_date
from procurement.tenders.plan.models import Tender
from procurement.tenders.reserved.actions import path_of
from procurement.tenders.reserved.models import TenderInvitation
from procurement.tenders.thresholds.engine import ART_282, check
from procurement.tenders.thresholds.rulesets import in_force, rules_of
from procurement.tenders.thresholds.words import sentences


def conditions(tender: Tender) -> list[str]:
    """What the reservation asks of who takes part, in words, by the rules of the day it was chosen."""
    if not tender.reserved:
        return []
    chosen = timezone.localtime(tender.chosen_at).date() if tender.chosen_at else timezone.localdate()
    rules = in_force(municipality_id=tender.municipality_id, on=chosen)
    asked = check(tender.purchase, rules_of(rules.data)).reservation(tender.reserved)
    codes = ("282_aim", "282_share") if tender.reserved == ART_282 else ("282a_who", "282a_gap")
    return [row.text for row in sentences(line for line in asked.lines if line.code in codes)]


def paragraphs(invitation: TenderInvitation) -> list[str]:
    """The words of the letter."""
    tender = invitation.tender
    assert tender.answer_by is not None
    words = {
        "title": tender.title,
        "first": nl_date(tender.starts_on),
        "last": nl_date(tender.ends_on),
        "day": nl_date(tender.answer_by),
    }
    found = [_("We are going to buy: %(title)s. We ask you to take part.") % words]
    if tender.text:
        found.append(tender.text)
    found.append(_("The contract runs from %(first)s to %(last)s.") % words)
    if tender.shows_value:
        value = euro(tender.value).replace("EUR ", "EUR\u00a0")
        found.append(_("We estimate its value at %(value)s without VAT.") % {"value": value})
    asked = conditions(tender)
    if asked:
        found.append(
            _("The contract is %(reserved)s. That means:")
            % {"reserved": _lower(tender.get_reserved_display())}
            + "\n- "
            + "\n- ".join(asked)
        )
    url = absolute(path_of(invitation))
    found.append(
        _("Will you take part? Answer before the end of %(day)s. You do so here:") % words + f"\n{url}"
    )
    return found


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def print_invitation(invitation: TenderInvitation) -> bytes:
    """The letter as PDF/UA."""
    tender, enterprise = invitation.tender, invitation.case_file.enterprise
    context = {
        "subject": _("Taking part: %(title)s") % {"title": tender.title},
        "addressee": [
            line
            for line in (
                enterprise.name,
                enterprise.street,
                f"{enterprise.postcode} {enterprise.city}".strip(),
            )
            if line
        ],
        "place_date": f"{tender.municipality.name}, {nl_date(timezone.localtime(invitation.invited_at).date())}",
        "reference": f"A-{tender.pk}-{invitation.pk}",
        "paragraphs": paragraphs(invitation),
        "signer": str(invitation.invited_by),
        "function": "",
    }
    return print_pdf("kernel/pdf/letter.html", context, tender.municipality)
