"""Routes of absences."""

from django.urls import path

from accounts.absence import views

urlpatterns = [
    path("", views.absences, name="absences"),
    path("<int:pk>/terug/", views.absence_end, name="absence_end"),
]
