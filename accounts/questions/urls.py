"""Routes of questions."""

from django.urls import path

from accounts.questions import views

urlpatterns = [
    path("", views.questions, name="questions"),
    path("nieuw/", views.question_new, name="question_new"),
    path("<int:pk>/", views.question, name="question"),
    path("<int:pk>/doorzetten/", views.question_route, name="question_route"),
    path("<int:pk>/antwoord/", views.question_answer, name="question_answer"),
    path("bijdrage/<int:pk>/oppakken/", views.route_take, name="route_take"),
    path("bijdrage/<int:pk>/", views.route_answer, name="route_answer"),
]
