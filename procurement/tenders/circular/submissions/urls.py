"""Routes of who takes part: the token in the address is theirs."""

from django.urls import path

from procurement.tenders.circular.submissions import views

_TENDER = "<slug:municipality_slug>/<slug:slug>/"
_ONE = f"{_TENDER}inschrijving/<str:token>/"

urlpatterns = [
    path(f"{_TENDER}meedoen/", views.begin, name="circular_begin"),
    path(_ONE, views.submission, name="circular_submission"),
    path(f"{_ONE}bestand/", views.file_add, name="circular_file_add"),
    path(f"{_ONE}bestand/<int:pk>/", views.file, name="circular_file"),
    path(f"{_ONE}bestand/<int:pk>/weg/", views.file_remove, name="circular_file_remove"),
    path(f"{_ONE}brief.pdf", views.letter, name="circular_own_letter"),
    path(f"{_ONE}intrekken/", views.turn, name="circular_turn"),
]
