"""Routes of the worklist."""

from django.urls import path

from accounts.worklist import views

urlpatterns = [path("", views.worklist, name="worklist")]
