"""Routes of transfers between municipalities."""

from django.urls import path

from accounts.transfer import offer_views, own_views, views

urlpatterns = [
    path("verhuizen/dossier/<int:pk>/", views.transfer_new, name="transfer_new"),
    path("verhuizen/<int:pk>/", views.transfer, name="transfer"),
    path("verhuizen/<int:pk>/stoppen/", views.transfer_cancel, name="transfer_cancel"),
    path("verhuizen/aangeboden/<int:pk>/", offer_views.transfer_offer, name="transfer_offer"),
    path("mijn/verhuizing/<int:pk>/", own_views.my_transfer, name="my_transfer"),
    path("mijn/verhuizing/<int:pk>/intrekken/", own_views.my_transfer_withdraw, name="my_transfer_withdraw"),
]
