"""Routes of offers: the public marketplace, and keeping them."""

from django.urls import path

from procurement.market.offers import keep_views as keep
from procurement.market.offers import views

urlpatterns = [
    path("markt/aanbod/", keep.offers, name="offers"),
    path("markt/aanbod/nieuw/<int:pk>/", keep.offer_new, name="offer_new"),
    path("markt/aanbod/<int:pk>/", keep.offer_edit, name="offer_edit"),
    path("markt/aanbod/<int:pk>/plaatsen/", keep.offer_publish, name="offer_publish"),
    path("markt/aanbod/<int:pk>/terughalen/", keep.offer_withdraw, name="offer_withdraw"),
    path("markt/aanbod/<int:pk>/weghalen/", keep.offer_take_down, name="offer_take_down"),
    path("markt/aanbod/<int:pk>/terugzetten/", keep.offer_put_back, name="offer_put_back"),
    path("markt/aanbod/<int:pk>/foto/", keep.offer_picture_add, name="offer_picture_add"),
    path("markt/foto/<int:pk>/weg/", keep.offer_picture_remove, name="offer_picture_remove"),
    path("marktplaats/<slug:municipality_slug>/", views.market, name="market"),
    path("marktplaats/<slug:municipality_slug>/sitemap.xml", views.market_sitemap, name="market_sitemap"),
    path("marktplaats/<slug:municipality_slug>/aanbod/<int:pk>/", views.market_offer, name="market_offer"),
    path("marktplaats/<slug:municipality_slug>/foto/<int:pk>/", views.market_picture, name="market_picture"),
]
