"""The enterprises that may count as social, out of what the municipality knows or what is public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.enterprises.actions import get_or_create_enterprise
from accounts.recognition.models import CheckState, DefinitionCheck, Mark, MarkKind, Outcome
from accounts.register.models import EntryState, RegisterEntry
from procurement.spend.buyers import Buyer
from procurement.spend.matching.engine import Claim, Party

_FACTS = (
    "case_file__enterprise", "case_file__enterprise__kvk_number", "case_file__enterprise__name", "case_file__district",
)  # fmt: skip
CHUNK = 2000


class _Gathered:
    """Parties in the making, by enterprise."""

    def __init__(self, but: int | None) -> None:
        self._rows: dict[int, tuple[str, list[str], str, list[Claim]]] = {}
        self._but = but

    def add(self, pk: int, kvk_number: str, name: str, district: str, claim: Claim) -> None:
        if pk == self._but:  # nobody buys from themselves
            return
        number, names, where, claims = self._rows.setdefault(pk, (kvk_number, [], district, []))
        if name not in names:
            names.append(name)
        claims.append(claim)
        if district and not where:
            self._rows[pk] = (number, names, district, claims)

    def parties(self) -> Iterator[Party]:
        for pk, (number, names, district, claims) in self._rows.items():
            yield Party(pk, tuple(names), number, district, tuple(claims))


def parties(buyer: Buyer, rules: dict[str, Any], *, only: int | None = None) -> list[Party]:
    """All of them, or one enterprise. A supplier is matched with what is public only. At most five queries."""
    public, today = buyer.supplier is not None, timezone.localdate()
    found = _Gathered(buyer.supplier.enterprise_id if buyer.supplier else None)
    if "social" in rules["groups"]:
        if "recognised" in rules["sources"] and not public:
            _recognised(found, today, only)
        if "register" in rules["sources"]:
            _register(found, only)
        if "code" in rules["sources"]:
            _marks(found, "social", _shown(Mark.objects.filter(kind=MarkKind.CODE), public), only)
    if "pso" in rules["groups"]:
        rows = Mark.objects.filter(kind=MarkKind.PSO, level__in=rules["pso_levels"])
        _marks(found, "pso", _shown(rows, public), only)
    if "sw" in rules["groups"]:
        for row in rules["sw_companies"]:
            enterprise = get_or_create_enterprise(
                municipality=buyer.municipality, kvk_number=row["kvk"], name=row["name"]
            )
            if only in (None, enterprise.pk):
                found.add(enterprise.pk, row["kvk"], row["name"], "", Claim("sw"))
    return list(found.parties())


def _rows(rows: QuerySet[Any], only: int | None, *more: str) -> Iterator[tuple[Any, ...]]:
    rows = rows.filter(case_file__merged_into=None)
    if only is not None:
        rows = rows.filter(case_file__enterprise=only)
    return rows.order_by("case_file", "pk").values_list(*_FACTS, *more).iterator(chunk_size=CHUNK)


def _recognised(found: _Gathered, today: dt.date, only: int | None) -> None:
    newer = DefinitionCheck.objects.filter(
        case_file=OuterRef("case_file"), state=CheckState.CONCLUDED, concluded_at__gt=OuterRef("concluded_at")
    )
    rows = DefinitionCheck.objects.filter(
        ~Exists(newer), state=CheckState.CONCLUDED, outcome=Outcome.RECOGNISED, valid_until__gte=today
    )
    for pk, number, name, district, until in _rows(rows, only, "valid_until"):
        found.add(pk, number, name, district, Claim("social", until=until))


def _register(found: _Gathered, only: int | None) -> None:
    rows = RegisterEntry.objects.filter(state=EntryState.PUBLISHED)
    for pk, number, name, _district, shown, district in _rows(rows, only, "name", "district"):
        found.add(pk, number, shown, district, Claim("social"))
        if number:  # a public name; without a number it is the municipality's
            found.add(pk, number, name, district, Claim("social"))


def _shown(rows: QuerySet[Mark], public: bool) -> QuerySet[Mark]:
    if not public:
        return rows
    today = timezone.localdate()
    return rows.filter(
        Q(valid_to=None) | Q(valid_to__gte=today),
        case_file__register_entry__state=EntryState.PUBLISHED,
        case_file__register_entry__show_marks=True,
    )


def _marks(found: _Gathered, group: str, rows: QuerySet[Mark], only: int | None) -> None:
    for pk, number, name, district, since, until in _rows(rows, only, "valid_from", "valid_to"):
        found.add(pk, number, name, district, Claim(group, since, until))
