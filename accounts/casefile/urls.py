"""Routes of the case file."""

from django.urls import path

from accounts.casefile import edit_views as edit
from accounts.casefile import views

urlpatterns = [
    path("", views.case_files, name="case_files"),
    path("<int:pk>/", views.case_file, name="case_file"),
    path("<int:pk>/instrumenten/", views.case_file_instruments, name="case_file_instruments"),
    path("<int:pk>/tijdlijn/", views.case_file_timeline, name="case_file_timeline"),
    path("<int:pk>/geschiedenis/", views.case_file_history, name="case_file_history"),
    path("<int:pk>/notities/", views.case_file_notes, name="case_file_notes"),
    path("<int:pk>/mensen/", views.case_file_people, name="case_file_people"),
    path("<int:pk>/mensen/<int:member>/weg/", views.case_file_member_remove, name="case_file_member_remove"),
    path("<int:pk>/wijzigen/", edit.case_file_edit, name="case_file_edit"),
    path("<int:pk>/onderneming/", edit.enterprise_edit, name="enterprise_edit"),
    path("<int:pk>/spoor/<slug:domain>/", edit.track_edit, name="track_edit"),
    path("<int:pk>/contact/", edit.contact_new, name="contact_new"),
    path("<int:pk>/taak/", edit.task_new, name="task_new"),
    path("<int:pk>/document/", edit.document_new, name="document_new"),
    path("taken/<int:pk>/klaar/", edit.task_done, name="task_done"),
    path("documenten/<int:pk>/", edit.document_download, name="document_download"),
]
