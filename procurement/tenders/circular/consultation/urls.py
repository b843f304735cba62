"""Routes of everyone: the tenders, one of them, and its questions."""

from django.urls import path

from procurement.tenders.circular.consultation import views

_ONE = "<slug:municipality_slug>/<slug:slug>/"

urlpatterns = [
    path("<slug:municipality_slug>/", views.public_list, name="public_circulars"),
    path("<slug:municipality_slug>/sitemap.xml", views.public_sitemap, name="circular_sitemap"),
    path(_ONE, views.public_tender, name="public_circular"),
    path(f"{_ONE}vragen/", views.question_ask, name="circular_question_ask"),
    path(f"{_ONE}vraag/<str:token>/", views.question_confirm, name="circular_question_confirm"),
]
