"""How tenders are handled when someone asks to see everything, or to be removed.

Who was awarded what stays in the books of the municipality, without a name after a removal; who was asked goes along
with the enterprise, and its name leaves the texts of the record.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import CaseFile
from portal.kernel.privacy.registry import (
    KEEP,
    NOTHING,
    Addition,
    ProcessingDefault,
    RetentionKind,
    add_to_subject,
    declare,
    register_processing,
    register_retention,
)
from procurement.models import Contract, Supplier, Tender, TenderAward

TENDERS = "tenders"


def register() -> None:
    """Declare the models, what expires, what is processed, and when an enterprise cannot go."""
    declare(
        "procurement.Tender",
        NOTHING,
        why=gettext_lazy("A purchase of the municipality; what is about an enterprise hangs on it."),
        processing=TENDERS,
    )
    books: dict[str, Any] = {
        "why": gettext_lazy("Purchases of the municipality stay in the books."),
        "keep_rule": "tenders",
        "processing": TENDERS,
    }
    declare("procurement.TenderStep", KEEP, keep_from="at", by=("by",), **books)
    declare("procurement.TenderAward", KEEP, keep_from="ends_on", owner=("supplier",), **books)
    declare(
        "procurement.TenderInvitation",
        owner=("case_file",),
        by=("answered_by",),
        leave_out=("seed", "token_hash"),
        processing=TENDERS,
    )
    add_to_subject("enterprise", Addition(blocked=blocked))
    register_retention(
        RetentionKind(
            code="tenders",
            label=gettext_lazy("Ended tenders"),
            what=gettext_lazy(
                "Purchases with their record, invitations and award, and suppliers that have no other."
            ),
            months=84,
            source="Selectielijst gemeenten en intergemeentelijke organen 2020",
            rows=ended,
            when="ended_at",
            also=suppliers_without_other,
        )
    )
    register_processing(
        ProcessingDefault(
            code=TENDERS,
            name="Aanbestedingen en voorbehouden opdrachten",
            purpose="Inkoop plannen, de passende procedure kiezen, ondernemingen vragen en een opdracht gunnen, met "
            "een verslag dat te controleren is.",
            legal_basis="Wettelijke verplichting en taak van algemeen belang (AVG artikel 6 lid 1 onder c en e): "
            "Aanbestedingswet 2012.",
            people="Contactpersonen van ondernemingen die gevraagd worden; medewerkers die beslissen.",
            data="Naam en e-mailadres van contactpersonen; antwoorden; wie wat wanneer besliste en waarom.",
            recipients="Coördinatoren en accountmanagers van de gemeente; gunning: iedereen als de inkoop openbaar is.",
            retention="84 maanden na het einde van de opdracht of het stoppen (in te stellen bij Regels).",
            measures="Toegang per gemeente en rol, ook in de database; het verslag verandert niet meer; geen BSN.",
        )
    )


def blocked(pk: str) -> list[str]:
    """An enterprise whose awarded contract still runs cannot go: the municipality needs to know who it is."""
    enterprise = CaseFile.objects.filter(pk=pk).values("enterprise")
    award = (
        TenderAward.objects.filter(supplier__enterprise__in=enterprise, ends_on__gte=timezone.localdate())
        .select_related("tender")
        .order_by("ends_on", "pk")
        .first()
    )
    if award is None:
        return []
    return [_("The contract “%(title)s” that was awarded to it still runs.") % {"title": award.tender.title}]


def ended(before: dt.datetime) -> QuerySet[Tender]:
    """Tenders of which the contract ended, or that were stopped, long ago; the oldest first."""
    over = Q(award__ends_on__lt=before.date()) | Q(award=None, ended_at__lt=before)
    return Tender.objects.filter(over, ended_at__isnull=False).order_by("ended_at", "pk")


def suppliers_without_other(pks: list[Any]) -> dict[str, list[Any]]:
    """Suppliers that have no award but these and no contract."""
    others = TenderAward.objects.filter(supplier=OuterRef("pk")).exclude(tender__in=pks)
    contracts = Contract.objects.filter(supplier=OuterRef("pk"))
    left = Supplier.objects.filter(tender_awards__tender__in=pks).exclude(Exists(others) | Exists(contracts))
    return {"procurement.Supplier": list(left.distinct().values_list("pk", flat=True))}
