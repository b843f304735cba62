"""The bare Django views the pages are compared with: one view, the same SQL by cursor, as many bytes, no template.

Twice: behind the site's own middleware (log-in, membership, scope, transaction), where only the view is bare; and
behind Django's default middleware, where the log-in's queries run by cursor too and nothing is checked at all.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.kernel.permissions import public, signed_in

DEFAULT_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
#: What the views run, the log-in's queries apart, and how many bytes they answer; set by `measure`.
log_in_statements: list[str] = []
statements: list[str] = []
size = 0


def _run(sql: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in sql:
            cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()


@signed_in("the same log-in as the page it is compared with")
def bare(request: HttpRequest) -> HttpResponse:
    """The page's own SQL; the middleware around it does the log-in."""
    _run(statements)
    return HttpResponse(b"x" * size)


@signed_in("shows which queries the log-in takes")
def empty(request: HttpRequest) -> HttpResponse:
    """Nothing at all: what remains is the middleware."""
    return HttpResponse(b"")


@public("runs behind Django's default middleware, which checks nothing")
def raw(request: HttpRequest) -> HttpResponse:
    """All of the SQL in one transaction."""
    with transaction.atomic():
        _run(log_in_statements + statements)
    return HttpResponse(b"x" * size)


urlpatterns = [path("bare/", bare), path("empty/", empty), path("raw/", raw)]
