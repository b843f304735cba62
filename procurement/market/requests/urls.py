"""Routes of requests, for buyers and for the enterprises that are asked."""

from django.urls import path

from procurement.market.requests import seller_views as seller
from procurement.market.requests import views

urlpatterns = [
    path("markt/vragen/", views.market_requests, name="market_requests"),
    path("markt/vragen/nieuw/", views.market_request_new, name="market_request_new"),
    path("markt/vragen/<int:pk>/", views.market_request, name="market_request"),
    path("markt/vragen/<int:pk>/versturen/", views.market_request_send, name="market_request_send"),
    path("markt/vragen/<int:pk>/sluiten/", views.market_request_close, name="market_request_close"),
    path("markt/gevraagd/<int:pk>/", seller.invitation, name="invitation"),
    path("markt/gevraagd/<int:pk>/antwoord/", seller.invitation_answer, name="invitation_answer"),
    path("markt/gevraagd/<int:pk>/offerte/", seller.invitation_quote, name="invitation_quote"),
]
