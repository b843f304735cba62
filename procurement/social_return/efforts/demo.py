"""What the suppliers of the demo handed in: accepted, asked about, refused and corrected, and waiting."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from portal.kernel.models import Municipality, Person
from procurement.models import Contract
from procurement.social_return.efforts.actions import accept, ask, give_pseudonym, refuse, submit
from procurement.social_return.efforts.models import Effort

#: (contract number, kind, facts, what became of it)
STORY: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("2025-114", "plan", {"amount": "52000", "text": "Twee schoonmakers uit de Participatiewet en inkoop bij Tweede Leven."}, "accepted"),
    ("2025-114", "placement", {"code": "pw_long", "hours": "28", "months": 9, "text": "Schoonmaker in wijkgebouw Zuid."}, "accepted"),
    ("2025-114", "placement", {"code": "register", "hours": "20", "months": 4, "text": "Medewerker linnenkamer."}, "waiting"),
    ("2025-114", "purchase", {"code": "sw_company", "amount": "6400", "bought_from": "Sociaal werkbedrijf De Schakel"}, "accepted"),
    ("2025-131", "plan", {"amount": "110000", "text": "Vier leerlingen via BBL en een voorman uit de WW."}, "accepted"),
    ("2025-131", "placement", {"code": "bbl", "hours": "32", "months": 6, "text": "Leerling metselaar."}, "refused"),
    ("2025-131", "activity", {"hours": "24", "days": 3, "text": "Bouwplaatsles voor drie klassen van het praktijkonderwijs."}, "accepted"),
    ("2026-012", "purchase", {"code": "code_register", "amount": "8800", "bought_from": "Stichting Soepel Wijkrestaurant", "kvk_number": "90000022"}, "accepted"),
    ("2025-114", "purchase", {"code": "code_register", "amount": "2450.50", "bought_from": "Fietswerk Noord", "kvk_number": "90000033"}, "accepted"),
    ("2026-024", "plan", {"amount": "16000", "text": "Een leerling-monteur uit de Participatiewet."}, "accepted"),
    ("2026-024", "purchase", {"code": "code_register", "amount": "3200", "bought_from": "De Tweede Draad", "kvk_number": "90000011"}, "accepted"),
    ("2026-012", "placement", {"code": "nug", "hours": "24", "months": 3, "text": "Hulp in de keuken."}, "asked"),
    ("2026-012", "activity", {"hours": "10", "days": 2, "text": "Kookles in buurthuis De Wiel."}, "waiting"),
)  # fmt: skip


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Hand in and judge, through the same actions as people."""
    for number, kind, facts, outcome in STORY:
        contract = Contract.objects.get(reference=number)
        member = contract.supplier.members.select_related("person").first()
        assert member is not None
        given: dict[str, Any] = {key: value for key, value in facts.items() if key != "months"}
        for name in ("amount", "hours"):
            if name in given:
                given[name] = Decimal(given[name])
        if kind in {"placement", "activity", "purchase"}:
            given["first"] = contract.starts_on + dt.timedelta(days=14)
        if kind == "placement":
            given["last"] = given["first"] + dt.timedelta(days=30 * facts["months"])
        at = min(
            timezone.now() - dt.timedelta(days=6),
            timezone.make_aware(dt.datetime.combine(contract.starts_on + dt.timedelta(days=60), dt.time(9))),
        )
        effort = submit(contract=contract, kind=kind, by=member.person, at=at, **given)
        _judge(effort, outcome, contract.coordinator)


def _judge(effort: Effort, outcome: str, by: Person) -> None:
    if outcome == "accepted":
        if effort.kind == "placement":
            effort = give_pseudonym(effort=effort, version=effort.version, by=by)
        accept(effort=effort, version=effort.version, by=by)
    elif outcome == "refused":
        refuse(
            effort=effort, version=effort.version, by=by,
            reason="De leerovereenkomst ontbreekt. Voeg die toe, zonder burgerservicenummer.",
        )  # fmt: skip
    elif outcome == "asked":
        ask(effort=effort, version=effort.version, by=by, text="Hoe lang loopt de arbeidsovereenkomst door?")
