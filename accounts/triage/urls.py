"""Routes of triage."""

from django.urls import path

from accounts.triage import views

urlpatterns = [
    path("", views.triage_list, name="triage_list"),
    path("<uuid:pk>/", views.triage, name="triage"),
    path("bijlagen/<int:pk>/", views.triage_attachment, name="triage_attachment"),
]
