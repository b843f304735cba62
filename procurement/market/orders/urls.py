"""Routes of orders."""

from django.urls import path

from procurement.market.orders import views

urlpatterns = [
    path("markt/opdrachten/<int:pk>/", views.order, name="order"),
    path("markt/opdrachten/<int:pk>/akkoord/", views.order_place, name="order_place"),
    path("markt/opdrachten/<int:pk>/geleverd/", views.order_confirm, name="order_confirm"),
    path("markt/opdrachten/<int:pk>/annuleren/", views.order_cancel, name="order_cancel"),
]
