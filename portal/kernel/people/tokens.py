"""Tokens in mailed links: django-sesame's to log in, random ones to join, and ones that can be made again.

Of the last two only the hash is kept.
"""

from __future__ import annotations

import base64
import hashlib
import secrets

import sesame.utils
from django.conf import settings
from django.utils.crypto import salted_hmac

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


def link_token(use: str, seed: object) -> str:
    """The token of a mailed link, made from a seed and the site's secret: mailed again it is the same link.

    `use` names what it opens, so that a seed that is used twice gives two tokens. The database alone opens nothing.
    """
    digest = salted_hmac(use, str(seed), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hash_token(token: str) -> str:
    """The hash an invitation is found by."""
    return hashlib.sha256(token.encode()).hexdigest()
