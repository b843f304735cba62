"""Routes of budgets."""

from django.urls import path

from accounts.budgets import commitment_views as steps
from accounts.budgets import views

urlpatterns = [
    path("budgetten/", views.budgets, name="budgets"),
    path("budgetten/nieuw/", views.budget_new, name="budget_new"),
    path("budgetten/<int:pk>/", views.budget, name="budget"),
    path("budgetten/<int:pk>/wijzigen/", views.budget_edit, name="budget_edit"),
    path("dossiers/<int:pk>/budget/", views.reserve, name="budget_reserve"),
    path("verplichtingen/<int:pk>/", steps.commitment, name="commitment"),
    path("verplichtingen/<int:pk>/akkoord/", steps.commitment_approve, name="commitment_approve"),
    path("verplichtingen/<int:pk>/weigeren/", steps.commitment_refuse, name="commitment_refuse"),
    path("verplichtingen/<int:pk>/toekennen/", steps.commitment_grant, name="commitment_grant"),
    path("verplichtingen/<int:pk>/vrijgeven/", steps.commitment_release, name="commitment_release"),
]
