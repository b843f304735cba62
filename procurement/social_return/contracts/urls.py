"""Routes of contracts."""

from django.urls import path

from procurement.social_return.contracts import step_views as steps
from procurement.social_return.contracts import views
from procurement.social_return.discount.views import discount_decide, discount_file

urlpatterns = [
    path("", views.contracts, name="contracts"),
    path("nieuw/", views.contract_new, name="contract_new"),
    path("<int:pk>/", views.contract, name="contract"),
    path("<int:pk>/wijzigen/", views.contract_edit, name="contract_edit"),
    path("<int:pk>/contact/", steps.contract_contact, name="contract_contact"),
    path("<int:pk>/omzet/", steps.turnover_add, name="contract_turnover"),
    path("<int:pk>/afwijking/", steps.deviation_ask, name="deviation_ask"),
    path("<int:pk>/pso-korting/", discount_decide, name="discount_decide"),
    path("pso-korting/<int:pk>/certificaat/", discount_file, name="discount_file"),
    path("afwijking/<int:pk>/besluit/", steps.deviation_decide, name="deviation_decide"),
]
