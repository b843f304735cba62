"""A chapter's instruments find their own place: one module name each, looked for in every sub-package.

So a new instrument is a new folder, and no list in the chapter has to know it.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType


def modules(chapter: str, name: str) -> list[ModuleType]:
    """The modules called `name` of the sub-packages of a chapter, in alphabetical order of the instrument.

    A large instrument is a folder of parts: its own module comes first, then those of its parts.
    """
    found = []
    for package in sorted(pkgutil.iter_modules(import_module(chapter).__path__), key=lambda item: item.name):
        if not package.ispkg or package.name in {"migrations", "management"}:
            continue
        path = f"{chapter}.{package.name}"
        if find_spec(f"{path}.{name}") is not None:
            found.append(import_module(f"{path}.{name}"))
        found += modules(path, name)
    return found
