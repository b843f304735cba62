"""Route of the team: outside the worklist's own, so that the menu marks one of the two."""

from django.urls import path

from accounts.worklist import views

urlpatterns = [path("", views.team_view, name="team")]
