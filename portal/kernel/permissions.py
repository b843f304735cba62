"""Who may do what, and why not. Default deny.

A permission is a name with one or more conditions, each a `rules` predicate on (actor, object) with the
reason to tell when it fails. A view names its permission with `@permission`, `@permission_or_own`, `@public` or
`@signed_in`; the tenancy middleware refuses views that name none. Check objects in the view with
`check(request, name, obj)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import rules
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.kernel.people.models import Membership, Municipality, Person

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Actor:
    """Who acts: a person (None: anonymous) and, for staff, the membership they act under."""

    person: Person | None = None
    membership: Membership | None = None

    @property
    def municipality(self) -> Municipality | None:
        """The municipality a member of staff works for."""
        return self.membership.municipality if self.membership else None

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(self.membership.roles) if self.membership else ()

    @property
    def domains(self) -> tuple[str, ...]:
        return tuple(self.membership.domains) if self.membership else ()


@dataclass(frozen=True)
class Verdict:
    """The answer to "may this actor do this?", with the reason when not."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True)
class ViewPermission:
    """What a view requires. `kind` is "public", "signed_in", "permission" or "permission_or_own"."""

    kind: str
    name: str = ""
    reason: str = ""


Condition = tuple[rules.predicates.Predicate, str | Promise]
_permissions: dict[str, tuple[Condition, ...]] = {}


def declare(name: str, *conditions: Condition) -> None:
    """Declare permission `name`: all conditions must hold. A second declaration fails loudly."""
    if name in _permissions:
        raise ValueError(f"permission {name!r} is declared twice")
    if not conditions:
        raise ValueError(f"permission {name!r} has no condition; use @public for what everyone may see")
    _permissions[name] = conditions


def declared() -> tuple[str, ...]:
    """The names of all permissions."""
    return tuple(sorted(_permissions))


def verdict(actor: Actor, name: str, obj: object = None) -> Verdict:
    """Decide; an undeclared permission is denied."""
    conditions = _permissions.get(name)
    if conditions is None:
        return Verdict(False, _("This permission does not exist."))
    for predicate, reason in conditions:
        if not predicate.test(actor, obj):
            return Verdict(False, str(reason))
    return Verdict(True)


def may_open(request: HttpRequest, address: str) -> bool:
    """Whether a link to one of our pages leads this person anywhere: the permission of the page, not of its object."""
    try:
        view = resolve(address.partition("?")[0].partition("#")[0]).func
    except Resolver404:
        return False
    required = required_of(view)
    return required is None or required.kind != "permission" or allowed(request, required.name)


def allowed(request: HttpRequest, name: str, obj: object = None) -> bool:
    """True when the person of this request may do `name` (to `obj`)."""
    return verdict(actor_of(request), name, obj).allowed


def check(request: HttpRequest, name: str, obj: object = None) -> None:
    """Raise PermissionDenied, with the reason, unless allowed."""
    answer = verdict(actor_of(request), name, obj)
    if not answer:
        raise PermissionDenied(answer.reason)


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request; anonymous before the middleware ran."""
    return getattr(request, "actor", Actor())


def permission(name: str) -> Callable[[View], View]:
    """Name the permission a view requires; the middleware checks it without an object first."""

    def mark(view: View) -> View:
        view.required = ViewPermission("permission", name=name)  # type: ignore[attr-defined]
        return view

    return mark


def permission_or_own(name: str, reason: str) -> Callable[[View], View]:
    """One view for two sides: staff need permission `name`; others see their own things only, as `reason` says."""

    def mark(view: View) -> View:
        view.required = ViewPermission("permission_or_own", name=name, reason=reason)  # type: ignore[attr-defined]
        return view

    return mark


def public(reason: str) -> Callable[[View], View]:
    """Mark a view as open to everyone, saying why."""

    def mark(view: View) -> View:
        view.required = ViewPermission("public", reason=reason)  # type: ignore[attr-defined]
        return view

    return mark


def signed_in(reason: str) -> Callable[[View], View]:
    """Mark a view as open to every person with an account, saying why; it scopes to their own things."""

    def mark(view: View) -> View:
        view.required = ViewPermission("signed_in", reason=reason)  # type: ignore[attr-defined]
        return view

    return mark


def required_of(view: Any) -> ViewPermission | None:
    """The requirement a (decorated, class-based or plain) view names, or None."""
    for candidate in (view, getattr(view, "view_class", None)):
        found = getattr(candidate, "required", None)
        if isinstance(found, ViewPermission):
            return found
    if getattr(view, "__module__", "").startswith(("allauth.", "django.views.static", "django.views.i18n")):
        return ViewPermission("public", reason="log-in pages guard themselves")
    return None
