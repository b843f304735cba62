"""Filling in what the trade register knows, and telling the entrepreneur; whatever it answers, they go on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.intake.kvk import lookup


def fill_from_register(request: HttpRequest, clean: dict[str, Any]) -> dict[str, Any]:
    """Fill in what the trade register knows and the entrepreneur left empty."""
    if not clean["kvk_number"]:
        return clean
    answer = lookup(clean["kvk_number"])
    if not answer.available:
        messages.info(request, _("The trade register gives no answer now. You can simply go on."))
    elif answer.record is None:
        messages.info(
            request,
            _("We do not find this KVK number. Is it right? You can go on; we will check it with you."),
        )
    else:
        record = answer.record
        filled = {
            name: getattr(record, name)
            for name in ("legal_form", "street", "postcode", "city")
            if not clean[name]
        }
        messages.info(
            request,
            _(
                "Found in the trade register: %(name)s, %(city)s. Is that not you? Then change the number in step 1."
            )
            % {"name": record.name, "city": record.city},
        )
        return {**clean, **filled}
    return clean
