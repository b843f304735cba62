"""What this chapter processes: first texts for the register of processing, in Dutch, for the officer to complete."""

from __future__ import annotations

from typing import Any

from portal.kernel.privacy.registry import ProcessingDefault, register_processing

PUBLIC_TASK = (
    "Taak van algemeen belang (AVG artikel 6 lid 1 onder e): economisch beleid en de uitvoering van de wet."
)
ECONOMY = "Gemeentewet artikel 108 (huishouding van de gemeente): economisch beleid."
WORK = "Participatiewet artikel 7: ondersteuning bij arbeidsinschakeling."
CARE = "Wmo 2015 artikel 2.1.1 en 2.3.1; voor jeugd de Jeugdwet artikel 2.3."
MEASURES = (
    "Toegang per gemeente, rol en domein, ook in de database zelf; tweede factor voor medewerkers; leeslogboek; "
    "versleutelde verbinding; geen BSN."
)
TEAM = "Accountmanagers en specialisten van de gemeente, ieder voor het eigen domein."

PROCESSINGS: tuple[dict[str, Any], ...] = (
    {
        "code": "case-files",
        "name": "Dossiers van sociale ondernemingen",
        "purpose": "Sociale ondernemingen als één gemeente helpen en volgen.",
        "legal_basis": PUBLIC_TASK,
        "legal_basis_economy": ECONOMY,
        "legal_basis_work": WORK,
        "legal_basis_care": CARE,
        "people": "Ondernemers en contactpersonen van ondernemingen; medewerkers van de gemeente.",
        "data": "Naam, e-mailadres en telefoonnummer van contactpersonen; gegevens van de onderneming; vragen, "
        "contactmomenten, taken en documenten.",
        "recipients": TEAM,
        "retention": "60 maanden na het sluiten van het dossier (in te stellen bij Regels).",
        "measures": MEASURES,
    },
    {
        "code": "domain-notes",
        "name": "Notities van een domein",
        "purpose": "Binnen één domein vastleggen wat nodig is om een onderneming te begeleiden.",
        "legal_basis": "Alleen het eigen doel van het domein; gegevens van domeinen worden niet samengebracht.",
        "legal_basis_economy": ECONOMY,
        "legal_basis_work": WORK,
        "legal_basis_care": CARE,
        "people": "Ondernemers; mensen over wie een domein iets moet weten, zonder naam.",
        "data": "Vrije tekst zonder namen van cliënten en zonder BSN.",
        "recipients": "Alleen specialisten en accountmanagers van hetzelfde domein.",
        "retention": "Samen met het dossier.",
        "measures": MEASURES + " Elke keer dat iemand notities opent, staat in het leeslogboek.",
    },
    {
        "code": "intakes",
        "name": "Aanmeldingen",
        "purpose": "Een verzoek om hulp van een ondernemer beoordelen.",
        "legal_basis": PUBLIC_TASK,
        "people": "Ondernemers die zich aanmelden.",
        "data": "Naam, e-mailadres, telefoonnummer, gegevens van de onderneming, antwoorden en bijlagen.",
        "recipients": "Accountmanagers van de gemeente.",
        "retention": "Afgewezen: 12 maanden. Niet verstuurd: tot de termijn van het concept.",
        "measures": MEASURES,
    },
    {
        "code": "money",
        "name": "Budgetten en financiering",
        "purpose": "Geld reserveren en toekennen, en ondernemers helpen hun financiering rond te krijgen.",
        "legal_basis": PUBLIC_TASK,
        "legal_basis_economy": ECONOMY,
        "legal_basis_work": WORK,
        "legal_basis_care": CARE,
        "people": "Ondernemers; financiers met wie een ondernemer een link deelt.",
        "data": "Bedragen, doelen, voorwaarden, wie besliste, namen van financiers.",
        "recipients": TEAM + " Financiers zien wat de ondernemer zelf deelt.",
        "retention": "Verplichtingen 84 maanden (financiële administratie), de rest met het dossier.",
        "measures": MEASURES + " Boven een grens kijkt een tweede persoon mee.",
    },
    {
        "code": "conversation",
        "name": "Gesprek en post met ondernemers",
        "purpose": "Met een ondernemer schrijven en terug kunnen lezen wat is afgesproken.",
        "legal_basis": PUBLIC_TASK,
        "people": "Ondernemers, hun medewerkers en anderen die naar het adres van een dossier schrijven.",
        "data": "Naam, e-mailadres, de tekst van berichten en mail, bijlagen.",
        "recipients": TEAM + " Interne mail ziet de ondernemer niet.",
        "retention": "Met het dossier. Mail die nergens bij hoort: 12 maanden (in te stellen bij Regels).",
        "measures": MEASURES + " Bijlagen worden gecontroleerd; opmaak van vreemden wordt niet bewaard.",
    },
    {
        "code": "recognition",
        "name": "Toets aan de definitie en keurmerken",
        "purpose": "Vaststellen of een onderneming een sociale onderneming is en welke keurmerken zij heeft.",
        "legal_basis": PUBLIC_TASK,
        "legal_basis_economy": ECONOMY,
        "people": "Ondernemers; medewerkers die toetsen.",
        "data": "Oordelen met motivering, bewijsstukken, keurmerken, bezwaren.",
        "recipients": TEAM,
        "retention": "Met het dossier.",
        "measures": MEASURES + " Een tweede persoon kijkt mee met de conclusie.",
    },
    {
        "code": "public-register",
        "name": "Openbaar register van sociale ondernemingen",
        "purpose": "Inwoners en inkopers laten zien welke sociale ondernemingen er zijn.",
        "legal_basis": "Toestemming van de ondernemer (AVG artikel 6 lid 1 onder a); elk moment in te trekken.",
        "people": "Ondernemers die dat willen.",
        "data": "Wat de ondernemer zelf laat zien: naam, wat hij doet, thema's, wijk, website, keurmerken.",
        "recipients": "Iedereen, ook als open data.",
        "retention": "Tot de ondernemer de toestemming intrekt; wie wanneer toestemming gaf, met het dossier.",
        "measures": "Alleen wat de ondernemer aanvinkt; een wijziging in het dossier wordt nooit vanzelf openbaar.",
    },
    {
        "code": "impact",
        "name": "Impact en doelen",
        "purpose": "Volgen wat ondernemingen bijdragen aan de doelen van de gemeente.",
        "legal_basis": PUBLIC_TASK,
        "legal_basis_economy": ECONOMY,
        "people": "Ondernemers die iets opgeven; medewerkers die het controleren.",
        "data": "Aantallen, periodes, uitleg en bewijs. Aantallen mensen zonder namen.",
        "recipients": TEAM + " Het bestuur ziet alleen totalen; 1 tot en met 4 mensen als < 5.",
        "retention": "Met het dossier.",
        "measures": MEASURES,
    },
    {
        "code": "places",
        "name": "Plekken en kandidaten",
        "purpose": "Afspreken hoeveel plekken een onderneming biedt en hoeveel kandidaten de gemeente levert.",
        "legal_basis": PUBLIC_TASK,
        "legal_basis_work": WORK,
        "legal_basis_care": CARE,
        "people": "Ondernemers en medewerkers die een maand invullen; kandidaten alleen als aantal.",
        "data": "Afspraken en aantallen per maand en instrument, zonder namen.",
        "recipients": "Het eigen domein en de onderneming; anderen zien wat is beloofd, en 1 tot en met 4 als < 5.",
        "retention": "Met het dossier.",
        "measures": MEASURES,
    },
    {
        "code": "tables",
        "name": "Ondernemerstafel",
        "purpose": "Plaatsen, gesprekken en bijeenkomsten in het gemeentehuis regelen.",
        "legal_basis": PUBLIC_TASK,
        "people": "Ondernemers die een plaats boeken of zich aanmelden; medewerkers die aanwezig zijn.",
        "data": "Wie wanneer komt en waarvoor, aanwezigheid bij bijeenkomsten.",
        "recipients": TEAM + " Op het scherm bij de deur staan namen van ondernemingen, geen mensen.",
        "retention": "Met het dossier.",
        "measures": MEASURES + " Agenda's hebben een geheim adres dat iemand kan intrekken.",
    },
    {
        "code": "work",
        "name": "Werkvoorraad, vervanging en overdracht",
        "purpose": "Het werk verdelen en doorgeven, ook als iemand er niet is.",
        "legal_basis": "Gerechtvaardigd belang van de werkgever en goed werkgeverschap (AVG artikel 6 lid 1).",
        "people": "Medewerkers van de gemeente.",
        "data": "Taken, periodes van afwezigheid zonder reden, wie vervangt, wie wat aan wie overdroeg.",
        "recipients": "Collega's van de gemeente.",
        "retention": "Zolang het account bestaat; overdrachten met het dossier.",
        "measures": MEASURES + " De reden van afwezigheid wordt niet gevraagd.",
    },
    {
        "code": "imports",
        "name": "Gegevens uit een spreadsheet overnemen",
        "purpose": "Wat de gemeente al had in de dossiers zetten.",
        "legal_basis": PUBLIC_TASK,
        "people": "Ondernemers en contactpersonen in het bestand.",
        "data": "De rijen van het bestand, tot het overnemen klaar is; daarna alleen wat niet kon.",
        "recipients": "De medewerker die het bestand overneemt.",
        "retention": "12 maanden (in te stellen bij Regels).",
        "measures": MEASURES + " Het bestand zelf verdwijnt als het klaar is.",
    },
)


def register() -> None:
    """Add the defaults."""
    for entry in PROCESSINGS:
        register_processing(ProcessingDefault(**entry))
