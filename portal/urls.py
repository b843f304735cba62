"""All routes. Chapters bring their own urls.py; every view names its permission."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portal.health")),
    path("", include("portal.kernel.people.urls")),
    path("", include("portal.kernel.urls")),
    path("", include("portal.ui.urls")),
    path("dashboard/", include("portal.dashboards.urls")),
    path("aanmelden/", include("accounts.intake.urls")),
    path("triage/", include("accounts.triage.urls")),
    path("werkvoorraad/", include("accounts.worklist.urls")),
    path("team/", include("accounts.worklist.team_urls")),
    path("afwezig/", include("accounts.absence.urls")),
    path("overdragen/", include("accounts.handover.urls")),
    path("dossiers/", include("accounts.casefile.urls")),
    path("dossiers/", include("accounts.renaming.urls")),
    path("vragen/", include("accounts.questions.urls")),
    path("", include("accounts.budgets.urls")),
    path("samenvoegen/", include("accounts.merging.urls")),
    path("splitsen/", include("accounts.splitting.urls")),
    path("", include("accounts.transfer.urls")),
    path("financiering/", include("accounts.financing.urls")),
    path("", include("accounts.recognition.urls")),
    path("ondernemerstafel/", include("accounts.tables.urls")),
    path("", include("accounts.impact.urls")),
    path("plekken/", include("accounts.places.urls")),
    path("", include("accounts.register.urls")),
    path("", include("accounts.conversation.urls")),
    path("import/", include("accounts.imports.urls")),
    path("mijn/", include("accounts.self_service.urls")),
    path("social-return/contracten/", include("procurement.social_return.contracts.urls")),
    path("social-return/inlezen/", include("procurement.social_return.imports.urls")),
    path("", include("procurement.social_return.efforts.urls")),
    path("", include("procurement.pso.assessments.urls")),
    path("", include("procurement.pso.certificates.urls")),
    path("", include("procurement.social_return.settlement.urls")),
    path("", include("procurement.market.offers.urls")),
    path("uitdagingen/", include("challenges.contests.design.urls")),
    path("challenges/", include("challenges.contests.public.urls")),
]

handler500 = "portal.ui.errors.server_error"
