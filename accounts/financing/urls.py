"""Routes of the pizza."""

from django.urls import path

from accounts.financing import share_views as sharing
from accounts.financing import views

urlpatterns = [
    path("onderneming/<int:pk>/nieuw/", views.financing_new, name="financing_new"),
    path("<int:pk>/", views.financing, name="financing"),
    path("<int:pk>/wijzigen/", views.financing_edit, name="financing_edit"),
    path("<int:pk>/punt/", views.slice_new, name="slice_new"),
    path("punt/<int:pk>/", views.slice_edit, name="slice_edit"),
    path("<int:pk>/delen/", sharing.financing_share, name="financing_share"),
    path("delen/<int:pk>/intrekken/", sharing.share_revoke, name="share_revoke"),
    path("<int:pk>/brief/", sharing.financing_letter, name="financing_letter"),
    path("gedeeld/<slug:municipality_slug>/<str:token>/", sharing.shared_financing, name="shared_financing"),
]
