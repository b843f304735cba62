"""Routes of invitations and awards, for staff and for the enterprises that are asked."""

from django.urls import path

from procurement.tenders.reserved import own_views as own
from procurement.tenders.reserved import views

_INVITATION = "uitnodiging/<slug:municipality_slug>/<str:token>/"

urlpatterns = [
    path("inkoop/<int:pk>/ondernemingen/", views.tender_candidates, name="tender_candidates"),
    path("inkoop/<int:pk>/gunnen/", views.tender_award, name="tender_award"),
    path("inkoop/<int:pk>/verslag/", views.tender_record, name="tender_record"),
    path("inkoop/<int:pk>/verslag.pdf", views.tender_record_pdf, name="tender_record_pdf"),
    path("inkoop/uitnodigingen/<int:pk>/brief.pdf", views.tender_letter, name="tender_letter"),
    path(_INVITATION, own.tender_invitation, name="tender_invitation"),
    path(f"{_INVITATION}brief.pdf", own.tender_invitation_letter, name="tender_invitation_letter"),
]
