"""Public routes of entries."""

from django.urls import path

from challenges.contests.entries import views

_ENTRY = "<slug:municipality_slug>/<slug:slug>/inzending/<str:token>/"

urlpatterns = [
    path("<slug:municipality_slug>/<slug:slug>/meedoen/", views.entry_start, name="entry_start"),
    path(_ENTRY, views.entry, name="entry"),
    path(f"{_ENTRY}schrijver/", views.entry_author_add, name="entry_author_add"),
    path(f"{_ENTRY}bestand/", views.entry_file_add, name="entry_file_add"),
    path(f"{_ENTRY}bestand/<int:pk>/weg/", views.entry_file_remove, name="entry_file_remove"),
    path(f"{_ENTRY}intrekken/", views.entry_withdraw, name="entry_withdraw"),
]
