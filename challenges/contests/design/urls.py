"""Routes of the design, for organisers."""

from django.urls import path

from challenges.contests.design import views

urlpatterns = [
    path("", views.challenge_list, name="challenges"),
    path("nieuw/", views.challenge_new, name="challenge_new"),
    path("<int:pk>/", views.challenge, name="challenge"),
    path("<int:pk>/bewerken/", views.challenge_edit, name="challenge_edit"),
    path("<int:pk>/criteria/", views.challenge_criteria, name="challenge_criteria"),
    path("<int:pk>/voorbeeld/", views.challenge_preview, name="challenge_preview"),
    path("<int:pk>/openen/", views.challenge_launch, name="challenge_launch"),
    path("<int:pk>/afgelasten/", views.challenge_cancel, name="challenge_cancel"),
    path("fase/<int:pk>/", views.challenge_phase, name="challenge_phase"),
]
