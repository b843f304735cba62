"""Two people editing the same thing: the second is told, sees both versions, loses nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models

Versioned = TypeVar("Versioned", bound=models.Model)


@dataclass(frozen=True)
class FieldConflict:
    """One field as it is now and as this person wanted it."""

    label: str
    current: str
    attempted: str


class StaleVersionError(Exception):
    """The thing changed after this person opened it. `current` is the thing as it is now."""

    def __init__(self, current: Any) -> None:
        super().__init__(f"{current!r} changed meanwhile")
        self.current = current


def lock_version(instance: Versioned, version: int) -> Versioned:
    """Lock the row and return it fresh; raise StaleVersionError when its version is no longer `version`.

    The caller raises `version` by one when it saves.
    """
    manager: Any = type(instance)._default_manager
    current: Any = manager.select_for_update(of=("self",)).get(pk=instance.pk)
    if current.version != version:
        raise StaleVersionError(current)
    return current  # type: ignore[no-any-return]


def compare(current: models.Model, attempted: dict[str, Any], labels: dict[str, str]) -> list[FieldConflict]:
    """The fields in which what is there now differs from what this person wanted, in words."""
    found = []
    for name, value in attempted.items():
        now = getattr(current, name)
        if now != value:
            found.append(
                FieldConflict(
                    labels.get(name, name), show_value(current, name, now), show_value(current, name, value)
                )
            )
    return found


def show_value(instance: models.Model, name: str, value: Any) -> str:
    """A value of a field in words, for a comparison."""
    field = instance._meta.get_field(name)
    choices = dict(getattr(getattr(field, "base_field", field), "flatchoices", []) or [])
    if isinstance(value, list):
        return ", ".join(str(choices.get(item, item)) for item in value)
    if value is None:
        return ""
    return str(choices.get(value, value))
