"""Routes of pilots for organisers; those below `own_urls` are for both sides."""

from django.urls import path

from challenges.contests.pilots import shared_views, views

urlpatterns = [
    path("pilots/", views.pilots, name="pilots"),
    path("inzending/<int:pk>/pilot/", views.pilot_start, name="pilot_start"),
    path("pilots/<int:pk>/", views.pilot, name="pilot"),
    path("pilots/<int:pk>/plan/", views.pilot_edit, name="pilot_edit"),
    path("pilots/<int:pk>/mijlpaal/", views.pilot_milestone_add, name="pilot_milestone_add"),
    path("pilots/mijlpaal/<int:pk>/klaar/", views.pilot_milestone_done, name="pilot_milestone_done"),
    path("pilots/<int:pk>/indicator/", views.pilot_indicator_add, name="pilot_indicator_add"),
    path("pilots/meting/<int:pk>/nagaan/", views.pilot_measurement_check, name="pilot_measurement_check"),
    path("pilots/<int:pk>/besluit/", views.pilot_end, name="pilot_end"),
    path("pilots/<int:pk>/dossier/", views.pilot_record, name="pilot_record"),
    path("pilots/<int:pk>/dossier.pdf", views.pilot_record_pdf, name="pilot_record_pdf"),
    path("pilots/voorschot/<int:pk>/", shared_views.pilot_advance, name="pilot_advance"),
    path(
        "pilots/voorschot/<int:pk>/<slug:verb>/", shared_views.pilot_advance_step, name="pilot_advance_step"
    ),
]
