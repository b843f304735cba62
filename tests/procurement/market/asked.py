"""Forty questions of buyers, and which offers of the demo they should find.

Written before the search was tuned, from how buyers ask: whole words, stems, compounds, typing errors, other words for
the same thing, and two or three words together. An offer stands here by its title.
"""

LUNCH, BUFFET, BARISTA = (
    "Broodjes en soep voor vergaderingen", "Buffet voor feesten en recepties", "Baristabar op locatie",
)  # fmt: skip
COFFEE, VEGETABLES, CANTEEN = (
    "Vers gebrande koffiebonen", "Groente- en fruitpakketten van boeren uit de buurt", "Beheer van uw kantine",
)  # fmt: skip
SOUP, KITCHEN_GARDEN, GARDEN = (
    "Soep van geredde groente", "Moestuingroente in het seizoen", "Tuinonderhoud en snoeiwerk",
)  # fmt: skip
HONEY, BEES, BAGS = "Honing met uw eigen etiket", "Bijenkasten op uw dak", "Tassen van afgedankt textiel"
MENDING, CHRISTMAS = "Werkkleding herstellen en vermaken", "Kerstpakketten met een verhaal"
BICYCLES, SECOND_HAND = "Onderhoud van dienstfietsen", "Opgeknapte tweedehands fietsen"
SOLAR, TABLES, FURNITURE = (
    "Zonnepanelen op uw dak", "Vergadertafels van sloophout", "Meubels repareren en opknappen",
)  # fmt: skip
WALLS, REPAIR, COMPUTERS = "Binnenwanden en timmerwerk", "Apparaten repareren", "Inzamelen van oude computers"
LAUNDRY, RIDES, POST = (
    "Wasserij voor zorg en horeca", "Vervoer naar dagbesteding", "Pakketjes en post bezorgen in de stad",
)  # fmt: skip
WEBSITE, SCANNING, WASHERS = (
    "Websites bouwen en testen", "Gegevens invoeren en archief scannen", "Wasmachines als nieuw",
)  # fmt: skip
ODD_JOBS, PAINTING, HALL = (
    "Klussen in huis voor ouderen", "Schilderwerk binnen en buiten", "Zaal huren voor bijeenkomsten",
)  # fmt: skip
THEATRE, LANGUAGE = "Theater op uw congres", "Taalles op de werkvloer"

QUERIES: tuple[tuple[str, set[str]], ...] = (
    # as it is written
    ("soep", {LUNCH, SOUP}),
    ("tuinonderhoud", {GARDEN}),
    ("wasserij", {LAUNDRY}),
    ("zonnepanelen", {SOLAR}),
    ("kerstpakketten", {CHRISTMAS}),
    ("schilderwerk", {PAINTING}),
    # stems
    ("fiets", {BICYCLES, SECOND_HAND}),
    ("tas", {BAGS}),
    ("fietsen repareren", {BICYCLES}),
    ("tafel", {TABLES}),
    ("broodje", {LUNCH}),
    ("panelen plaatsen", {SOLAR}),
    # compounds, taken apart or put together
    ("kantinebeheer", {CANTEEN}),
    ("lunchbezorging", {LUNCH}),
    ("fietsonderhoud", {BICYCLES}),
    ("koffie", {COFFEE, BARISTA}),
    ("meubelreparatie", {FURNITURE}),
    ("groentepakket", {VEGETABLES}),
    ("zaalverhuur", {HALL}),
    ("bedrijfskleding wassen", {LAUNDRY}),
    ("websitebouw", {WEBSITE}),
    ("archiefdigitalisering", {SCANNING}),
    ("tuin onderhoud", {GARDEN}),
    # typing errors
    ("cattering", {LUNCH, BUFFET, BARISTA, CANTEEN}),
    ("zonnepannelen", {SOLAR}),
    ("schilderwrk", {PAINTING}),
    ("kofie", {COFFEE, BARISTA}),
    ("wasmasjine", {WASHERS}),
    ("honning", {HONEY}),
    # other words for the same
    ("catering", {LUNCH, BUFFET, BARISTA, CANTEEN}),
    ("hovenier", {GARDEN}),
    ("rijwielen", {BICYCLES, SECOND_HAND}),
    ("relatiegeschenk", {HONEY, CHRISTMAS}),
    ("koerier", {POST}),
    ("taxi", {RIDES}),
    ("witgoed", {WASHERS}),
    ("vergaderruimte", {HALL}),
    # words together
    ("lunch voor vergadering", {LUNCH}),
    ("oude laptops inleveren", {COMPUTERS}),
    ("bureau van hergebruikt hout", {TABLES}),
)
