"""Routes of certificates that suppliers hand in: their own pages, and the coordinator's judgement."""

from django.urls import path

from procurement.social_return.renewals import supplier_views as own
from procurement.social_return.renewals import views

urlpatterns = [
    path("opdrachtnemer/certificaten/", own.my_certificates, name="my_certificates"),
    path("opdrachtnemer/<int:pk>/certificaat/", own.my_certificate_new, name="my_certificate_new"),
    path(
        "opdrachtnemer/certificaat/<int:pk>/terugnemen/",
        own.my_certificate_withdraw,
        name="my_certificate_withdraw",
    ),
    path("opdrachtnemer/certificaat/<int:pk>/bestand/", own.my_certificate_file, name="my_certificate_file"),
    path("social-return/certificaten/<int:pk>/", views.handed_certificate, name="handed_certificate"),
    path("social-return/certificaten/<int:pk>/akkoord/", views.handed_accept, name="handed_accept"),
    path("social-return/certificaten/<int:pk>/weigeren/", views.handed_refuse, name="handed_refuse"),
    path("social-return/certificaten/<int:pk>/bestand/", views.handed_file, name="handed_file"),
]
