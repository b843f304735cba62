"""A limit on how often one address may post a form: `@limit("login_link", "5/15m")`."""

from __future__ import annotations

import functools
import hashlib
import re
import time
from collections.abc import Callable
from typing import Any, TypeVar

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = TypeVar("View", bound=Callable[..., Any])

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def parse_rate(rate: str) -> tuple[int, int]:
    """`"5/15m"` means five times in fifteen minutes: (5, 900)."""
    match = re.fullmatch(r"(\d+)/(\d*)([smhd])", rate)
    if match is None:
        raise ValueError(f"not a rate: {rate!r}; write it like 5/15m")
    return int(match[1]), int(match[2] or 1) * _SECONDS[match[3]]


def exceeded(key: str, who: str, rate: str) -> bool:
    """Count one use of `key` by `who`; True when that is one too many in the current window."""
    amount, period = parse_rate(rate)
    window = int(time.time()) // period
    digest = hashlib.sha256(who.encode()).hexdigest()[:32]
    name = f"limit:{key}:{window}:{digest}"
    cache.add(name, 0, timeout=period)
    try:
        used = cache.incr(name)
        cache.touch(name, period)  # some back ends forget the time-out when they count
    except ValueError:  # the window ended between the two calls
        return False
    return used > amount


def limit(
    key: str, rate: str, *, methods: tuple[str, ...] = ("POST",), field: str = ""
) -> Callable[[View], View]:
    """Answer with a kind page (429) when one internet address uses the view's `methods` more often than `rate`.

    With `field` the value of that form field is limited too, so one mailbox cannot be flooded from many places.
    """
    parse_rate(rate)

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in methods:
                asked = [f"ip:{get_adapter().get_client_ip(request)}"]
                if field and request.POST.get(field):
                    asked.append(f"{field}:{request.POST[field].strip().lower()}")
                counted = [
                    exceeded(key, who, rate) for who in asked
                ]  # count all, also when the first is over
                if any(counted):
                    return too_many(request, rate)
            response: HttpResponse = view(request, *args, **kwargs)
            return response

        return limited  # type: ignore[return-value]

    return decorate


def too_many(request: HttpRequest, rate: str) -> HttpResponse:
    """The page that says to wait, and how long."""
    _amount, period = parse_rate(rate)
    response = render(request, "kernel/people/too_many.html", {"minutes": max(1, period // 60)}, status=429)
    response["Retry-After"] = str(period)
    return response
