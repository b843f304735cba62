"""Routes of the dashboards."""

from django.urls import path

from portal.dashboards import views

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("pdf/", views.dashboard_pdf, name="dashboard_pdf"),
]
