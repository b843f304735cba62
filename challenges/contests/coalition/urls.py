"""Routes of coalitions for organisers."""

from django.urls import path

from challenges.contests.coalition import plan_views, views

urlpatterns = [
    path("<int:pk>/coalitie/", views.coalition, name="coalition"),
    path("<int:pk>/coalitie/rol/", views.coalition_role_add, name="coalition_role_add"),
    path("<int:pk>/coalitie/partij/", views.coalition_party_add, name="coalition_party_add"),
    path("<int:pk>/coalitie/deelnemers/", views.coalition_seat, name="coalition_seat"),
    path("<int:pk>/coalitie/plan/", plan_views.coalition_plan, name="coalition_plan"),
    path("<int:pk>/coalitie/bijeenkomst/", plan_views.coalition_meeting_add, name="coalition_meeting_add"),
    path("<int:pk>/coalitie/presenteren/", plan_views.coalition_present, name="coalition_present"),
    path("coalitie/rol/<int:pk>/", views.coalition_role, name="coalition_role"),
    path("coalitie/rol/<int:pk>/weg/", views.coalition_role_drop, name="coalition_role_drop"),
    path("coalitie/partij/<int:pk>/vragen/", views.coalition_ask, name="coalition_ask"),
    path("coalitie/partij/<int:pk>/weg/", views.coalition_party_out, name="coalition_party_out"),
    path("coalitie/bijeenkomst/<int:pk>/", plan_views.coalition_meeting, name="coalition_meeting"),
]
