"""Routes of the public intake."""

from django.urls import path

from accounts.intake import views

urlpatterns = [
    path("<slug:municipality_slug>/", views.intake_start, name="intake_start"),
    path("<slug:municipality_slug>/link/", views.intake_link, name="intake_link"),
    path("<slug:municipality_slug>/<str:token>/", views.intake_resume, name="intake_resume"),
    path("<slug:municipality_slug>/<str:token>/samenvatting/", views.intake_summary, name="intake_summary"),
    path("<slug:municipality_slug>/<str:token>/klaar/", views.intake_done, name="intake_done"),
    path(
        "<slug:municipality_slug>/<str:token>/bijlagen/<int:pk>/weg/",
        views.intake_attachment_remove,
        name="intake_attachment_remove",
    ),
    path("<slug:municipality_slug>/<str:token>/<slug:code>/", views.intake_step, name="intake_step"),
]
