"""Routes of imports."""

from django.urls import path

from accounts.imports import views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("<int:pk>/", views.import_page, name="import"),
    path("<int:pk>/kolommen/", views.import_columns, name="import_columns"),
    path("<int:pk>/starten/", views.import_start, name="import_start"),
    path("<int:pk>/opnieuw/", views.import_check_again, name="import_check_again"),
    path("<int:pk>/weg/", views.import_discard, name="import_discard"),
    path("<int:pk>/fouten/", views.import_bad_rows, name="import_bad_rows"),
]
