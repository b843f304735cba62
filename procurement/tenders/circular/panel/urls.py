"""Routes of a panel for buyers."""

from django.urls import path

from procurement.tenders.circular.panel import views

urlpatterns = [
    path("<int:pk>/panel/", views.panel, name="circular_panel"),
    path("<int:pk>/panel/uitnodigen/", views.invite, name="circular_panel_invite"),
    path("<int:pk>/panel/begin/", views.begin, name="circular_panel_open"),
    path("<int:pk>/panel/herinneren/", views.remind, name="circular_panel_remind"),
    path("<int:pk>/panel/sluiten/", views.close, name="circular_panel_close"),
    path("panellid/<int:pk>/", views.member, name="circular_panel_member"),
    path("inschrijving/<int:pk>/terzijde/", views.set_aside, name="circular_set_aside"),
]
