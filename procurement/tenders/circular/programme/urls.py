"""Routes of buyers."""

from django.urls import path

from procurement.tenders.circular.programme import views

urlpatterns = [
    path("", views.tender_list, name="circular_tenders"),
    path("nieuw/", views.tender_new, name="circular_new"),
    path("<int:pk>/", views.tender, name="circular_tender"),
    path("<int:pk>/bewerken/", views.tender_edit, name="circular_edit"),
    path("<int:pk>/ambitieweb/", views.tender_web, name="circular_web"),
    path("<int:pk>/publiceren/", views.tender_publish, name="circular_publish"),
    path("<int:pk>/meer-tijd/", views.tender_time, name="circular_time"),
    path("<int:pk>/afgelasten/", views.tender_cancel, name="circular_cancel"),
]
