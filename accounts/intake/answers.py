"""Reading what was filled in.

`Intake.answers` is {"steps": {step code: {field: text or list of texts}}, "valid": [codes of steps without mistakes]}.
The texts are as typed, mistakes included, so that nothing is lost; `read` gives the values of valid steps.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from accounts.intake.models import Intake
from accounts.intake.steps import STEPS


@dataclass(frozen=True)
class IntakeAnswers:
    """An intake's answers, checked and typed; empty where nothing was filled in."""

    contact_name: str = ""
    email: str = ""
    phone: str = ""
    name: str = ""
    kvk_number: str = ""
    legal_form: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    summary: str = ""
    themes: list[str] = field(default_factory=list)
    founded_on: str = ""
    definition_check: dict[str, str] = field(default_factory=dict)
    phase: str = "idea"
    needs: list[str] = field(default_factory=list)
    question_text: str = ""
    offer: str = ""
    consent: bool = False


def typed(intake: Intake, code: str) -> dict[str, Any]:
    """What was typed in a step, mistakes included."""
    return dict(intake.answers.get("steps", {}).get(code, {}))


def valid_steps(intake: Intake) -> set[str]:
    """Codes of the steps that are filled in without mistakes."""
    return set(intake.answers.get("valid", []))


def first_open_step(intake: Intake) -> str | None:
    """Where to go on: the first step not filled in well, or None when all are."""
    valid = valid_steps(intake)
    return next((step.code for step in STEPS if step.code not in valid), None)


def read(intake: Intake) -> IntakeAnswers:
    """The answers of the valid steps."""
    steps = intake.answers.get("clean", {})
    merged: dict[str, Any] = {}
    for code in ("wie", "wat", "vraag", "aanbod", "toestemming"):
        merged.update(steps.get(code, {}))
    known = {name: value for name, value in merged.items() if name in IntakeAnswers.__dataclass_fields__}
    known["legal_form"] = known.get("legal_form") or ("other" if known.get("kvk_number") else "none")
    return IntakeAnswers(**known, definition_check=dict(steps.get("toets", {})))
