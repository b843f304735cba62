"""How log-in behaves: no open sign-up, mail through the outbox, single sign-on only for known people."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation or intake, never by signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Municipal single sign-on lets in people who were invited before; others are told whom to ask."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
