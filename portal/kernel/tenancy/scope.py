"""Whose rows may this code see? The one place that answers it.

A *scope* names the municipalities, the domains and the person on whose behalf code runs. It lives in a
context variable (read by the scoped managers, `querysets.py`) and, transaction-local, in three PostgreSQL
settings (read by the row-level security policies, `security.py`). Transaction-local settings end with the
transaction, so a connection that is pooled and reused for another municipality carries nothing over.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction


class NoScopeError(RuntimeError):
    """Tenant rows were asked for outside any scope: a programming error, never shown as an empty list."""


@dataclass(frozen=True)
class Scope:
    """Municipality ids, domain codes and person id; empty tuples mean nothing may be seen."""

    municipalities: tuple[int, ...] = ()
    domains: tuple[str, ...] = ()
    person: int | None = None


_current: ContextVar[Scope | None] = ContextVar("impactloket_scope", default=None)
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("impactloket_kept", default=None)


def current_scope() -> Scope:
    """The scope in force; raises NoScopeError outside any."""
    scope = _current.get()
    if scope is None:
        raise NoScopeError("Tenant data was used outside a scope; wrap the code in scoped(...).")
    return scope


def keep_in_scope(key: Hashable, make: Callable[[], Any]) -> Any:
    """What `make` gives, asked once per scope: for small things that one request or task reads again and again."""
    kept = _kept.get()
    if kept is None:
        return make()
    if key not in kept:
        kept[key] = make()
    return kept[key]


def forget_kept() -> None:
    """Throw away what `keep_in_scope` holds, after changing something it may hold."""
    kept = _kept.get()
    if kept is not None:
        kept.clear()


def _tell_database(scope: Scope | None) -> None:
    scope = scope or Scope()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('impactloket.municipalities', %s, true),"
            " set_config('impactloket.domains', %s, true),"
            " set_config('impactloket.person', %s, true)",
            [
                ",".join(str(pk) for pk in scope.municipalities),
                ",".join(scope.domains),
                "" if scope.person is None else str(scope.person),
            ],
        )


@contextmanager
def scoped(
    municipalities: Iterable[int] = (), *, domains: Iterable[str] = (), person: int | None = None
) -> Iterator[Scope]:
    """Run the block, in one transaction, for exactly these municipalities, domains and person.

    Scopes nest; the inner one replaces the outer one until it ends.
    """
    scope = Scope(tuple(sorted(set(municipalities))), tuple(sorted(set(domains))), person)
    outer = _current.get()
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        _tell_database(scope)
        token, kept = _current.set(scope), _kept.set({})
        try:
            yield scope
        except BaseException:
            _current.reset(token)  # the roll-back restores the database's settings
            _kept.reset(kept)
            raise
        _current.reset(token)
        _kept.reset(kept)
        if not outermost and not connection.needs_rollback:  # else the commit ends the settings
            _tell_database(outer)


@contextmanager
def scoped_to_all(reason: str) -> Iterator[Scope]:
    """Run the block for every municipality of the installation, for system work such as sweeps.

    `reason` says why; private notes of domains stay out of sight.
    """
    assert reason, "say why this crosses municipalities"
    from portal.kernel.people.models import Municipality

    with scoped(Municipality.objects.values_list("pk", flat=True)) as scope:
        yield scope
