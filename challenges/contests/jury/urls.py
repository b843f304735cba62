"""Routes of a jury for organisers."""

from django.urls import path

from challenges.contests.jury import views

urlpatterns = [
    path("<int:pk>/jury/", views.jury, name="jury"),
    path("<int:pk>/jury/uitnodigen/", views.jury_invite, name="jury_invite"),
    path("<int:pk>/jury/begin/", views.jury_open, name="jury_open"),
    path("<int:pk>/jury/herinneren/", views.jury_remind, name="jury_remind"),
    path("<int:pk>/jury/sluiten/", views.jury_close, name="jury_close"),
    path("<int:pk>/jury/verdelen/", views.jury_decide, name="jury_decide"),
    path("<int:pk>/jury/verslag.pdf", views.jury_report, name="jury_report"),
    path("jurylid/<int:pk>/", views.juror, name="juror"),
]
