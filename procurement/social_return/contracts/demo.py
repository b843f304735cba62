"""Contracts of the demo: suppliers that do well, lag behind, or were never heard of."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from accounts.enterprises.actions import get_or_create_enterprise
from portal.kernel.models import Municipality, Person
from portal.kernel.people.demo import DEMO_DOMAIN
from portal.kernel.tenancy.scope import scoped
from procurement.social_return.contracts.actions import ask_deviation, make_contract
from procurement.social_return.contracts.models import Contract
from procurement.social_return.discount.actions import give
from procurement.social_return.discount.engine import Certificate
from procurement.suppliers.actions import get_or_make_supplier, invite_member

#: (KVK number, name, contact, e-mail name): invented enterprises.
SUPPLIERS = (
    ("90000901", "Schoonvast Facilitair bv", "Petra Molenaar", "petra"),
    ("90000902", "Bouwbedrijf Van Ellekom bv", "Ruud Ellekom", "ruud"),
    ("90000903", "Groenrijk Hoveniers bv", "Sien Aalders", "sien"),
    ("90000904", "Catering De Lepel bv", "Mo Haddad", "mo"),
    # a social enterprise that has a case file, and a contract too
    ("90000033", "Fietswerk Noord", "Douwe Postma", "douwe"),
)
#: (supplier, number, what, department, kind, CPV, euros, began months ago, runs months, who keeps it)
CONTRACTS = (
    (0, "2025-114", "Schoonmaak van de wijkgebouwen", "Vastgoed", "services", "90910000-9", "1000000", 10, 24, "tarik"),
    (1, "2025-131", "Renovatie van zwembad De Plons", "Vastgoed", "works", "45212290-5", "2400000", 8, 14, "tarik"),
    (2, "2026-007", "Onderhoud van plantsoenen Noord", "Stadsbeheer", "services", "77310000-6", "640000", 7, 36, "greet"),
    (3, "2026-012", "Bedrijfsrestaurant stadhuis", "Facilitair", "services", "55510000-8", "420000", 5, 12, "greet"),
    (0, "2026-020", "Glasbewassing stadskantoor", "Facilitair", "services", "90911300-9", "90000", 4, 12, "tarik"),
    (1, "2024-088", "Onderhoud van bruggen", "Stadsbeheer", "works", "45221119-9", "780000", 26, 25, "tarik"),
    (4, "2026-024", "Onderhoud van dienstfietsen", "Facilitair", "services", "50110000-9", "320000", 4, 30, "greet"),
    (3, "2024-051", "Catering van de raadzaal", "Facilitair", "services", "55520000-1", "260000", 20, 18, "tarik"),
)  # fmt: skip


def _months_ago(months: int) -> dt.date:
    today = timezone.localdate()
    index = today.year * 12 + today.month - 1 - months
    return dt.date(index // 12, index % 12 + 1, 1)


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Eight contracts here, and one of the same supplier in the neighbouring municipality, with other rules."""
    for order, row in enumerate(CONTRACTS):
        _contract(municipality, staff, row)
        if order == 2:
            _contract_note(municipality, staff)
    neighbour = Municipality.objects.get(slug="lindehaven")
    with scoped([neighbour.pk]):
        from portal.kernel.rulesets.actions import set_rules
        from procurement.social_return.rulesets import KIND, tables

        start = next(item for item in tables() if item.code == "oost-nederland")
        set_rules(
            municipality=neighbour, kind=KIND, name="Social return",
            source=f"{start.source}; PSO-korting: collegebesluit van Lindehaven",
            data={**start.data, "pso_discount": {**start.data["pso_discount"], "1": "5", "2": "10", "3": "20"}},
            valid_from=dt.date(2025, 1, 1), by=staff["wout"],
        )  # fmt: skip
        row = (
            0, "LH-2026-03", "Schoonmaak van de sporthallen", "Sport", "services", "90910000-9", "350000", 6, 24, "wout",
        )  # fmt: skip
        _with_discount(_contract(neighbour, staff, row), staff["wout"])


def _with_discount(contract: Contract, by: Person) -> None:
    """A certificate that was valid at the award, and ends before the contract does: in two months from now."""
    last = timezone.localdate() + dt.timedelta(days=60)
    give(
        contract=contract,
        version=contract.version,
        certificate=Certificate("2", "PSO-24-0311", last - dt.timedelta(days=729), last),
        reason="Certificaat gezien bij de aanbesteding.",
        by=by,
    )


def _contract(
    municipality: Municipality,
    staff: dict[str, Person],
    row: tuple[int, str, str, str, str, str, str, int, int, str],
) -> Contract:
    place, number, title, department, kind, cpv, euros, began, runs, keeper = row
    kvk_number, name, contact, login = SUPPLIERS[place]
    by = staff[keeper]
    enterprise = get_or_create_enterprise(municipality=municipality, kvk_number=kvk_number, name=name)
    supplier = get_or_make_supplier(
        municipality=municipality, enterprise=enterprise, by=by, contact_name=contact,
        contact_email=f"{login}{DEMO_DOMAIN}",
    )  # fmt: skip
    first = _months_ago(began)
    index = first.year * 12 + first.month - 1 + runs
    last = dt.date(index // 12, index % 12 + 1, 1) - dt.timedelta(days=1)
    awarded = first - dt.timedelta(days=40)
    made = make_contract(
        municipality=municipality, supplier=supplier, by=by, reference=number, title=title, department=department,
        kind=kind, cpv_code=cpv, value=Decimal(euros), awarded_on=awarded, starts_on=first, ends_on=last,
        at=timezone.make_aware(dt.datetime.combine(awarded, dt.time(10))),
    )  # fmt: skip
    invite_member(supplier=supplier, name=contact, email=f"{login}{DEMO_DOMAIN}", by=by)
    return made


def _contract_note(municipality: Municipality, staff: dict[str, Person]) -> None:
    contract = Contract.objects.get(reference="2026-007")
    ask_deviation(
        contract=contract, amount=Decimal("24000"), by=staff["greet"],
        reason="Er is weinig werk dat zonder diploma kan: veel is machinaal. Voorstel: 3,75% in plaats van 5%.",
    )  # fmt: skip
