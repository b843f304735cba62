"""The mail address of a case file: made when first needed, then always the same."""

from __future__ import annotations

import base64
import secrets

from django.conf import settings

from accounts.casefile.models import CaseFile
from accounts.conversation.models import MailAddress


def address_of(case_file: CaseFile) -> str:
    """The address to which answers about this case file go; "" when no mail comes in here."""
    if not settings.INBOX_DOMAIN:
        return ""
    found = MailAddress.objects.filter(case_file=case_file).first()
    if found is None:
        found, _made = MailAddress.objects.get_or_create(
            case_file=case_file, defaults={"municipality_id": case_file.municipality_id, "token": _token()}
        )
    return f"{case_file.municipality.slug[:36]}+{found.token}@{settings.INBOX_DOMAIN}"


def _token() -> str:
    """130 random bits in letters and digits that survive lower case."""
    return base64.b32encode(secrets.token_bytes(17)).decode("ascii").lower()[:26]
