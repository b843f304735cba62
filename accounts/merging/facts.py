"""The enterprise's own facts when two case files become one: which registration stays, and what it says.

The KVK number is not copied but taken along: the file that stays gets the enterprise that has the number, as that one
may be known to other municipalities too. The two files then change enterprises, so undoing changes them back.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from accounts.casefile.models import CaseFile
from accounts.enterprises.models import Enterprise
from accounts.merging import engine

#: What a person chooses -> the fields it stands for.
FACTS: dict[str, tuple[str, ...]] = {
    "kvk_number": ("kvk_number",),
    "name": ("name",),
    "legal_form": ("legal_form",),
    "sbi_code": ("sbi_code",),
    "address": ("street", "postcode", "city"),
    "website": ("website",),
}
#: Legal forms that say nothing.
_UNKNOWN = {Enterprise.LegalForm.OTHER, Enterprise.LegalForm.NONE}


def value(enterprise: Enterprise, name: str) -> tuple[str, ...]:
    """What an enterprise says, as a tuple to compare; empty when it says nothing."""
    found = tuple(getattr(enterprise, field) for field in FACTS[name])
    return () if not any(found) or found[0] in _UNKNOWN else found


def default(here: Enterprise, there: Enterprise, name: str) -> str:
    """Which side wins when nobody chooses: the registered enterprise, else the file that stays; never nothing."""
    lead = engine.THERE if there.kvk_number and not here.kvk_number else engine.HERE
    return engine.default_fact(value(here, name), value(there, name), lead=lead)


def lock(here: CaseFile, there: CaseFile) -> None:
    """Read both enterprises anew, locked in one order, into the case files."""
    keys = [here.enterprise_id, there.enterprise_id]
    rows = {
        row.pk: row
        for row in Enterprise.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    }
    here.enterprise, there.enterprise = rows[here.enterprise_id], rows[there.enterprise_id]


def chosen(here: CaseFile, there: CaseFile, choices: dict[str, str]) -> tuple[Enterprise, dict[str, Any]]:
    """The enterprise that the remaining file gets, and what it has to say."""
    side = {
        name: choices.get(name, default(here.enterprise, there.enterprise, name)) == engine.THERE
        for name in FACTS
    }
    kept = there.enterprise if side["kvk_number"] else here.enterprise
    changes = {
        field: getattr((there if side[name] else here).enterprise, field)
        for name, fields in FACTS.items()
        for field in fields
        if name not in {"kvk_number", "name"}
    }
    return kept, {**changes, "name": (there if side["name"] else here).name}


def enterprises_may_change_places() -> None:
    """Until `enterprises_are_in_place`, two case files of one municipality may have the same enterprise."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS case_file_one_per_enterprise DEFERRED")


def enterprises_are_in_place() -> None:
    """Check now that each enterprise has one case file again; IntegrityError when not."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS case_file_one_per_enterprise IMMEDIATE")
