"""Routes of goals and impact claims."""

from django.urls import path

from accounts.impact import claim_views as claims
from accounts.impact import views

urlpatterns = [
    path("doelen/", views.goals, name="goals"),
    path("doelen/nieuw/", views.goal_new, name="goal_new"),
    path("doelen/<int:pk>/", views.goal, name="goal"),
    path("doelen/<int:pk>/wijzigen/", views.goal_edit, name="goal_edit"),
    path("doelen/indicatoren/", views.indicators, name="indicators"),
    path("doelen/indicatoren/nieuw/", views.indicator_new, name="indicator_new"),
    path("doelen/indicatoren/<int:pk>/", views.indicator_edit, name="indicator_edit"),
    path("impact/", claims.claims, name="claims"),
    path("impact/onderneming/<int:pk>/nieuw/", claims.claim_new, name="claim_new"),
    path("impact/<int:pk>/", claims.claim, name="claim"),
    path("impact/<int:pk>/wijzigen/", claims.claim_edit, name="claim_edit"),
    path("impact/<int:pk>/bewijs/", claims.claim_evidence, name="claim_evidence"),
    path("impact/<int:pk>/akkoord/", claims.claim_check, name="claim_check"),
    path("impact/<int:pk>/afwijzen/", claims.claim_refuse, name="claim_refuse"),
    path("impact/<int:pk>/doelen/", claims.claim_share, name="claim_share"),
]
