"""Tokens in mailed links. Log-in tokens are django-sesame's; invitation tokens are random and kept as a hash."""

from __future__ import annotations

import hashlib
import secrets

import sesame.utils
from django.conf import settings

from portal.kernel.people.models import Person

LINK_MINUTES = settings.SESAME_MAX_AGE // 60
#: Keeps a log-in token from being used for anything else that sesame may sign later.
LOGIN_SCOPE = "login"


def make_login_token(person: Person) -> str:
    """A token that works once: any log-in of the person makes earlier tokens invalid."""
    return str(sesame.utils.get_token(person, scope=LOGIN_SCOPE))


def person_of_login_token(token: str) -> Person | None:
    """The active person this token logs in, or None when it is expired, used or not ours. Does not use it up."""
    person = sesame.utils.get_user(token, scope=LOGIN_SCOPE, update_last_login=False)
    return person if isinstance(person, Person) else None


def new_invitation_token() -> tuple[str, str]:
    """(token for the mail, hash for the database)."""
    token = secrets.token_urlsafe(32)
    return token, hash_token(token)


def hash_token(token: str) -> str:
    """The hash an invitation is found by."""
    return hashlib.sha256(token.encode()).hexdigest()
