"""Routes of the worklist."""

from django.urls import path

from accounts.worklist import bulk_views as bulk
from accounts.worklist import mail_views as mail
from accounts.worklist import views

urlpatterns = [
    path("", views.worklist, name="worklist"),
    path("lijst/", views.worklist_list, name="worklist_list"),
    path("actie/", bulk.worklist_bulk, name="worklist_bulk"),
    path("uitgesteld/", bulk.snoozed, name="snoozed"),
    path("uitgesteld/<int:pk>/terug/", bulk.snooze_undo, name="snooze_undo"),
    path("ochtendmail/", mail.morning_mail, name="morning_mail"),
]
