"""Routes of a panel member: the token in the address is theirs."""

from django.urls import path

from procurement.tenders.circular.panel import member_views as views

_MEMBER = "<slug:municipality_slug>/<slug:slug>/panel/<str:token>/"

urlpatterns = [
    path(_MEMBER, views.home, name="circular_panel_home"),
    path(f"{_MEMBER}vastzetten/", views.hand_in, name="circular_panel_hand_in"),
    path(f"{_MEMBER}<int:number>/", views.submission, name="circular_panel_submission"),
    path(f"{_MEMBER}<int:number>/belang/", views.conflict, name="circular_panel_conflict"),
    path(f"{_MEMBER}<int:number>/bestand/<int:pk>/", views.file, name="circular_panel_file"),
]
