"""Routes of renaming."""

from django.urls import path

from accounts.renaming import views

urlpatterns = [path("<int:pk>/naam/", views.enterprise_rename, name="enterprise_rename")]
