"""No axe violation on any page, in both themes, wide and narrow."""

import pytest

from tests.journeys.axe import clean

STAFF = {
    "sanne@demo.example": [
        "/werkvoorraad/", "/werkvoorraad/lijst/?reden=taken", "/werkvoorraad/uitgesteld/", "/werkvoorraad/ochtendmail/",
        "/team/", "/afwezig/", "/overdragen/", "/overdragen/?dossier=1", "/dossiers/", "/dossiers/?fase=growth", "/dossiers/1/", "/dossiers/1/tijdlijn/",
        "/dossiers/1/geschiedenis/", "/dossiers/1/notities/", "/dossiers/1/mensen/", "/dossiers/1/wijzigen/",
        "/dossiers/1/onderneming/", "/dossiers/1/contact/", "/dossiers/1/taak/", "/dossiers/1/document/",
        "/dossiers/1/spoor/economy/", "/vragen/", "/vragen/nieuw/?dossier=1", "/vragen/1/", "/triage/", "/zoeken/?q=draad",
        "/dashboard/", "/taken/", "/profiel/",
        "/dossiers/1/instrumenten/", "/dossiers/1/budget/", "/budgetten/", "/budgetten/1/", "/budgetten/1/wijzigen/",
        "/budgetten/nieuw/", "/verplichtingen/6/", "/financiering/1/", "/financiering/1/?zonder=4", "/financiering/1/punt/",
        "/financiering/punt/2/", "/financiering/1/wijzigen/", "/financiering/1/brief/",
        "/doelen/", "/doelen/1/", "/doelen/1/wijzigen/", "/doelen/nieuw/", "/doelen/indicatoren/",
        "/doelen/indicatoren/1/", "/impact/", "/impact/1/", "/impact/3/", "/impact/onderneming/1/nieuw/",
        "/dossiers/1/erkenning/", "/dossiers/1/erkenning/keurmerk/", "/dossiers/1/erkenning/plaats/", "/erkenning/toets/1/",
        "/erkenning/toets/7/", "/erkenning/keurmerken/1/", "/vermeldingen/11/",
        "/pso/zelftoetsen/", "/markt/aanbod/", "/markt/vragen/", "/markt/vragen/1/", "/markt/vragen/nieuw/", "/markt/opdrachten/1/", "/pso/zelftoetsen/2/", "/pso/zelftoetsen/2/wat-als/", "/pso/certificaten/", "/pso/certificaten/2/",
        "/dossiers/1/naam/", "/splitsen/dossier/1/", "/samenvoegen/", "/samenvoegen/?q=fiets", "/samenvoegen/?eerste=1&q=fiets", "/samenvoegen/3/4/", "/samenvoegen/1/",
        "/ondernemerstafel/", "/ondernemerstafel/boeken/", "/ondernemerstafel/boeking/1/", "/ondernemerstafel/spreekuren/",
        "/ondernemerstafel/spreekuren/nieuw/", "/ondernemerstafel/spreekuren/1/", "/ondernemerstafel/bijeenkomsten/",
        "/ondernemerstafel/bijeenkomsten/1/", "/ondernemerstafel/bijeenkomsten/1/wijzigen/",
        "/ondernemerstafel/locaties/", "/ondernemerstafel/locaties/1/", "/ondernemerstafel/locaties/1/wijzigen/",
        "/ondernemerstafel/plekken/1/buiten-gebruik/", "/ondernemerstafel/agenda/vechtstede/",
    ],
    "ilse@demo.example": ["/beheer/mensen/", "/beheer/uitnodigingen/", "/beheer/regels/", "/beheer/regels/triage/",
                          "/beheer/regels/deadlines/", "/beheer/regels/definition/", "/beheer/regels/budgets/", "/beheer/regels/recognition/", "/beheer/regels/pso/", "/beheer/regels/market/", "/beheer/regels/tables/", "/beheer/regels/settlement-letters/",
                          "/beheer/post/"],
    "raoul@demo.example": ["/privacy/", "/privacy/leeslogboek/", "/privacy/leeslogboek/opvallend/", "/privacy/verwerkingen/",
                           "/privacy/verwerkingen/standaard/case-files/", "/privacy/bewaren/", "/privacy/bewaren/mail/",
                           "/privacy/personen-en-ondernemingen/?q=draad", "/privacy/verwijderen/",
                           "/privacy/personen-en-ondernemingen/enterprise/1/"],
    "bram@demo.example": ["/werkvoorraad/", "/triage/", "/dossiers/"],
    "aafke@demo.example": [
        "/ondernemerstafel/onderneming/1/boeken/", "/ondernemerstafel/onderneming/1/spreekuren/",
        "/ondernemerstafel/onderneming/1/bijeenkomsten/", "/ondernemerstafel/onderneming/1/bijeenkomsten/2/",
        "/mijn/", "/impact/1/", "/impact/3/wijzigen/", "/impact/onderneming/1/nieuw/", "/financiering/1/", "/financiering/punt/2/", "/mijn/onderneming/1/", "/mijn/onderneming/1/vraag/", "/mijn/onderneming/1/document/", "/mijn/erkenning/1/", "/mijn/register/1/", "/mijn/pso/onderneming/1/nieuw/", "/markt/aanbod/nieuw/1/", "/markt/aanbod/12/"],
}  # fmt: skip
PUBLIC = ["/ondernemerstafel/openbaar/vechtstede/", "/", "/account/inloggen/", "/inloggen/link/", "/aanmelden/vechtstede/", "/aanmelden/lindehaven/",
          "/aanmelden/vechtstede/link/", "/privacyverklaring/", "/toegankelijkheid/", "/ontwerp/", "/demo/post/",
          "/ontwerp/?theme=lindehaven", "/bestaat-niet/", "/register/vechtstede/", "/register/lindehaven/",
          "/register/vechtstede/ondernemingen/fietswerk-noord/", "/register/vechtstede/gegevens/", "/register/vechtstede/pso/", "/marktplaats/vechtstede/", "/marktplaats/vechtstede/aanbod/1/"]  # fmt: skip


@pytest.mark.parametrize("email", ["", *STAFF])
def test_pages_have_no_violations_and_fit_the_screen(open_page, email):
    page = open_page(390, email)
    found = []
    for path in STAFF.get(email, PUBLIC):
        page.goto(path)
        found += clean(page)
    assert found == []


def test_the_other_theme_has_no_violations_either(open_page):
    page = open_page(390, "sanne@demo.example")
    found = []
    for path in (
        "/werkvoorraad/",
        "/dossiers/",
        "/dossiers/1/",
        "/vragen/1/",
        "/dashboard/",
        "/dossiers/1/wijzigen/",
    ):
        page.goto(f"{path}?theme=lindehaven")
        found += clean(page)
    assert found == []
