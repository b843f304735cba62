"""Everything that belongs to a case file, found by walking the models, so a new instrument moves along by itself.

A model that may exist once per case file (a unique or exclusion constraint over its foreign key) has to say what
happens when both files have one: `declare` a rule in the registrations. A test fails when there is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models

from accounts.casefile.models import CaseFile
from accounts.merging.sql import FOLLOW_TRIGGER, MERGE_FUNCTIONS


@dataclass(frozen=True)
class Rule:
    """`stays`: these rows are merged in another way, or are of the file itself. `twins`: a row that the database's

    unique constraints do not let beside its twin in the remaining file stays in the closed one, and is there on undo.
    """

    stays: bool = False
    twins: bool = False


_rules: dict[str, Rule] = {}


def declare(label: str, *, stays: bool = False, twins: bool = False) -> None:
    """Say how rows of the model `label` ("accounts.EnterpriseMember") merge; a second rule fails loudly."""
    if label in _rules:
        raise ValueError(f"merging {label} is declared twice")
    _rules[label] = Rule(stays, twins)


@dataclass(frozen=True)
class Target:
    """One foreign key to the case file, with its rule."""

    model: type[models.Model]
    field: models.Field[Any, Any]
    rule: Rule

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def column(self) -> str:
        return str(self.field.column)

    @property
    def columns(self) -> list[str]:
        """All columns but the one that moves: what tells whether a row changed after the merge."""
        return [str(field.column) for field in self.model._meta.concrete_fields if field is not self.field]

    @property
    def private(self) -> bool:
        """Rows only their own domain may see."""
        return getattr(self.model, "row_policy", "") == "domain"


def links() -> list[Target]:
    """Every foreign key to the case file in a table of ours; history tables keep saying what was where."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed or getattr(model, "pgh_tracked_model", None):
            continue
        for field in model._meta.concrete_fields:
            if field.remote_field and field.related_model is CaseFile and model is not CaseFile:
                found.append(Target(model, field, _rules.get(model._meta.label, Rule())))
    return found


def targets() -> list[Target]:
    """What moves when two case files merge."""
    return [target for target in links() if not target.rule.stays]


def without_rule() -> list[str]:
    """Models that may exist once per case file and do not say how they merge."""
    return [
        target.label
        for target in links()
        if target.model._meta.label not in _rules and (target.field.unique or _constrained(target))
    ]


def _constrained(target: Target) -> bool:
    together: Iterable[Any] = target.model._meta.unique_together
    constraints = target.model._meta.total_unique_constraints or ()
    partial = [item for item in target.model._meta.constraints if isinstance(item, models.UniqueConstraint)]
    apart = [
        getattr(expression, "name", expression)
        for item in target.model._meta.constraints
        if isinstance(item, ExclusionConstraint)
        for expression, _operator in item.expressions
    ]
    if target.field.name in apart:
        return True
    return any(target.field.name in item for item in together) or any(
        target.field.name in item.fields for item in (*constraints, *partial)
    )


def statements() -> list[str]:
    """SQL to run after each migrate, with {role} for the application's role."""
    triggers = [
        FOLLOW_TRIGGER.format(table=f'"{target.table}"', column=target.column) for target in targets()
    ]
    return [*MERGE_FUNCTIONS, *triggers]
