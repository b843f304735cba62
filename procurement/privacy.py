"""How the models of this chapter are handled when someone asks to see everything, or to be removed.

Contracts and their ledger are the municipality's administration: amounts stay, names go out of them. The database
refuses to change the ledger; only an order that two people agreed to takes a name out of a booking's text
(`portal.kernel.privacy.sql`), never an amount.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import CaseFile
from accounts.privacy.subjects import without_a_face
from portal.kernel.privacy.registry import (
    KEEP,
    NOTHING,
    Addition,
    ProcessingDefault,
    RetentionKind,
    add_to_subject,
    declare,
    declare_all,
    register_processing,
    register_retention,
)
from procurement.models import Contract, RegisterImport, Supplier, TenderAward
from procurement.social_return.contracts.models import ContractState
from procurement.spend import privacy as spend
from procurement.tenders import privacy as tenders
from procurement.tenders.circular.privacy import register as register_circular

SOCIAL_RETURN, PSO, MARKET = "social-return", "pso", "market"
SELECTION_LIST = "Selectielijst gemeenten en intergemeentelijke organen 2020"


def register() -> None:
    """Declare every model, what expires, what is processed, and what an enterprise's contracts add."""
    declare("procurement.Supplier", faceless=faceless, processing=SOCIAL_RETURN)
    declare("procurement.SupplierMember", about=("person",), processing=SOCIAL_RETURN)
    books: dict[str, Any] = {
        "why": gettext_lazy("Contracts of the municipality stay in the books."),
        "keep_rule": "contracts",
        "processing": SOCIAL_RETURN,
    }
    declare("procurement.Contract", KEEP, keep_from="ends_on", **books)
    for name in ("Turnover", "Deviation", "DiscountDecision", "ContractEntry", "LedgerEntry", "KeptBalance"):
        declare(f"procurement.{name}", KEEP, keep_from="contract__ends_on", **books)
    declare("procurement.Effort", KEEP, keep_from="contract__ends_on", by=("submitted_by",), **books)
    declare("procurement.Settlement", KEEP, keep_from="contract__ends_on", by=("view_by",), **books)
    # A printed letter has the name and address on it: it goes, what was decided stays.
    declare_all("procurement.SettlementLetter procurement.Reminder", processing=SOCIAL_RETURN)
    # Evidence and remarks may name anyone, in pictures and PDFs too: they go, what was accepted stays.
    declare("procurement.EffortFile", processing=SOCIAL_RETURN)
    declare("procurement.DiscountFile", processing=SOCIAL_RETURN)
    declare("procurement.HandedCertificate", by=("handed_by",), processing=SOCIAL_RETURN)
    declare("procurement.EffortRemark", by=("by",), processing=SOCIAL_RETURN)
    declare(
        "procurement.Pseudonym",
        NOTHING,
        why=gettext_lazy("A code; who it is stands nowhere in Impactloket."),
        processing=SOCIAL_RETURN,
    )
    declare(
        "procurement.RegisterImport",
        NOTHING,
        why=gettext_lazy("Says what a colleague brought in; its rows go with the contract they are about."),
        processing=SOCIAL_RETURN,
    )
    declare("procurement.RegisterRow", owner=("source", "contract"), processing=SOCIAL_RETURN)
    declare("procurement.PsoAssessment", by=("submitted_by",), processing=PSO)
    declare_all("procurement.PsoWorkers procurement.PsoPurchase", processing=PSO)
    declare_all("procurement.Offer procurement.OfferPicture procurement.Invitation", processing=MARKET)
    declare("procurement.MarketRequest", by=("made_by",), processing=MARKET)
    declare("procurement.Order", processing=MARKET)
    register_circular()
    spend.register()
    add_to_subject("enterprise", Addition(terms=terms, blocked=blocked))
    tenders.register()
    register_retention(
        RetentionKind(
            code="contracts",
            label=gettext_lazy("Settled contracts"),
            what=gettext_lazy(
                "Contracts with social return, their ledger, and suppliers that have no other."
            ),
            months=84,
            source=SELECTION_LIST,
            rows=settled_contracts,
            when="ends_on",
            also=suppliers_without_other_contracts,
        )
    )
    register_retention(
        RetentionKind(
            code="register-imports",
            label=gettext_lazy("Imports of contract registers"),
            what=gettext_lazy("What was read from a register and what became of each row; contracts stay."),
            months=12,
            source=SELECTION_LIST,
            rows=old_imports,
            when="created_at",
        )
    )
    register_processing(
        ProcessingDefault(
            code=PSO,
            name="Zelftoets PSO",
            purpose="Een onderneming laten uitrekenen waar zij op de Prestatieladder Socialer Ondernemen staat.",
            legal_basis="Taak van algemeen belang (AVG artikel 6 lid 1 onder e); delen met de gemeente is vrijwillig.",
            people="Ondernemers die de toets invullen; mensen die bij hen werken, alleen als aantal per groep.",
            data="Aantallen mensen, uren en maanden per groep; inkoop bij sociale ondernemingen; de uitkomst.",
            recipients="De onderneming; medewerkers van de gemeente alleen na delen.",
            retention="Met het dossier.",
            measures="Toegang per gemeente en rol, ook in de database zelf; geen namen en geen BSN.",
        )
    )
    register_processing(
        ProcessingDefault(
            code=MARKET,
            name="Sociale marktplaats",
            purpose="Sociale ondernemingen laten zien wat zij verkopen, en kopers helpen het te vinden.",
            legal_basis="Taak van algemeen belang (AVG artikel 6 lid 1 onder e); plaatsen kiest de onderneming zelf.",
            people="Ondernemers die iets aanbieden; mensen op foto's, als zij het goed vinden.",
            data="Aanbod, foto's, prijzen; vragen, antwoorden, offertes en opdrachten; wie wat deed en wanneer.",
            recipients="Aanbod: iedereen, zolang het er staat. Vragen en opdrachten: beide kanten, coördinatoren.",
            retention="Met het dossier; de onderneming haalt het weg wanneer zij wil.",
            measures="Foto's worden opnieuw gemaakt zonder plaats en toestel; geen BSN.",
        )
    )
    register_processing(
        ProcessingDefault(
            code=SOCIAL_RETURN,
            name="Social return bij contracten",
            purpose="Volgen of opdrachtnemers doen wat zij beloofden voor mensen met afstand tot werk.",
            legal_basis="Uitvoering van een overeenkomst (AVG artikel 6 lid 1 onder b) en een taak van algemeen belang "
            "(onder e).",
            legal_basis_work="Participatiewet artikel 7: ondersteuning bij arbeidsinschakeling.",
            people="Contactpersonen van opdrachtnemers; mensen die bij hen aan het werk zijn, alleen met een code.",
            data="Naam, e-mailadres en telefoonnummer van contactpersonen; contracten, bedragen, inspanningen, bewijs; "
            "per code doelgroep en uren.",
            recipients="Coördinatoren social return van de gemeente; de opdrachtnemer ziet de eigen contracten.",
            retention="84 maanden na het einde van het contract (in te stellen bij Regels).",
            measures="Toegang per gemeente en rol, ook in de database zelf; codes in plaats van namen; geen BSN.",
        )
    )


