"""Routes of splitting."""

from django.urls import path

from accounts.splitting import views

urlpatterns = [
    path("dossier/<int:pk>/", views.split_case_file, name="split_case_file"),
    path("<int:pk>/", views.split, name="split"),
    path("<int:pk>/terugdraaien/", views.split_undo, name="split_undo"),
]
