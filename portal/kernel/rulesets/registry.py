"""Kinds of rule sets: chapters register what they call rules, their default, and how to check and edit them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise


@dataclass(frozen=True)
class Start:
    """Ready-made rules to start from, with where they come from."""

    code: str
    label: str
    source: str
    data: dict[str, Any]


@dataclass(frozen=True)
class RuleKind:
    """One kind. `form` is a plain form with `load(data) -> initial` and `dump() -> data`.

    `preview` says, for the data as they are and as they would become, what the change does to new cases; its template
    gets the answer as `preview`.
    """

    code: str
    label: str | Promise
    help_text: str | Promise
    default: dict[str, Any]
    default_source: str
    form: Callable[[], type[forms.Form]]
    template: str = "kernel/rulesets/_form.html"
    starts: tuple[Start, ...] = ()
    preview: Callable[[dict[str, Any], dict[str, Any]], Any] | None = None
    preview_template: str = ""


_kinds: dict[str, RuleKind] = {}


def register_kind(kind: RuleKind) -> None:
    """Add a kind; a second one with the same code fails loudly."""
    if kind.code in _kinds:
        raise ValueError(f"rule-set kind {kind.code!r} is registered twice")
    _kinds[kind.code] = kind


def kind(code: str) -> RuleKind:
    """The kind with this code; KeyError when nobody registered it."""
    return _kinds[code]


def kinds() -> list[RuleKind]:
    """All kinds, by label."""
    return sorted(_kinds.values(), key=lambda kind: str(kind.label))
