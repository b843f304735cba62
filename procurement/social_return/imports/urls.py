"""Routes of importing a contract register."""

from django.urls import path

from procurement.social_return.imports import views

urlpatterns = [
    path("", views.register_imports, name="register_imports"),
    path("voorbeeld/<str:kind>/", views.register_example, name="register_example"),
    path("<int:pk>/", views.register_import, name="register_import"),
    path("<int:pk>/kolommen/", views.register_import_columns, name="register_import_columns"),
    path("<int:pk>/starten/", views.register_import_start, name="register_import_start"),
    path("<int:pk>/opnieuw/", views.register_import_check_again, name="register_import_check_again"),
    path("<int:pk>/weg/", views.register_import_discard, name="register_import_discard"),
    path("<int:pk>/fouten/", views.register_import_bad_rows, name="register_import_bad_rows"),
]
