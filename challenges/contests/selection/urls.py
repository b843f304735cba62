"""Routes of the selection, for organisers."""

from django.urls import path

from challenges.contests.selection import views

urlpatterns = [
    path("<int:pk>/inzendingen/", views.challenge_entries, name="challenge_entries"),
    path("<int:pk>/selectie/begin/", views.selection_start, name="selection_start"),
    path("<int:pk>/selectie/klaar/", views.selection_finish, name="selection_finish"),
    path("inzending/<int:pk>/", views.challenge_entry, name="challenge_entry"),
    path("inzending/bestand/<int:pk>/", views.challenge_entry_file, name="challenge_entry_file"),
]
