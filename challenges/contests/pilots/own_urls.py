"""Routes of pilots for the entrepreneur, and for both sides."""

from django.urls import path

from challenges.contests.pilots import shared_views as views

urlpatterns = [
    path("mijn/pilots/<int:pk>/", views.my_pilot, name="my_pilot"),
    path("pilots/<int:pk>/leren/", views.pilot_note, name="pilot_note"),
    path("pilots/<int:pk>/voorschot/", views.pilot_advance_ask, name="pilot_advance_ask"),
    path("pilots/indicator/<int:pk>/meten/", views.pilot_measure, name="pilot_measure"),
    path("pilots/voorschot/<int:pk>/bewijs/", views.pilot_proof, name="pilot_proof"),
    path("pilots/<int:pk>/bestand/<slug:kind>/<int:row>/", views.pilot_file, name="pilot_file"),
]
