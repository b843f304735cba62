"""What the suppliers of the demo asked on the marketplace: delivered, waiting, and one request of the municipality.

It stands here as demo data is made in alphabetical order, and these requests need the contracts of social return.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from accounts.casefile.models import CaseFile
from portal.kernel.models import Municipality, Person
from procurement.market.orders.actions import confirm, place, quote
from procurement.market.requests.actions import answer, ask, send_wave
from procurement.models import Contract


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """A cleaning company buys mending, a builder looks for lunch, the municipality for bicycles."""
    now = timezone.now()
    contract = Contract.objects.select_related("supplier__enterprise").get(reference="2025-114")
    petra = _person(contract)
    mending = ask(
        municipality=municipality, by=petra, supplier=contract.supplier, contract=contract, category="textile",
        title="Werkkleding herstellen", text="Wij hebben 120 jasjes met kapotte ritsen. Kunt u die ophalen?",
        budget=Decimal(2000), district="Spinnerswijk", at=now - dt.timedelta(days=40),
    )  # fmt: skip
    invited = send_wave(request=mending, after=0, by=petra, at=now - dt.timedelta(days=40))[0]
    seller = _seller(invited.case_file, staff)
    at = now - dt.timedelta(days=38)
    invited = answer(
        invitation=invited, interested=True, why="Daar hebben wij ruimte voor.", by=seller, at=at
    )
    order = quote(
        invitation=invited,
        amount=Decimal("1140.00"),
        text="120 ritsen vervangen, halen en brengen.",
        by=seller,
        at=at,
    )
    order = place(order=order, version=order.version, purchase_code="code_register", by=petra, at=at)
    confirm(order=order, as_buyer=False, by=seller, at=now - dt.timedelta(days=12))
    confirm(order=order, as_buyer=True, by=petra, at=now - dt.timedelta(days=10))

    works = Contract.objects.select_related("supplier__enterprise").get(reference="2025-131")
    ruud = _person(works)
    lunch = ask(
        municipality=municipality, by=ruud, supplier=works.supplier, contract=works, category="catering",
        title="Lunch op de bouwplaats", text="Voor 30 bouwvakkers, iedere vrijdag tot de zomer.",
        budget=Decimal(9000), district="Centrum", at=now - dt.timedelta(days=2),
    )  # fmt: skip
    waiting = send_wave(request=lunch, after=0, by=ruud, at=now - dt.timedelta(days=2))
    answer(
        invitation=waiting[-1], interested=False, why="Op vrijdag zitten wij vol.",
        by=_seller(waiting[-1].case_file, staff), at=now - dt.timedelta(days=1),
    )  # fmt: skip
    ask(
        municipality=municipality, by=staff["tarik"], category="bicycles", title="Onderhoud van 40 dienstfietsen",
        text="Twee keer per jaar een beurt, halen en brengen bij het stadhuis.", budget=Decimal(5000),
        at=now - dt.timedelta(days=1),
    )  # fmt: skip


def _person(contract: Contract) -> Person:
    member = contract.supplier.members.select_related("person").first()
    assert member is not None
    return member.person


def _seller(case_file: CaseFile, staff: dict[str, Person]) -> Person:
    member = case_file.members.select_related("person").first()
    return member.person if member else staff["sanne"]
