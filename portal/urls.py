"""All routes. Chapters bring their own urls.py; every view names its permission."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portal.health")),
    path("", include("portal.kernel.people.urls")),
]
