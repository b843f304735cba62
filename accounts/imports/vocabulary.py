"""The words people use in these lists: headings, phases, states and themes. Dutch, as the lists are."""

from __future__ import annotations

#: What a column can hold -> headings people use for it.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "name": (
        "onderneming", "naam", "naam onderneming", "bedrijf", "bedrijfsnaam", "organisatie", "naam organisatie",
        "sociale onderneming", "handelsnaam", "bedrijf organisatie", "ondernemer",
    ),
    "kvk_number": ("kvk", "kvk nummer", "kvknr", "kvk nr", "kamer van koophandel", "inschrijfnummer kvk"),
    "contact_name": ("contactpersoon", "contact", "naam contactpersoon", "aanspreekpunt", "contactpersoon naam"),
    "contact_email": ("e mail", "email", "mail", "e mailadres", "emailadres", "mailadres", "e mail contactpersoon"),
    "contact_phone": ("telefoon", "telefoonnummer", "tel", "tel nr", "mobiel", "telefoonnr", "06 nummer"),
    "themes": ("thema", "thema s", "themas", "impactthema", "impactthema s", "maatschappelijk thema", "impact"),
    "jobs": (
        "banen", "arbeidsplaatsen", "werkplekken", "aantal banen", "aantal plekken", "plekken", "aantal werkplekken",
        "plaatsen", "arbeidsplekken", "aantal plaatsen",
    ),
    "phase": ("fase", "ontwikkelfase", "stadium", "levensfase"),
    "state": ("status", "stand", "toestand", "status dossier"),
    "account_manager": ("accountmanager", "account manager", "accounthouder", "am", "relatiebeheerder", "behandelaar"),
    "district": ("wijk", "stadsdeel", "gebied", "buurt", "district"),
    "street": ("adres", "straat", "straat en huisnummer", "vestigingsadres", "bezoekadres", "straat en nummer"),
    "postcode": ("postcode", "pc", "post code"),
    "city": ("plaats", "woonplaats", "vestigingsplaats", "stad", "plaatsnaam"),
    "last_contact": (
        "laatste contact", "laatst contact", "datum laatste contact", "laatste gesprek", "contactdatum",
        "laatst gesproken",
    ),
    "notes": ("opmerkingen", "opmerking", "notities", "notitie", "toelichting", "bijzonderheden", "aantekeningen"),
}  # fmt: skip
FIELDS = tuple(SYNONYMS)
#: What our own file of bad rows adds; never matched.
OURS = ("rij", "waarom niet")
PHASES = {
    "idea": ("idee", "ideefase", "idee fase", "concept", "verkenning"),
    "start_up": ("start", "starter", "startend", "start up", "startup", "opstart", "startfase", "startende"),
    "growth": ("groei", "groeiend", "groeier", "groeifase", "doorgroei"),
    "scale_up": ("opschaling", "scale up", "scaleup", "schaalvergroting", "opschalen"),
    "mature": ("volwassen", "gevestigd", "stabiel", "bestaand"),
}
STATES = {
    "active": ("actief", "lopend", "open", "in behandeling", "loopt"),
    "resting": ("rustend", "slapend", "in rust", "on hold", "pauze", "inactief", "niet actief"),
    "closed": ("gesloten", "afgesloten", "gestopt", "beeindigd", "klaar", "dicht", "failliet"),
}
THEMES = {
    "work": (
        "werk",
        "banen",
        "arbeid",
        "participatie",
        "arbeidsmarkt",
        "re integratie",
        "werkgelegenheid",
        "meedoen",
    ),
    "circular": ("circulair", "hergebruik", "recycling", "afval", "circulaire economie", "kringloop"),
    "care": ("zorg", "welzijn", "zorg en welzijn", "gezondheid", "dagbesteding"),
    "sustainable": ("duurzaam", "duurzaamheid", "energie", "milieu", "klimaat", "energietransitie"),
    "cohesion": (
        "buurt",
        "wijk",
        "samenleven",
        "sociale cohesie",
        "ontmoeting",
        "leefbaarheid",
        "samen leven",
    ),
    "education": ("onderwijs", "educatie", "opleiding", "ontwikkeling", "scholing", "leren"),
    "international": (
        "internationaal",
        "ontwikkelingssamenwerking",
        "fair trade",
        "internationale ontwikkeling",
    ),
}
