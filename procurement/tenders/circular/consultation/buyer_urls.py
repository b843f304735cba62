"""Routes of buyers about questions."""

from django.urls import path

from procurement.tenders.circular.consultation import views

urlpatterns = [path("vraag/<int:pk>/", views.question, name="circular_question")]
