"""The marketplace of the demo: offers of the enterprises, one draft, one taken down."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from accounts.casefile.models import CaseFile
from portal.kernel.models import Municipality, Person
from procurement.market import cpv
from procurement.market.offers.actions import make as make_offer
from procurement.market.offers.actions import publish, take_down
from procurement.market.offers.demo_offers import OFFERS


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Enterprises put their offers on the marketplace in the course of the year."""
    files = list(CaseFile.objects.filter(merged_into=None).order_by("pk").prefetch_related("members__person"))
    now = timezone.now()
    made = []
    for number, row in enumerate(OFFERS):
        place, kind, title, text, category, digits, district, price, unit, largest, impact = row
        case_file, at = files[place], now - dt.timedelta(days=150 - 4 * number)
        member = next(iter(case_file.members.all()), None)
        by = member.person if member else staff["sanne"]
        offer = make_offer(
            case_file=case_file, by=by, at=at, kind=kind, title=title, text=text, category=category,
            cpv_code=cpv.complete(digits), district=district, price=Decimal(price) if price else None,
            price_unit=unit if price else "", largest_order=Decimal(largest), impact=impact,
        )  # fmt: skip
        made.append(publish(offer=offer, by=by, at=at + dt.timedelta(hours=1)))
    gone = make_offer(
        case_file=files[7], by=staff["sanne"], kind="product", title="Elektrische kacheltjes",
        text="Opgeknapte kacheltjes zonder keuring.", category="repair", cpv_code=cpv.complete("39715200"),
        district="Haven",
    )  # fmt: skip
    gone = publish(offer=gone, by=staff["sanne"])
    take_down(
        offer=gone,
        reason="Elektrische apparaten zonder keuring mogen niet. Laat ze eerst keuren.",
        by=staff["tarik"],
    )
    make_offer(
        case_file=files[2], by=staff["sanne"], kind="service", title="Fietsenstalling bij evenementen",
        text="Wij bewaken fietsen bij uw evenement.", category="bicycles", cpv_code=cpv.complete("98351000"),
        district="Noord",
    )  # fmt: skip
