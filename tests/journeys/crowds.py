"""Many people at once against the running server: sessions made beforehand, requests over HTTP like a browser's."""

from __future__ import annotations

import os
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.cookiejar import Cookie, CookieJar
from typing import Any

from tests.journeys.stack import Stack

TOKEN = "a" * 32

#: The whole crowd the issues ask for takes minutes on two cores: `IMPACTLOKET_CROWD=full` before a release. A daily run
#: sends a quarter of it, to the same pages with the same checks.
FULL = os.environ.get("IMPACTLOKET_CROWD") == "full"


def crowd(number: int) -> int:
    """How many of `number` people take part in this run."""
    return number if FULL else number // 4


#: What scripts in the stack start with: a session of someone, and where the answer goes.
OPENING = """
import json
from importlib import import_module
from django.conf import settings
from portal.kernel.models import Membership, Municipality, Person
from portal.kernel.tenancy.scope import scoped
home = Municipality.objects.get(slug="vechtstede")

def logged_in(person):
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session.save()
    return session.session_key

def colleague(number, name, roles, domains):
    person = Person.objects.create_user(f"{name.lower()}{number}@voorbeeld.example", name=f"{name} {number}")
    with scoped([home.pk]):
        Membership.objects.create(person=person, municipality=home, roles=roles, domains=domains)
    return person
"""


def told(stack: Stack, script: str, **given: Any) -> Any:
    """Run `script` in the stack; it leaves what it has to tell in `answer`."""
    names = "\n".join(f"{name} = {value!r}" for name, value in given.items())
    return stack.tell(f"{OPENING}\n{names}\n{script}")


@dataclass(frozen=True)
class Answer:
    """What came back in the end, after redirects."""

    who: str
    path: str
    status: int
    text: str
    seconds: float


class Visitor:
    """Someone who is logged in already."""

    def __init__(self, stack: Stack, session: str) -> None:
        self.stack, self.session = stack, session
        self.cookies = CookieJar()
        for name, value in (("sessionid", session), ("csrftoken", TOKEN)):
            self.cookies.set_cookie(_cookie(name, value))
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def post(self, path: str, data: Sequence[tuple[str, str]]) -> Answer:
        """Send a form as a browser does, and follow where it leads."""
        body = urllib.parse.urlencode([("csrfmiddlewaretoken", TOKEN), *data]).encode()
        request = urllib.request.Request(f"{self.stack.url}{path}", body, {"Referer": self.stack.url})
        began = time.monotonic()
        try:
            with self.opener.open(request, timeout=120) as answer:
                status, text = answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read().decode()
        return Answer(self.session, path, status, text, time.monotonic() - began)


def _cookie(name: str, value: str) -> Cookie:
    """A cookie of the running server, until the test ends."""
    return Cookie(
        version=0, name=name, value=value, port=None, port_specified=False, domain="127.0.0.1",
        domain_specified=False, domain_initial_dot=False, path="/", path_specified=True, secure=False,
        expires=None, discard=True, comment=None, comment_url=None, rest={},
    )  # fmt: skip


def all_at_once(tasks: Sequence[Callable[[], list[Answer]]]) -> list[Answer]:
    """Every task in a thread of its own, all let go at the same moment; what they answered."""
    barrier = threading.Barrier(len(tasks))
    answers: list[Answer] = []

    def go(task: Callable[[], list[Answer]]) -> None:
        barrier.wait()
        answers.extend(task())

    threads = [threading.Thread(target=go, args=[task]) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def report(name: str, answers: Sequence[Answer], seconds: float) -> None:
    """What was measured, to read with `-s`."""
    times = sorted(answer.seconds for answer in answers)
    half, slowest = times[len(times) // 2], times[-1]
    sys.stdout.write(
        f"\n{name}: {len(answers)} requests in {seconds:.1f} s, half within {half:.1f} s, slowest {slowest:.1f} s\n"
    )
