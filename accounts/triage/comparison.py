"""What an intake says beside what the case file holds, field by field, so an officer chooses what to take over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.enterprises.models import Enterprise
from accounts.intake.answers import IntakeAnswers

#: Fields of the case file, and of the enterprise, that an attached intake may overwrite when the officer ticks it.
CASE_FILE_FIELDS = ("phase", "themes", "spectrum", "summary", "offer")
ENTERPRISE_FIELDS = ("name", "legal_form")
ADDRESS = ("street", "postcode", "city")


@dataclass(frozen=True)
class Difference:
    """One thing the intake says otherwise than the case file. `code` names it for `take_over`."""

    code: str
    label: str
    now: str
    new: str


def facts_of(answers: IntakeAnswers, spectrum: str) -> dict[str, Any]:
    """What an intake says about the case file; `spectrum` is the verdict of the definition check."""
    return {
        "phase": answers.phase,
        "themes": list(answers.themes),
        "spectrum": spectrum,
        "summary": answers.summary,
        "offer": answers.offer,
    }


def differences(case_file: CaseFile, answers: IntakeAnswers, spectrum: str) -> list[Difference]:
    """Only what differs, and only what the intake answered: an empty answer overwrites nothing."""
    enterprise = case_file.enterprise
    facts = facts_of(answers, spectrum)
    rows = [_difference(enterprise, name, getattr(answers, name)) for name in ENTERPRISE_FIELDS]
    now = [getattr(enterprise, name) for name in ADDRESS]
    new = [getattr(answers, name) for name in ADDRESS]
    if any(new) and now != new:
        rows.append(Difference("address", _("address"), _line(now), _line(new)))
    rows += [_difference(case_file, name, facts[name]) for name in CASE_FILE_FIELDS]
    return [row for row in rows if row]


def _difference(instance: models.Model, name: str, new: Any) -> Difference | None:
    now = getattr(instance, name)
    if not new or now == new or (isinstance(new, list) and set(new) == set(now)):
        return None
    field: Any = type(instance)._meta.get_field(name)
    words = dict(getattr(field, "base_field", field).flatchoices)
    return Difference(name, str(field.verbose_name), _words(now, words), _words(new, words))


def _words(value: Any, words: dict[Any, Any]) -> str:
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(words.get(item, item)) for item in values if item)


def _line(parts: list[str]) -> str:
    street, postcode, city = parts
    return ", ".join(part for part in (street, f"{postcode} {city}".strip()) if part)


def enterprise_changes(
    enterprise: Enterprise, answers: IntakeAnswers, take_over: Collection[str]
) -> dict[str, Any]:
    """The ticked facts of the enterprise, as changes for `change_enterprise`; the rest stays as it is."""
    names = [name for name in ENTERPRISE_FIELDS if name in take_over]
    if "address" in take_over:
        names += ADDRESS
    return {
        name: getattr(answers, name) for name in names if getattr(answers, name) != getattr(enterprise, name)
    }
