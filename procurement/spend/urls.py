"""Routes of social spend."""

from django.urls import path

from procurement.spend.lists import views as lists
from procurement.spend.matching import views as matching
from procurement.spend.potential import views as potential
from procurement.spend.share import views as share

urlpatterns = [
    path("", share.spend_share, name="spend_share"),
    path("export/<str:kind>/", share.spend_export, name="spend_export"),
    path("kansen/", potential.spend_potential, name="spend_potential"),
    path("kansen/aanvragen/", potential.spend_potential_ask, name="spend_potential_ask"),
    path("kansen/wegzetten/", potential.spend_potential_aside, name="spend_potential_aside"),
    path("kansen/terug/", potential.spend_potential_again, name="spend_potential_again"),
    path("lijsten/", lists.spend_lists, name="spend_lists"),
    path("lijsten/alles-weg/", lists.spend_remove_all, name="spend_remove_all"),
    path("lijsten/<int:pk>/", lists.spend_list, name="spend_list"),
    path("lijsten/<int:pk>/kolommen/", lists.spend_columns, name="spend_columns"),
    path("lijsten/<int:pk>/voortgang/", lists.spend_list_progress, name="spend_list_progress"),
    path("lijsten/<int:pk>/stoppen/", lists.spend_list_stop, name="spend_list_stop"),
    path("lijsten/<int:pk>/verder/", lists.spend_list_go_on, name="spend_list_go_on"),
    path("lijsten/<int:pk>/weg/", lists.spend_list_remove, name="spend_list_remove"),
    path("lijsten/<int:pk>/fouten/", lists.spend_bad_rows, name="spend_bad_rows"),
    path("controle/", matching.spend_pairs, name="spend_pairs"),
    path("controle/<int:pk>/", matching.spend_pair_answer, name="spend_pair_answer"),
    path("leveranciers/<int:pk>/toch-niet/", matching.spend_take_back, name="spend_take_back"),
]
