"""How log-in behaves: no open sign-up, mail through the outbox, single sign-on only for known people."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from portal.kernel.people.sso import let_in

#: allauth's mails that have a text of our own.
MAIL_TEMPLATES = {
    "account/email/password_reset_key": "kernel/people/mail/password_reset",
    "account/email/password_changed": "kernel/people/mail/password_changed",
    "account/email/password_reset": "kernel/people/mail/password_changed",
    "account/email/password_set": "kernel/people/mail/password_changed",
    "mfa/email/totp_activated": "kernel/people/mail/factor_added",
    "mfa/email/totp_deactivated": "kernel/people/mail/factor_removed",
    "mfa/email/recovery_codes_generated": "kernel/people/mail/recovery_codes",
    "socialaccount/email/account_connected": "kernel/people/mail/sso_connected",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation or intake, never by signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail through the outbox, so it is stored with the change and survives a dead mail server."""
        from portal.kernel.outbox.actions import queue_mail

        keys = ("password_reset_url", "user", "ip", "user_agent", "timestamp")
        queue_mail(
            to=email,
            template=MAIL_TEMPLATES[template_prefix],
            context={key: context[key] for key in keys if key in context},
        )

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who logged in minutes ago need not type the password again to set up the second factor."""
        request = self.request
        records = get_authentication_records(request, request.user) if request is not None else []
        recently = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        if any(record.get("at", 0) > recently for record in records):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Municipal single sign-on lets in people who were invited before; others are told whom to ask."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        let_in(request, sociallogin)
