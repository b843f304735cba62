"""Routes of a juror: the token in the address is theirs."""

from django.urls import path

from challenges.contests.jury import juror_views as views

_JUROR = "<slug:municipality_slug>/<slug:slug>/jury/<str:token>/"

urlpatterns = [
    path(_JUROR, views.juror_home, name="juror_home"),
    path(f"{_JUROR}<int:number>/", views.juror_entry, name="juror_entry"),
    path(f"{_JUROR}<int:number>/belang/", views.juror_conflict, name="juror_conflict"),
    path(f"{_JUROR}<int:number>/bestand/<int:pk>/", views.juror_file, name="juror_file"),
]
