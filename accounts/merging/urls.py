"""Routes of merging."""

from django.urls import path

from accounts.merging import views

urlpatterns = [
    path("", views.merges, name="merges"),
    path("<int:stays>/<int:goes>/", views.merge_preview, name="merge_preview"),
    path("<int:one>/<int:other>/geen-dubbel/", views.merge_not_double, name="merge_not_double"),
    path("<int:pk>/", views.merge, name="merge"),
    path("<int:pk>/terugdraaien/", views.merge_undo, name="merge_undo"),
]
