"""Routes of recognition."""

from django.urls import path

from accounts.recognition import mark_views as marks
from accounts.recognition import views

urlpatterns = [
    path("dossiers/<int:pk>/erkenning/", views.recognition, name="recognition"),
    path("dossiers/<int:pk>/erkenning/toets/", views.check_start, name="check_start"),
    path("dossiers/<int:pk>/erkenning/keurmerk/", marks.mark_new, name="mark_new"),
    path("dossiers/<int:pk>/erkenning/plaats/", marks.placement_new, name="placement_new"),
    path("erkenning/keurmerken/<int:pk>/", marks.mark_edit, name="mark_edit"),
    path("erkenning/toets/<int:pk>/", views.definition_check, name="definition_check"),
    path("erkenning/toets/<int:pk>/afronden/", views.check_conclude, name="check_conclude"),
    path("erkenning/toets/<int:pk>/akkoord/", views.check_agree, name="check_agree"),
    path("erkenning/toets/<int:pk>/terug/", views.check_send_back, name="check_send_back"),
    path("erkenning/toets/<int:pk>/criterium/<slug:code>/", views.criterion, name="criterion"),
    path("mijn/erkenning/<int:pk>/", views.my_definition_check, name="my_definition_check"),
]
