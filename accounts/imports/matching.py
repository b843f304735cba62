"""Which case file is a row about, and what would it change there? A fixed number of queries per batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from accounts.casefile.models import CaseFile
from accounts.imports.engine import Facts, Problem, plain, row_key, told_digest
from accounts.imports.models import ImportMemory, Outcome
from accounts.renaming.queries import by_former_number

#: Fields of the case file and of its enterprise that a row fills in, with where they are read.
CASE_FILE_FIELDS = ("phase", "state", "themes", "account_manager", "district")
ENTERPRISE_FIELDS = ("name", "kvk_number", "street", "postcode", "city")
_PATHS = (
    "pk", "phase", "state", "themes", "account_manager_id", "district", "enterprise__name",
    "enterprise__kvk_number", "enterprise__street", "enterprise__postcode", "enterprise__city",
)  # fmt: skip


@dataclass
class Known:
    """A case file as it is now, in the fields a row can fill in.

    `formerly`: it is known by a name or number it had before, so a row says nothing of its facts of today.
    """

    pk: int
    values: dict[str, Any]
    told: str = ""
    formerly: bool = False


@dataclass
class Decision:
    """What a row means for the case files there are."""

    outcome: str
    case_file: int | None = None
    changes: list[dict[str, Any]] | None = None
    problem: Problem | None = None


class Directory:
    """The case files that the rows of one batch may be about. At most seven queries, whatever the batch holds."""

    def __init__(self, batch: Sequence[dict[str, Any]]) -> None:
        rows = CaseFile.objects.filter(merged_into=None)
        numbers = {values["kvk_number"] for values in batch if values.get("kvk_number")}
        postcodes = {values["postcode"] for values in batch if values.get("postcode")}
        bare = {
            v["name"] for v in batch if v.get("name") and not v.get("kvk_number") and not v.get("postcode")
        }
        keys = {row_key(values) for values in batch if values.get("name")}
        memories = ImportMemory.objects.filter(row_key__in=keys).values_list(
            "row_key", "case_file_id", "case_file__merged_into_id"
        )
        onward = {key: into for key, _file, into in memories if into}
        remembered = {key: into or file for key, file, into in memories}
        former = by_former_number(numbers)
        self.known: dict[int, Known] = {}
        if postcodes:
            names = {plain(v["name"]) for v in batch if v.get("name") and v.get("postcode")}
            self._load(rows.filter(enterprise__postcode__in=postcodes), names)
        for part in (
            rows.filter(enterprise__kvk_number__in=numbers) if numbers else None,
            rows.filter(name__in=bare) if bare else None,
            rows.filter(pk__in=remembered.values()) if remembered else None,
            rows.filter(pk__in=former.values()) if former else None,
        ):
            if part is not None:
                self._load(part)
        told = ImportMemory.objects.filter(case_file__in=self.known).values_list("case_file_id", "told")
        for pk, digest in told:
            self.known[pk].told = digest
        self.by_number: dict[str, Known] = {}
        self.by_place: dict[tuple[str, str], list[Known]] = {}
        self.by_name: dict[str, list[Known]] = {}
        for known in self.known.values():
            if known.values["kvk_number"]:
                self.by_number[known.values["kvk_number"]] = known
            name = plain(known.values["name"])
            self.by_name.setdefault(name, []).append(known)
            self.by_place.setdefault((name, known.values["postcode"]), []).append(known)
        for number, pk in former.items():
            if number not in self.by_number and pk in self.known:
                self.by_number[number] = replace(self.known[pk], formerly=True)
        self.by_key = {
            key: replace(self.known[pk], formerly=key in onward)
            for key, pk in remembered.items()
            if pk in self.known
        }

    def _load(self, rows: QuerySet[CaseFile], names: set[str] | None = None) -> None:
        """Keep these case files; of one postcode there may be many, so only those with one of the `names`."""
        found = rows.values_list(*_PATHS).iterator()
        for pk, phase, state, themes, manager, district, *facts in found:
            if names is not None and plain(facts[0]) not in names:
                continue
            values = {
                "phase": phase,
                "state": state,
                "themes": sorted(themes),
                "account_manager": manager,
                "district": district,
                **dict(zip(ENTERPRISE_FIELDS, facts, strict=True)),
            }
            self.known.setdefault(pk, Known(pk, values))

    def find(self, values: dict[str, Any]) -> Known | Problem | None:
        """The case file a row is about: by KVK number, by name and postcode, or by what was remembered of it."""
        number = values.get("kvk_number", "")
        if number and number in self.by_number:
            return self.by_number[number]
        places = self.by_place.get((plain(values["name"]), values.get("postcode", "")), [])
        if values.get("postcode") and places:
            if len(places) > 1:
                return Problem("name", "name-more", values["name"])
            theirs = places[0].values["kvk_number"]
            if number and theirs and theirs != number:
                return Problem("kvk_number", "kvk-other", number, theirs)
            return places[0]
        if number:
            found = self.by_key.get(row_key(values))
            return found if found and not found.values["kvk_number"] else None
        if found := self.by_key.get(row_key(values)):
            return found
        if not values.get("postcode") and self.by_name.get(plain(values["name"])):
            return Problem("name", "name-known", values["name"])
        return None


def differences(values: dict[str, Any], known: Known) -> list[dict[str, Any]]:
    """What a row would change, field by field. An empty cell changes nothing."""
    changes = [
        {"field": name, "from": known.values[name], "to": values[name]}
        for name in (*(() if known.formerly else ENTERPRISE_FIELDS), *CASE_FILE_FIELDS)
        if name in values and values[name] != known.values[name]
    ]
    digest = told_digest(values)
    if digest and digest != known.told:
        changes.append({"field": "told", "from": known.told, "to": digest})
    return changes


def decide(facts: Facts, directory: Directory) -> Decision:
    """New, changes, stays the same, or wrong."""
    found = directory.find(facts.values) if "name" in facts.values else None
    if isinstance(found, Problem):
        return Decision(Outcome.BAD, problem=found)
    if facts.problems:
        return Decision(Outcome.BAD, found.pk if found else None)
    if found is None:
        return Decision(Outcome.NEW)
    changes = differences(facts.values, found)
    return Decision(Outcome.CHANGED if changes else Outcome.SAME, found.pk, changes)
