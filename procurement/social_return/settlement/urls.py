"""Routes of settlements."""

from django.urls import path

from procurement.social_return.settlement import supplier_views as own
from procurement.social_return.settlement import views

urlpatterns = [
    path("social-return/contracten/<int:pk>/afrekening/", views.settlement, name="settlement"),
    path(
        "social-return/contracten/<int:pk>/afrekening/begin/", views.settlement_open, name="settlement_open"
    ),
    path(
        "social-return/contracten/<int:pk>/afrekening/gehoord/",
        views.settlement_heard,
        name="settlement_heard",
    ),
    path(
        "social-return/contracten/<int:pk>/afrekening/herstel/",
        views.settlement_recover,
        name="settlement_recover",
    ),
    path(
        "social-return/contracten/<int:pk>/afrekening/voorstel/",
        views.settlement_propose,
        name="settlement_propose",
    ),
    path(
        "social-return/contracten/<int:pk>/afrekening/besluit/",
        views.settlement_decide,
        name="settlement_decide",
    ),
    path("social-return/brieven/<int:pk>/", views.settlement_letter, name="settlement_letter"),
    path("opdrachtnemer/contract/<int:pk>/afrekening/", own.my_settlement, name="my_settlement"),
    path("opdrachtnemer/brieven/<int:pk>/", own.my_settlement_letter, name="my_settlement_letter"),
]
