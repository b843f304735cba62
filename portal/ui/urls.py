"""Routes of the look: the living page of components, and the standing pages every site has."""

from django.urls import path

from portal.ui import views

urlpatterns = [
    path("ontwerp/", views.design, name="design"),
    path("privacyverklaring/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
]
