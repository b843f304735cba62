"""The bare Django view the pages are compared with: Django's own default middleware, one view, the same SQL."""

from __future__ import annotations

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
#: What the view runs and how many bytes it answers; set by `measure`.
statements: list[str] = []
size = 0


def bare(request: HttpRequest) -> HttpResponse:
    """Run the SQL in one transaction, fetch all of it, answer as many bytes as the page does."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()
    return HttpResponse(b"x" * size)


urlpatterns = [path("bare/", bare)]
