"""Routes of the conversation, of unsorted mail and of templates."""

from django.urls import path

from accounts.conversation import compose_views as compose
from accounts.conversation import own_views, sorting_views, template_views, views

urlpatterns = [
    path("dossiers/<int:pk>/berichten/", views.conversation, name="conversation"),
    path("dossiers/<int:pk>/berichten/nieuw/", compose.message_new, name="message_new"),
    path("dossiers/<int:pk>/berichten/voorbeeld/", compose.message_preview, name="message_preview"),
    path("berichten/<int:pk>/gelezen/", views.message_handled, name="message_handled"),
    path("berichten/<int:pk>/vraag/", views.message_to_question, name="message_to_question"),
    path("berichten/<int:pk>/taak/", views.message_to_task, name="message_to_task"),
    path("post/", sorting_views.unsorted_mail, name="unsorted_mail"),
    path("post/<int:pk>/", sorting_views.unsorted_one, name="unsorted_one"),
    path("post/<int:pk>/koppelen/", sorting_views.unsorted_attach, name="unsorted_attach"),
    path("post/<int:pk>/weg/", sorting_views.unsorted_discard, name="unsorted_discard"),
    path("post/bestand/<int:pk>/", sorting_views.unsorted_file, name="unsorted_file"),
    path("sjablonen/", template_views.message_templates, name="message_templates"),
    path("sjablonen/nieuw/", template_views.message_template_new, name="message_template_new"),
    path("sjablonen/<int:pk>/", template_views.message_template_edit, name="message_template_edit"),
    path("mijn/berichten/<int:pk>/", own_views.my_messages, name="my_messages"),
]
