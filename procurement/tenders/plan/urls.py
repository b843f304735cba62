"""Routes of planned purchases, for staff."""

from django.urls import path

from procurement.tenders.plan import views

urlpatterns = [
    path("inkoop/", views.tenders, name="tenders"),
    path("inkoop/nieuw/", views.tender_new, name="tender_new"),
    path("inkoop/<int:pk>/", views.tender, name="tender"),
    path("inkoop/<int:pk>/wijzigen/", views.tender_edit, name="tender_edit"),
    path("inkoop/<int:pk>/procedure/", views.tender_choose, name="tender_choose"),
    path("inkoop/<int:pk>/tonen/", views.tender_show, name="tender_show"),
    path("inkoop/<int:pk>/stoppen/", views.tender_stop, name="tender_stop"),
]