def _supplier(pk: str) -> Supplier | None:
    enterprise = CaseFile.objects.filter(pk=pk).values("enterprise")
    return Supplier.objects.filter(enterprise__in=enterprise).first()


def terms(pk: str) -> list[str]:
    """How the supplier's contact is called and reached."""
    found = _supplier(pk)
    return [found.contact_name, found.contact_email, found.contact_phone] if found else []


def blocked(pk: str) -> list[str]:
    """An enterprise whose contract runs or is being settled cannot go: the municipality needs to know who it is."""
    found = _supplier(pk)
    running = found and found.contracts.exclude(state=ContractState.SETTLED).order_by("ends_on").first()
    if not running:
        return []
    return [_("Contract %(contract)s is not settled yet. Settle it first.") % {"contract": running.reference}]


def faceless(pks: list[Any], name: str) -> None:
    """A supplier whose contracts stay gets an enterprise without a face, and no contact."""
    for supplier in Supplier.objects.filter(pk__in=pks):
        Supplier.objects.filter(pk=supplier.pk).update(
            enterprise=without_a_face(supplier.municipality_id, name),
            contact_name="",
            contact_email="",
            contact_phone="",
            version=supplier.version + 1,
        )


def settled_contracts(before: dt.datetime) -> QuerySet[Contract]:
    """Settled contracts that ended long ago, the oldest first."""
    ended = Contract.objects.filter(state=ContractState.SETTLED, ends_on__lt=before.date())
    return ended.order_by("ends_on", "pk")


def old_imports(before: dt.datetime) -> QuerySet[RegisterImport]:
    """Imports of registers, the oldest first."""
    return RegisterImport.objects.filter(created_at__lt=before).order_by("created_at", "pk")


def suppliers_without_other_contracts(pks: list[Any]) -> dict[str, list[Any]]:
    """Suppliers that have no contract but these, and no award of a tender."""
    others = Contract.objects.filter(supplier=OuterRef("pk")).exclude(pk__in=pks)
    awards = TenderAward.objects.filter(supplier=OuterRef("pk"))
    left = Supplier.objects.filter(contracts__in=pks).exclude(Exists(others) | Exists(awards)).distinct()
    return {"procurement.Supplier": list(left.values_list("pk", flat=True))}
