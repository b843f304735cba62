"""The rule-set kind of the PSO, and which rules are in force."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.kernel.rulesets.queries import ActiveRules, active
from portal.kernel.rulesets.registry import RuleKind, register_kind

KIND = "pso"
NORMS = Path(__file__).parent / "data" / "norms.json"
SOURCE = "PSO-Nederland: gewichten (van vóór 2021) en normen naar grootte, pso-nederland.nl; art. 2.82 Aanbestedingswet"


@cache
def default() -> dict[str, Any]:
    """The ready-made rules (rules.md section 2)."""
    data: dict[str, Any] = json.loads(NORMS.read_text(encoding="utf-8"))
    return data


def in_force(*, municipality_id: int, on: dt.date) -> ActiveRules:
    """The rules an assessment that is computed on this day gets."""
    return active(KIND, on=on, municipality_id=municipality_id)


def register() -> None:
    """Make the kind known."""
    from procurement.pso.preview import what_changes
    from procurement.pso.rules_form import PsoRulesForm

    register_kind(
        RuleKind(
            code=KIND,
            label=_("PSO (performance ladder for social enterprise)"),
            help_text=_(
                "Weights, norms by size and the conditions of 30+. Assessments that were handed in keep the rules "
                "they were computed with."
            ),
            default=default(),
            default_source=SOURCE,
            form=lambda: PsoRulesForm,
            template="procurement/pso/_rules_form.html",
            preview=what_changes,
            preview_template="procurement/pso/_rules_preview.html",
        )
    )
