"""Routes of the self-assessment."""

from django.urls import path

from procurement.pso.assessments import own_views as own
from procurement.pso.assessments import views

urlpatterns = [
    path("pso/zelftoetsen/", views.pso_assessments, name="pso_assessments"),
    path("pso/zelftoetsen/<int:pk>/", views.pso_assessment, name="pso_assessment"),
    path("pso/zelftoetsen/<int:pk>/wat-als/", views.pso_what_if, name="pso_what_if"),
    path("pso/zelftoetsen/<int:pk>/pdf/", views.pso_pdf, name="pso_pdf"),
    path("mijn/pso/onderneming/<int:pk>/", own.my_pso, name="my_pso"),
    path("mijn/pso/onderneming/<int:pk>/nieuw/", own.my_pso_start, name="my_pso_start"),
    path("mijn/pso/<int:pk>/onderneming/", own.my_pso_enterprise, name="my_pso_enterprise"),
    path("mijn/pso/<int:pk>/mensen/", own.my_pso_workers_add, name="my_pso_workers_add"),
    path("mijn/pso/<int:pk>/inkoop/", own.my_pso_purchase_add, name="my_pso_purchase_add"),
    path("mijn/pso/<int:pk>/indienen/", own.my_pso_submit, name="my_pso_submit"),
    path("mijn/pso/<int:pk>/delen/", own.my_pso_share, name="my_pso_share"),
    path("mijn/pso/<int:pk>/verbeteren/", own.my_pso_correct, name="my_pso_correct"),
    path("mijn/pso/<int:pk>/weggooien/", own.my_pso_discard, name="my_pso_discard"),
    path("mijn/pso/mensen/<int:pk>/", own.my_pso_workers, name="my_pso_workers"),
    path("mijn/pso/mensen/<int:pk>/weg/", own.my_pso_workers_remove, name="my_pso_workers_remove"),
    path("mijn/pso/inkoop/<int:pk>/", own.my_pso_purchase, name="my_pso_purchase"),
    path("mijn/pso/inkoop/<int:pk>/weg/", own.my_pso_purchase_remove, name="my_pso_purchase_remove"),
]
