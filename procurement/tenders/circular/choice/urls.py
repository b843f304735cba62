"""Routes of a choice, for buyers and the director."""

from django.urls import path

from procurement.tenders.circular.choice import views

urlpatterns = [
    path("<int:pk>/keuze/", views.choice, name="circular_choice"),
    path("keuze/<int:pk>/", views.decision, name="circular_decision"),
    path("keuze/<int:pk>/besluiten/", views.decide, name="circular_decide"),
    path("keuze/<int:pk>/terug/", views.back, name="circular_choice_back"),
    path("keuze/<int:pk>/brief/<int:number>.pdf", views.letter, name="circular_letter"),
]
