"""Routes of the register of certificates."""

from django.urls import path

from procurement.pso.certificates import views

urlpatterns = [
    path("pso/certificaten/", views.pso_certificates, name="pso_certificates"),
    path("pso/certificaten/<int:pk>/", views.pso_certificate, name="pso_certificate"),
    path("pso/certificaten/<int:pk>/bewijs/", views.pso_evidence, name="pso_evidence"),
    path("register/<slug:municipality_slug>/pso/", views.pso_public, name="pso_public"),
]
