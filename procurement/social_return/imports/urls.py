"""Routes of importing a contract register."""

from django.urls import path

from procurement.social_return.imports import views

urlpatterns = [
    path("", views.register_imports, name="register_imports"),
    path("voorbeeld/<str:kind>/", views.register_example, name="register_example"),
    path("<int:pk>/", views.register_import, name="register_import"),
    path("<int:pk>/verder/", views.register_import_go_on, name="register_import_go_on"),
    path("<int:pk>/fouten/", views.register_import_bad_rows, name="register_import_bad_rows"),
]
