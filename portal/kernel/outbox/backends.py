"""Mail backends of our own."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from portal.kernel.outbox.actions import queue_raw_mail


class ReadableBackend(BaseEmailBackend):
    """Embedded mode: nothing leaves the machine; every mail is readable in the browser, in the outbox."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return len(email_messages)


class OutboxBackend(BaseEmailBackend):
    """For libraries that mail by themselves (allauth): puts their mail in the outbox."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for address in message.to:
                queue_raw_mail(to=address, subject=str(message.subject), text=str(message.body))
        return len(email_messages)
