"""Routes of the entrepreneur's own pages."""

from django.urls import path

from accounts.self_service import views

urlpatterns = [
    path("", views.my_overview, name="my_overview"),
    path("onderneming/<int:pk>/", views.my_case_file, name="my_case_file"),
    path("onderneming/<int:pk>/vraag/", views.my_question_ask, name="my_question_ask"),
    path("onderneming/<int:pk>/document/", views.my_document_add, name="my_document_add"),
    path("vragen/<int:pk>/", views.my_question, name="my_question"),
    path("vragen/<int:pk>/intrekken/", views.my_question_withdraw, name="my_question_withdraw"),
    path("taken/<int:pk>/klaar/", views.my_task_done, name="my_task_done"),
    path("documenten/<int:pk>/", views.my_document, name="my_document"),
]
