"""An intake in words: for the entrepreneur's summary and for triage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import BooleanField
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _

from accounts.intake.answers import typed, valid_steps
from accounts.intake.models import Intake, IntakeAttachment
from accounts.intake.steps import STEPS, Step


@dataclass(frozen=True)
class Section:
    """One step in words: rows of (label, answer); `valid` is False while something is missing."""

    step: Step
    rows: list[tuple[str, str]]
    valid: bool


def summary_of(intake: Intake, *, files: bool = True) -> list[Section]:
    """All steps in words. Empty optional answers are left out, and without `files` the step of the attachments."""
    valid = valid_steps(intake)
    sections = []
    for step in STEPS:
        if step.code == "bijlagen" and not files:
            continue
        answers = intake.answers.get("clean", {}).get(step.code) or typed(intake, step.code)
        form = step.form(intake=intake)
        rows = [
            (
                str(step.short if isinstance(field, BooleanField) else field.label),
                words(field, answers.get(name)),
            )
            for name, field in form.fields.items()
            if name != "file" and answers.get(name) not in (None, "", [])
        ]
        if step.code == "bijlagen":
            attachments = IntakeAttachment.objects.filter(intake=intake).select_related("file")
            rows = [(_("File"), str(attachment.file)) for attachment in attachments]
        sections.append(Section(step, rows, step.code in valid))
    return sections


def words(field: Any, value: Any) -> str:
    """An answer as people read it: the words of a choice, not its code."""
    if value in (True, "on"):
        return _("Yes")
    choices = dict(flatten_choices(getattr(field, "choices", []) or []))
    if isinstance(value, list):
        return ", ".join(str(choices.get(item, item)) for item in value)
    return str(choices.get(value, value))
