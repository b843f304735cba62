"""Routes of agreements on places."""

from django.urls import path

from accounts.places import edit_views, views

urlpatterns = [
    path("", views.agreements, name="agreements"),
    path("onderneming/<int:pk>/", views.places_of_enterprise, name="places_of_enterprise"),
    path("onderneming/<int:pk>/nieuw/", edit_views.agreement_new, name="agreement_new"),
    path("<int:pk>/", views.agreement, name="agreement"),
    path("<int:pk>/wijzigen/", edit_views.agreement_edit, name="agreement_edit"),
    path("<int:pk>/<int:year>/<int:month>/", edit_views.agreement_month, name="agreement_month"),
]
