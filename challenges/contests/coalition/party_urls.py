"""Routes of a party: the token in the address is theirs."""

from django.urls import path

from challenges.contests.coalition import party_views as views

_PARTY = "<slug:municipality_slug>/<slug:slug>/coalitie/<str:token>/"

urlpatterns = [
    path(_PARTY, views.coalition_party, name="coalition_party"),
    path(f"{_PARTY}antwoord/<int:pk>/", views.coalition_answer, name="coalition_answer"),
    path(f"{_PARTY}inbrengen/", views.coalition_offer, name="coalition_offer"),
    path(f"{_PARTY}akkoord/", views.coalition_agree, name="coalition_agree"),
    path(f"{_PARTY}weg/", views.coalition_leave, name="coalition_leave"),
]
