"""Routes of handing over."""

from django.urls import path

from accounts.handover import views

urlpatterns = [
    path("", views.hand_over_new, name="hand_over_new"),
    path("<int:pk>/", views.hand_over, name="hand_over"),
    path("<int:pk>/bevestigen/", views.hand_over_acknowledge, name="hand_over_acknowledge"),
]
