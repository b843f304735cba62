"""What the pages of merging show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.casefile.models import CaseFile, EnterpriseMember
from accounts.enterprises.models import Enterprise
from accounts.merging import engine, facts
from accounts.merging.actions import FIELDS, FILLED, JOINED
from accounts.merging.models import Merge, NotDouble
from accounts.merging.targets import targets
from accounts.renaming.models import FormerIdentity
from portal.kernel.conflicts import show_value


@dataclass(frozen=True)
class Pair:
    """Two case files that may be one, with the reasons in words."""

    first: CaseFile
    second: CaseFile
    reasons: list[str]


def likely_doubles() -> list[Pair]:
    """The likely doubles of this municipality that nobody judged yet. Five queries."""
    people: dict[int, set[int]] = {}
    for file, person in EnterpriseMember.objects.filter(is_active=True).values_list(
        "case_file_id", "person_id"
    ):
        people.setdefault(file, set()).add(person)
    rows = CaseFile.objects.filter(merged_into=None).values_list(
        "pk", "name", "enterprise__kvk_number", "enterprise__postcode", "enterprise__street"
    )
    names: dict[int, list[str]] = {}
    numbers: dict[int, list[str]] = {}
    for file, name, number in FormerIdentity.objects.values_list("case_file_id", "name", "kvk_number"):
        names.setdefault(file, []).append(name)
        numbers.setdefault(file, []).append(number)
    files = [
        engine.File(
            key, name, number, postcode, street, tuple(names.get(key, ())),
            tuple(item for item in numbers.get(key, ()) if item), frozenset(people.get(key, ())),
        )
        for key, name, number, postcode, street in rows
    ]  # fmt: skip
    judged = set(NotDouble.objects.values_list("first_id", "second_id"))
    found = engine.doubles(files, judged=judged)
    keys = {key for double in found for key in (double.first, double.second)}
    shown = CaseFile.objects.select_related("enterprise").in_bulk(keys)
    return [
        Pair(shown[item.first], shown[item.second], [_reason(*reason) for reason in item.reasons])
        for item in found
    ]


def _reason(code: str, value: str) -> str:
    return {
        "kvk": _("same KVK number (%(value)s)"),
        "name": _("name is %(value)s%% alike"),
        "postcode": _("same postcode (%(value)s)"),
        "address": _("same address (%(value)s)"),
        "person": _("same people at the enterprise (%(value)s)"),
    }[code] % {"value": value}


@dataclass(frozen=True)
class Choice:
    """A field in which two files differ: what each says in words, and what is chosen when nobody chooses otherwise."""

    name: str
    label: str
    here: str
    there: str
    default: str
    #: Both together in words, when both can be kept.
    both: str = ""

    def result(self, choice: str) -> str:
        """What the remaining file will say by a choice."""
        return {engine.THERE: self.there, engine.BOTH: self.both}.get(choice, self.here)


@dataclass(frozen=True)
class Comparison:
    """Two files side by side: what is to be chosen, and what both say the same: (label, value)."""

    choices: list[Choice]
    same: list[tuple[str, str]]


#: Facts under another name than their field has.
_LABELS = {"address": gettext_lazy("address"), "name": gettext_lazy("name")}


def compare(here: CaseFile, there: CaseFile) -> Comparison:
    """The enterprises' own facts first, then what the case files say."""
    found, same = [], []
    for choice in (*_facts(here, there), *_fields(here, there)):
        if choice.here != choice.there:
            found.append(choice)
        elif choice.here:
            same.append((choice.label, choice.here))
    return Comparison(found, same)


def _facts(here: CaseFile, there: CaseFile) -> Iterator[Choice]:
    for name, fields in facts.FACTS.items():
        rows = (here, there) if name == "name" else (here.enterprise, there.enterprise)
        one, other = (" ".join(filter(None, (show_value(row, field, getattr(row, field)) for field in fields)))
                      for row in rows)  # fmt: skip
        label = _LABELS.get(name) or Enterprise._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        yield Choice(
            name, str(label), one, other, facts.default(here.enterprise, there.enterprise, name)
        )  # fmt: skip


def _fields(here: CaseFile, there: CaseFile) -> Iterator[Choice]:
    for name in FIELDS:
        field: Any = here._meta.get_field(name)
        one, other = getattr(here, name), getattr(there, name)
        joins = name in JOINED and bool(one) and bool(other)
        yield Choice(
            name,
            str(field.verbose_name),
            show_value(here, name, one),
            show_value(there, name, other),
            engine.default_choice(one, other, joins=joins),
            show_value(here, name, engine.combine(one, other, engine.BOTH)) if joins else "",
        )


def counts(case_file: CaseFile) -> list[tuple[str, int]]:
    """How many of each thing move. One query. Private notes of domains move too, and are not counted here."""
    places = [target for target in targets() if not target.private]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tbl, number FROM accounts_rows_of(%s, %s::text[], %s::text[])",
            [case_file.pk, [item.table for item in places], [item.column for item in places]],
        )
        rows = dict(cursor.fetchall())
    found = [(str(item.model._meta.verbose_name_plural), rows.get(item.table, 0)) for item in places]
    return sorted((label, number) for label, number in found if number)


@dataclass(frozen=True)
class Changed:
    """A field that a merge changed, in words."""

    what: str
    before: str
    after: str


def moved_by(done: Merge) -> list[tuple[str, int]]:
    """What a merge moved, per thing, without private notes."""
    found = [
        (str(target.model._meta.verbose_name_plural), len(done.moved[target.label]["rows"]))
        for target in targets()
        if target.label in done.moved and not target.private
    ]
    return sorted(found)


def changed_by(done: Merge) -> list[Changed]:
    """What a merge changed in the remaining file and its enterprise. At most two queries."""
    survivor, found = done.survivor, []
    for row in (survivor, survivor.enterprise):
        noted = done.values.get(f"{row._meta.label}:{row.pk}", {})
        for name, (before, after) in noted.items():
            if name in {"enterprise", *FILLED} or (name == "name" and row is not survivor):
                continue
            field: Any = row._meta.get_field(name)
            found.append(
                Changed(str(field.verbose_name), _words(field, row, before), _words(field, row, after))
            )
    return found


def _words(field: Any, row: Any, value: Any) -> str:
    if field.is_relation:
        return str(field.related_model._default_manager.filter(pk=value).first() or "")
    return show_value(row, field.name, value)
