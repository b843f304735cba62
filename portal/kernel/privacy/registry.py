"""What chapters tell about their data: how a model is handled, whom one asks about, what expires, what is processed.

The kernel knows no chapter: it walks the model registry (`walk.py`) and asks here. What is not declared is exported
and removed with its owner, which is the safe side; a test refuses models that are not declared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

Text = str | Promise

#: What happens with the rows of a model that belong to a subject.
REMOVE, KEEP, UNLINK, NOTHING = "remove", "keep", "unlink", "nothing"


@dataclass(frozen=True)
class Handling:
    """How the rows of one model are handled.

    `processing` is the code of its entry in the register of processing, where purpose, legal basis and term stand.
    `removal`: REMOVE goes with its owner; KEEP stays without names until the term of `keep_rule`, counted from the
    field (or path) `keep_from`, has passed; UNLINK stays and loses its link; NOTHING holds nothing personal. `why` says
    why something stays or holds nothing. `owner` names the foreign keys that own a row, where the required ones are not
    it. `about` names foreign keys to a person that say whom the row is about: it is in that person's export and goes
    with the person. `by` names those that say who wrote it: it is in the export, and stays where it belongs. Others
    only say who did something at work. `leave_out` are fields that are not exported (secrets); `private` rows
    are exported only when the officer says that the request covers private notes. `faceless(pks, name)`
    makes rows that are kept unrecognisable: texts are searched by themselves, so it is for what a search cannot find.
    `stand_in(pk, name)` makes a row without a face, on which what is kept of this one hangs from then on; the row
    itself goes, so that the database refuses whatever somebody else hangs on it in the same moment.
    `after(municipality id)` is called once when rows of the model were removed, in the same transaction.
    """

    model: str
    removal: str = REMOVE
    processing: str = ""
    why: Text = ""
    about: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    keep_rule: str = ""
    keep_from: str = ""
    leave_out: tuple[str, ...] = ()
    private: bool = False
    faceless: Callable[[list[Any], str], None] | None = None
    stand_in: Callable[[Any, str], Any] | None = None
    after: Callable[[int], None] | None = None


@dataclass(frozen=True)
class Subject:
    """Someone or something one can ask everything about. `root` is the model everything hangs on.

    `find(text)` gives (pk, label, hint) to choose from; `describe(pk)` a label or None; `terms(pk)` names, addresses
    and numbers to look for in texts; `people(pk)` ids of accounts that go with it; `more(pk)` rows that belong to it
    without a foreign key, as {model label: pks}; `blocked(pk)` reasons why it cannot be removed now; `last(pk)` rows
    removed after the root. Other chapters add to a subject with `add_to_subject`.
    """

    code: str
    label: Text
    removed_label: Text
    root: str
    find: Callable[[str], list[tuple[str, str, str]]]
    describe: Callable[[str], str | None]
    terms: Callable[[str], list[str]]
    people: Callable[[str], list[int]] = lambda pk: []
    more: Callable[[str], dict[str, list[Any]]] = lambda pk: {}
    blocked: Callable[[str], list[str]] = lambda pk: []
    last: Callable[[str], dict[str, list[Any]]] = lambda pk: {}


@dataclass(frozen=True)
class Addition:
    """What a chapter adds to a subject of another: more words to look for, and reasons why it cannot go now."""

    terms: Callable[[str], list[str]] = lambda pk: []
    blocked: Callable[[str], list[str]] = lambda pk: []


@dataclass(frozen=True)
class RetentionKind:
    """Something that expires: `months` is the default term. `rows(before)` are the expired rows, oldest first.

    With a `subject` each row is a subject that goes with everything it has; else the rows go by themselves. `also`
    gives, for a set of rows, others that go with them, as {model label: pks}.
    """

    code: str
    label: Text
    what: Text
    months: int
    source: Text
    rows: Callable[[dt.datetime], models.QuerySet[Any]] | None = None
    when: str = ""
    subject: str = ""
    describe: Callable[[Any], str] = str
    also: Callable[[list[Any]], dict[str, list[Any]]] = lambda pks: {}
    #: History rows live in many tables; this kind is worked out in the background.
    history: bool = False


@dataclass(frozen=True)
class ProcessingDefault:
    """What an instrument processes, as a first text for the register of processing. Dutch, as the register is."""

    code: str
    name: str
    purpose: str
    legal_basis: str
    people: str
    data: str
    recipients: str
    retention: str
    measures: str
    processor: str = ""
    legal_basis_economy: str = ""
    legal_basis_work: str = ""
    legal_basis_care: str = ""


@dataclass
class _Registry:
    handlings: dict[str, Handling] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    additions: dict[str, list[Addition]] = field(default_factory=dict)
    kinds: dict[str, RetentionKind] = field(default_factory=dict)
    processings: dict[str, ProcessingDefault] = field(default_factory=dict)
    own_files: list[Callable[[Sequence[int]], dict[int, set[str]]]] = field(default_factory=list)
    read_kinds: dict[str, Text] = field(default_factory=dict)


_registry = _Registry()


def _add(where: dict[str, Any], key: str, value: Any) -> None:
    if key in where:
        raise ValueError(f"{key!r} is registered twice with the privacy officer's desk")
    where[key] = value


def declare(model: str, removal: str = REMOVE, **how: Any) -> None:
    """Say how the rows of a model are handled; twice fails loudly."""
    _add(_registry.handlings, model.lower(), Handling(model.lower(), removal, **how))


def declare_all(models_of_one_kind: str, removal: str = REMOVE, **how: Any) -> None:
    """The same for several models, given as "app.Model app.Other"."""
    for model in models_of_one_kind.split():
        declare(model, removal, **how)


def handling(model: type[models.Model]) -> Handling:
    """How a model is handled; undeclared models are exported and removed with their owner."""
    label = model._meta.label_lower
    return _registry.handlings.get(label, Handling(label))


def is_declared(model: type[models.Model]) -> bool:
    """A chapter said how this model is handled."""
    return model._meta.label_lower in _registry.handlings


def declared() -> list[Handling]:
    """All declarations, also of models that are not there."""
    return list(_registry.handlings.values())


def register_subject(subject: Subject) -> None:
    """Add a kind of subject."""
    _add(_registry.subjects, subject.code, subject)


def subject_of(code: str) -> Subject:
    """The kind of subject; KeyError when unknown."""
    return _registry.subjects[code]


def subjects() -> list[Subject]:
    """All kinds of subjects."""
    return list(_registry.subjects.values())


def add_to_subject(code: str, addition: Addition) -> None:
    """Let a chapter add to a kind of subject, also before that kind is registered."""
    _registry.additions.setdefault(code, []).append(addition)


def terms_of(subject: Subject, pk: str) -> list[str]:
    """Names, addresses and numbers of one subject, of all chapters."""
    found = list(subject.terms(pk))
    for addition in _registry.additions.get(subject.code, []):
        found += addition.terms(pk)
    return found


def reasons_to_keep(subject: Subject, pk: str) -> list[str]:
    """Why one subject cannot be removed now, of all chapters; empty when it can."""
    found = list(subject.blocked(pk))
    for addition in _registry.additions.get(subject.code, []):
        found += addition.blocked(pk)
    return found


def roots() -> list[type[models.Model]]:
    """The models subjects hang on."""
    return [apps.get_model(subject.root) for subject in subjects()]


def register_retention(kind: RetentionKind) -> None:
    """Add something that expires."""
    _add(_registry.kinds, kind.code, kind)


def retention_kinds() -> list[RetentionKind]:
    """All kinds of things that expire."""
    return list(_registry.kinds.values())


def retention_kind(code: str) -> RetentionKind:
    """One kind; KeyError when unknown."""
    return _registry.kinds[code]


def register_processing(default: ProcessingDefault) -> None:
    """Add what an instrument processes."""
    _add(_registry.processings, default.code, default)


def processing_defaults() -> list[ProcessingDefault]:
    """What all instruments process."""
    return list(_registry.processings.values())


def register_own_files(provider: Callable[[Sequence[int]], dict[int, set[str]]]) -> None:
    """Let a chapter say which subjects are people's own work: {person id: ids as in the read log}."""
    _registry.own_files.append(provider)


def own_files(people: Sequence[int]) -> dict[int, set[str]]:
    """Which subjects are people's own work."""
    found: dict[int, set[str]] = {person: set() for person in people}
    for provider in _registry.own_files:
        for person, ids in provider(people).items():
            found.setdefault(person, set()).update(ids)
    return found


def register_read_kind(code: str, label: Text) -> None:
    """Name a kind of sensitive read."""
    _add(_registry.read_kinds, code, label)


def read_kinds() -> dict[str, str]:
    """Kinds of sensitive reads with their names."""
    return {code: str(label) for code, label in _registry.read_kinds.items()}
