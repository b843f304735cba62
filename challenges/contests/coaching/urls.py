"""Routes of the coaching for organisers."""

from django.urls import path

from challenges.contests.coaching import views

_ENTRY = "inzending/<int:pk>/coaching/"

urlpatterns = [
    path("<int:pk>/coaching/", views.coaching, name="coaching"),
    path("<int:pk>/coaching/coach/", views.coaching_invite, name="coaching_invite"),
    path("<int:pk>/coaching/materiaal/", views.coaching_material_add, name="coaching_material_add"),
    path("coach/<int:pk>/weg/", views.coaching_coach_remove, name="coaching_coach_remove"),
    path("materiaal/<int:pk>/", views.coaching_material, name="coaching_material"),
    path("materiaal/<int:pk>/weg/", views.coaching_material_remove, name="coaching_material_remove"),
    path(_ENTRY, views.coaching_entry, name="coaching_entry"),
    path(f"{_ENTRY}coach/", views.coaching_assign, name="coaching_assign"),
    path(f"{_ENTRY}pitch/", views.coaching_pitch, name="coaching_pitch"),
]
