"""What a person may open. `{% load access %}`."""

from __future__ import annotations

from django import template
from django.http import HttpRequest

from portal.kernel.permissions import may_open

register = template.Library()


@register.filter
def opens(request: HttpRequest, address: str) -> bool:
    """`{% if request|opens:entry.url %}`: a link that would be refused is not made a link."""
    return may_open(request, address)
