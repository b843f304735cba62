"""The steps of the intake, in order, in one table."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.intake import forms


@dataclass(frozen=True)
class Step:
    """A step: its code in the address and in the answers, its title and its form."""

    code: str
    title: str | Promise
    short: str | Promise
    form: type[forms.StepForm]
    intro: str | Promise = ""


STEPS = (
    Step("wie", _("Who are you?"), _("Who"), forms.WhoForm),
    Step("wat", _("What do you do?"), _("What"), forms.WhatForm),
    Step(
        "toets",
        _("How social is your enterprise?"),
        _("Social"),
        forms.DefinitionForm,
        _("There are no wrong answers. With these questions we see which rules and help fit you."),
    ),
    Step("vraag", _("What do you need?"), _("Need"), forms.NeedsForm),
    Step("aanbod", _("What do you offer the city?"), _("Offer"), forms.OfferForm),
    Step(
        "bijlagen",
        _("Do you want to add something?"),
        _("Files"),
        forms.AttachmentsForm,
        _("For example a plan, a budget or a picture. Nothing to add? Go on."),
    ),
    Step(
        "toestemming",
        _("May we use your answers?"),
        _("Consent"),
        forms.ConsentForm,
        _(
            "Your answers are about your enterprise. Do not write down private details of "
            "other people. You can always ask us to show, change or remove your data."
        ),
    ),
)
BY_CODE = {step.code: step for step in STEPS}


def after(step: Step) -> Step | None:
    """The next step, or None after the last."""
    index = STEPS.index(step) + 1
    return STEPS[index] if index < len(STEPS) else None


def before(step: Step) -> Step | None:
    """The step before, or None at the first."""
    index = STEPS.index(step)
    return STEPS[index - 1] if index else None
