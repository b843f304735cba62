"""Public routes of challenges."""

from django.urls import path

from challenges.contests.public import views

urlpatterns = [
    path("<slug:municipality_slug>/", views.public_challenges, name="public_challenges"),
    path("<slug:municipality_slug>/<slug:slug>/", views.public_challenge, name="public_challenge"),
    path(
        "<slug:municipality_slug>/<slug:slug>/agenda.ics",
        views.public_challenge_feed,
        name="public_challenge_feed",
    ),
    path(
        "<slug:municipality_slug>/<slug:slug>/nieuws.atom",
        views.public_challenge_news,
        name="public_challenge_news",
    ),
]
