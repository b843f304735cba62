"""Routes of agreements on places."""

from django.urls import path

from accounts.places import views

urlpatterns = [
    path("", views.agreements, name="agreements"),
    path("onderneming/<int:pk>/nieuw/", views.agreement_new, name="agreement_new"),
    path("<int:pk>/", views.agreement, name="agreement"),
    path("<int:pk>/wijzigen/", views.agreement_edit, name="agreement_edit"),
    path("<int:pk>/<int:year>/<int:month>/", views.agreement_month, name="agreement_month"),
]
