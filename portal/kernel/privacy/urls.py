"""Routes of the privacy officer's desk."""

from django.urls import path

from portal.kernel.privacy.views import desk, processing, reading, removals, retention, subjects

urlpatterns = [
    path("", desk.privacy_desk, name="privacy_desk"),
    path("verwerkingen/", processing.processings, name="processings"),
    path("verwerkingen/nieuw/", processing.processing_new, name="processing_new"),
    path("verwerkingen/export/<str:form>/", processing.processings_export, name="processings_export"),
    path("verwerkingen/standaard/<slug:code>/", processing.processing_default, name="processing_default"),
    path("verwerkingen/<int:pk>/", processing.processing, name="processing"),
    path("verwerkingen/<int:pk>/wijzigen/", processing.processing_edit, name="processing_edit"),
    path("leeslogboek/", reading.read_log, name="read_log"),
    path("leeslogboek/opvallend/", reading.unusual_reading, name="unusual_reading"),
    path("bewaren/", retention.retention, name="retention"),
    path("bewaren/<slug:code>/", retention.retention_list, name="retention_list"),
    path("personen-en-ondernemingen/", subjects.privacy_subjects, name="privacy_subjects"),
    path("personen-en-ondernemingen/<slug:kind>/<str:pk>/", subjects.privacy_subject, name="privacy_subject"),
    path(
        "personen-en-ondernemingen/<slug:kind>/<str:pk>/export/",
        subjects.privacy_export,
        name="privacy_export",
    ),
    path("personen-en-ondernemingen/<slug:kind>/<str:pk>/bewaren/", subjects.legal_hold, name="legal_hold"),
    path(
        "personen-en-ondernemingen/<slug:kind>/<str:pk>/verwijderen/",
        subjects.privacy_remove,
        name="privacy_remove",
    ),
    path("export/<uuid:pk>/", subjects.privacy_export_download, name="privacy_export_download"),
    path("verwijderen/", removals.removals, name="removals"),
    path("verwijderen/<uuid:pk>/", removals.removal, name="removal"),
    path("verwijderen/<uuid:pk>/bevestigen/", removals.removal_confirm, name="removal_confirm"),
    path("verwijderen/<uuid:pk>/akkoord/", removals.removal_agree, name="removal_agree"),
    path("verwijderen/<uuid:pk>/afwijzen/", removals.removal_refuse, name="removal_refuse"),
    path("verwijderen/<uuid:pk>/intrekken/", removals.removal_withdraw, name="removal_withdraw"),
    path("verwijderen/<uuid:pk>/verder/", removals.removal_go_on, name="removal_go_on"),
    path("verwijderen/<uuid:pk>/verslag/", removals.removal_report, name="removal_report"),
]
