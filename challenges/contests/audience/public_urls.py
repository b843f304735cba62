"""Public routes of who asks and who follows."""

from django.urls import path

from challenges.contests.audience import public_views as views

_PLACE = "<slug:municipality_slug>/<slug:slug>/"

urlpatterns = [
    path(f"{_PLACE}vragen/", views.challenge_ask, name="challenge_ask"),
    path(f"{_PLACE}vragen/<str:token>/", views.challenge_question_mine, name="challenge_question_mine"),
    path(f"{_PLACE}volgen/", views.challenge_follow, name="challenge_follow"),
    path(f"{_PLACE}volgen/<str:token>/", views.challenge_follower, name="challenge_follower"),
]
