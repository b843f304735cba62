"""Routes of the kernel's own pages."""

from django.urls import include, path

from portal.kernel.exports.views import export
from portal.kernel.jobs import views as jobs
from portal.kernel.outbox import demo_views as demo
from portal.kernel.outbox import views as outbox
from portal.kernel.rulesets import views as rulesets
from portal.kernel.saved_views import views as saved
from portal.kernel.search import views as search

urlpatterns = [
    path("zoeken/", search.search, name="search"),
    path("zoeken/voorstellen/", search.search_suggest, name="search_suggest"),
    path("taken/", jobs.my_jobs, name="my_jobs"),
    path("taken/<uuid:pk>/", jobs.job, name="job"),
    path("taken/<uuid:pk>/stoppen/", jobs.job_cancel, name="job_cancel"),
    path("taken/<uuid:pk>/opnieuw/", jobs.job_retry, name="job_retry"),
    path("taken/<uuid:pk>/resultaat/", jobs.job_result, name="job_result"),
    path("beheer/post/", outbox.outbox, name="outbox"),
    path("beheer/post/<uuid:pk>/opnieuw/", outbox.outbox_send_again, name="outbox_send_again"),
    path("demo/post/", demo.demo_mail, name="demo_mail"),
    path("demo/post/<uuid:pk>/", demo.demo_mail_one, name="demo_mail_one"),
    path("demo/post/<uuid:pk>/bijlage/<int:number>/", demo.demo_mail_file, name="demo_mail_file"),
    path("demo/post/<uuid:pk>/antwoord/", demo.demo_mail_answer, name="demo_mail_answer"),
    path("beheer/regels/", rulesets.rule_sets, name="rule_sets"),
    path("beheer/regels/<slug:kind>/", rulesets.rule_set_edit, name="rule_set_edit"),
    path("exporteren/<slug:code>/", export, name="export"),
    path("weergaven/<slug:code>/", saved.saved_views, name="saved_views"),
    path("weergaven/<int:pk>/standaard/", saved.saved_view_default, name="saved_view_default"),
    path("weergaven/<int:pk>/verwijderen/", saved.saved_view_remove, name="saved_view_remove"),
    path("privacy/", include("portal.kernel.privacy.urls")),
]
