"""Routes of questions for organisers."""

from django.urls import path

from challenges.contests.audience import views

urlpatterns = [
    path("<int:pk>/vragen/", views.challenge_questions, name="challenge_questions"),
    path("vraag/<int:pk>/", views.challenge_question, name="challenge_question"),
]
