"""The result of the definition check in words: the place on the spectrum and what it is based on."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.casefile.models import Spectrum
from accounts.intake.answers import read, valid_steps
from accounts.intake.definition import EXPLANATIONS, criteria
from accounts.intake.engine import judge
from accounts.intake.models import Intake


@dataclass(frozen=True)
class Verdict:
    """`places` is the whole spectrum as (words, is this the place); `groups` are answers by what they say."""

    explanation: str | Promise
    places: list[tuple[str | Promise, bool]]
    groups: list[tuple[str | Promise, list[str]]]


def verdict_of(intake: Intake) -> Verdict | None:
    """What the check says of an intake; None while its step is not filled in."""
    if "toets" not in valid_steps(intake):
        return None
    rules = criteria(municipality_id=intake.municipality_id, on=timezone.localdate())
    outcome = judge(rules, read(intake).definition_check)
    question = {criterion.code: criterion.question for criterion in rules}
    groups = (
        (_("This fits"), outcome.met),
        (_("This fits partly"), outcome.partly),
        (_("This does not fit, or not yet"), outcome.missing),
        (_("You do not know this yet"), outcome.unknown),
    )
    place = Spectrum(outcome.place)
    return Verdict(
        EXPLANATIONS[place],
        [(other.label, other == place) for other in Spectrum],
        [(title, [question[code] for code in codes]) for title, codes in groups if codes],
    )
