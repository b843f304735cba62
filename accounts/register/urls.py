"""Routes of the register. Those of the open data follow the NL API Design Rules: no trailing slash."""

from django.urls import path

from accounts.register import api, views
from accounts.register import manage_views as manage

API = "api/v1/gemeenten/<str:gemeente>/sociale-ondernemingen"

urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("register/<slug:municipality_slug>/", views.register, name="register"),
    path("register/<slug:municipality_slug>/sitemap.xml", views.register_sitemap, name="register_sitemap"),
    path("register/<slug:municipality_slug>/gegevens/", views.register_data, name="register_data"),
    path(
        "register/<slug:municipality_slug>/ondernemingen/<slug:slug>/",
        views.register_entry,
        name="register_entry",
    ),
    path("vermeldingen/<int:pk>/", manage.register_review, name="register_review"),
    path("mijn/register/<int:pk>/", manage.register_own, name="register_own"),
    path("mijn/register/<int:pk>/intrekken/", manage.register_withdraw, name="register_withdraw"),
    path("api/v1/openapi.json", api.api_openapi, name="api_openapi"),
    path(f"{API}", api.api_enterprises, name="api_enterprises"),
    path(f"{API}.csv", api.api_enterprises_csv, name="api_enterprises_csv"),
    path(f"{API}/<str:slug>", api.api_enterprise, name="api_enterprise"),
    path("api/v1/<path:rest>", api.api_not_found, name="api_not_found"),
]
