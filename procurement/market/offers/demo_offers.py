"""The invented offers of the demo, told as entrepreneurs do.

(case file's place in the list, kind, title, text, category, CPV without check digit, district, price, per, largest
order in euros, what an order brings about)
"""

OFFERS = (
    (1, "service", "Broodjes en soep voor vergaderingen", "Wij bezorgen een lunch met belegde broodjes, verse soep en fruit. Ook vegetarisch en halal. Vanaf tien personen.", "catering", "55520000", "Centrum", "12.50", "person", "15000", "Elke tien lunches geven iemand een middag begeleid werk."),
    (1, "service", "Buffet voor feesten en recepties", "Een warm of koud buffet in uw zaal, met bediening. Wij ruimen ook weer op.", "catering", "55520000", "Centrum", "24.00", "person", "20000", "Vier mensen met een beperking draaien mee in keuken en bediening."),
    (8, "service", "Baristabar op locatie", "Een espressobar met barista op uw beurs, bijeenkomst of personeelsdag.", "catering", "55330000", "Centrum", "450", "day", "12000", "Per dag werken twee mensen met een psychische kwetsbaarheid."),
    (8, "product", "Vers gebrande koffiebonen", "Koffie voor kantoor, in zakken van een kilo. Wij branden iedere week.", "food", "15860000", "Centrum", "18.50", "piece", "25000", "Honderd kilo is een week werk voor een leerling."),
    (17, "product", "Groente- en fruitpakketten van boeren uit de buurt", "Pakketten met groente, fruit en zuivel, bezorgd op kantoor, school of thuis.", "food", "15300000", "De Linden", "15", "piece", "40000", "Boeren krijgen een eerlijke prijs; mensen uit de wijk pakken in."),
    (17, "service", "Beheer van uw kantine", "Wij runnen uw bedrijfsrestaurant: inkoop, koken, bediening en schoonmaak, iedere werkdag.", "catering", "55510000", "De Linden", None, "month", "150000", "Een kantine geeft drie leerwerkplekken."),
    (10, "product", "Soep van geredde groente", "Verse soep in emmers van vijf liter, voor buurthuizen en bedrijfsrestaurants.", "food", "15890000", "De Linden", "22.50", "piece", "8000", "Elke emmer redt vier kilo groente."),
    (5, "product", "Moestuingroente in het seizoen", "Sla, courgette, pompoen en bonen uit onze tuin, iedere dinsdag en vrijdag.", "food", "03220000", "De Linden", "8", "piece", "5000", "Mensen met dementie zaaien en oogsten mee."),
    (5, "service", "Tuinonderhoud en snoeiwerk", "Wij maaien, schoffelen en snoeien bij scholen, kantoren en wooncomplexen.", "green", "77310000", "De Linden", "38", "hour", "60000", "Een vaste ploeg van vijf mensen die buiten tot rust komen."),
    (14, "product", "Honing met uw eigen etiket", "Potjes stadshoning als relatiegeschenk, met uw logo.", "gifts", "03142100", "Centrum", "7.50", "piece", "6000", "Imkers in opleiding slingeren en vullen."),
    (14, "service", "Bijenkasten op uw dak", "Wij plaatsen en verzorgen bijenvolken en geven uitleg aan uw mensen.", "green", "77000000", "Centrum", "1200", "piece", "15000", "Een kast is een dagdeel werk in de week."),
    (0, "product", "Tassen van afgedankt textiel", "Stevige schoudertassen en laptophoezen, gemaakt van oude vlaggen, spandoeken en bedrijfskleding.", "textile", "18930000", "Spinnerswijk", "27.50", "piece", "30000", "Honderd tassen geven iemand een maand werk."),
    (0, "service", "Werkkleding herstellen en vermaken", "Naaiwerk: ritsen, zomen, logo's verwijderen of opzetten.", "textile", "50830000", "Spinnerswijk", "9.50", "piece", "12000", "Mensen leren op de naaimachine een vak."),
    (0, "product", "Kerstpakketten met een verhaal", "Pakketten met streekproducten en iets van textiel, ingepakt in een tas die u houdt.", "gifts", "18530000", "Spinnerswijk", "39", "piece", "60000", "Inpakken is seizoenswerk voor twintig mensen."),
    (2, "service", "Onderhoud van dienstfietsen", "Wij halen uw fietsen op, maken ze en brengen ze terug. Ook bakfietsen en e-bikes.", "bicycles", "50110000", "Noord", "65", "piece", "45000", "Jongeren zonder diploma worden fietstechnicus."),
    (2, "product", "Opgeknapte tweedehands fietsen", "Weesfietsen die weer als nieuw zijn, met een half jaar garantie.", "bicycles", "34430000", "Noord", "149", "piece", "30000", "Iedere fiets is zes uur werk voor een leerling."),
    (3, "service", "Zonnepanelen op uw dak", "Wij plaatsen panelen samen met buurtbewoners en delen de stroom in de wijk.", "energy", "09331200", "Noord", None, "order", "250000", "Tien installateurs in opleiding per jaar."),
    (4, "product", "Vergadertafels van sloophout", "Tafels en bureaus op maat, van balken uit gesloopte huizen.", "furniture", "39121200", "Centrum", "1450", "piece", "80000", "Statushouders leren het vak en de taal."),
    (4, "service", "Meubels repareren en opknappen", "Wij schuren, lijmen en stofferen uw oude kantoormeubels.", "furniture", "50850000", "Centrum", "55", "hour", "25000", "Meubels gaan langer mee en iemand leert stofferen."),
    (4, "service", "Binnenwanden en timmerwerk", "Scheidingswanden, keukens en kasten, van hergebruikt hout.", "building", "45420000", "Centrum", "58", "hour", "90000", "Twee leerlingen op iedere klus."),
    (7, "service", "Apparaten repareren", "Koffiezetapparaten, stofzuigers en gereedschap: wij maken het in plaats van weggooien.", "repair", "50800000", "Haven", "35", "hour", "10000", "Minder afval en een leerplek voor drie mensen."),
    (7, "service", "Inzamelen van oude computers", "Wij halen afgeschreven laptops en telefoons op en wissen de gegevens met een bewijs.", "waste", "90511000", "Haven", "4", "piece", "20000", "Sorteren en slopen is werk voor acht mensen."),
    (9, "service", "Wasserij voor zorg en horeca", "Wij wassen, drogen en strijken beddengoed, handdoeken en bedrijfskleding. Halen en brengen.", "laundry", "98310000", "Haven", "2.10", "piece", "200000", "Werk voor mensen uit de sociale werkvoorziening."),
    (11, "service", "Vervoer naar dagbesteding", "Taxibusjes met vaste chauffeurs, ook voor rolstoelen.", "transport", "60130000", "Noord", "3.20", "order", "120000", "Oud-chauffeurs blijven aan het werk."),
    (11, "service", "Pakketjes en post bezorgen in de stad", "Koeriers op de bakfiets brengen post en pakketten dezelfde dag.", "transport", "64120000", "Noord", "6.50", "piece", "30000", "Schone ritten door mensen die lang thuis zaten."),
    (12, "service", "Websites bouwen en testen", "Jonge programmeurs maken uw website en testen of iedereen hem kan gebruiken.", "it", "72413000", "Centrum", "62", "hour", "50000", "Jongeren met autisme doen werkervaring op."),
    (12, "service", "Gegevens invoeren en archief scannen", "Wij digitaliseren papieren dossiers en controleren lijsten.", "it", "72312000", "Centrum", "29", "hour", "40000", "Werk in een rustige ruimte, op eigen tempo."),
    (13, "product", "Wasmachines als nieuw", "Opgeknapte wasmachines, drogers en koelkasten met een jaar garantie.", "repair", "39713200", "Noord", "189", "piece", "60000", "Elke machine is een dag werk voor een leerling."),
    (15, "service", "Klussen in huis voor ouderen", "Drempels weghalen, beugels plaatsen, lampen ophangen, sloten vervangen.", "building", "45453000", "Noord", "42", "hour", "75000", "Leerlingen uit de wijk gaan mee met een vakman."),
    (15, "service", "Schilderwerk binnen en buiten", "Kozijnen, deuren en muren van woningen, scholen en kantoren.", "building", "45442100", "Noord", "44", "hour", "80000", "Per woning werken twee leerlingen mee."),
    (16, "service", "Zaal huren voor bijeenkomsten", "Een theaterzaal met 120 stoelen, licht, geluid en een ringleiding. Ook vergaderruimtes.", "events", "70220000", "Haven", "395", "day", "15000", "Spelers met een beperking ontvangen uw gasten."),
    (16, "service", "Theater op uw congres", "Een voorstelling over meedoen, met na afloop een gesprek.", "events", "92312100", "Haven", "1250", "order", "20000", "Zes spelers met en zonder beperking verdienen mee."),
    (6, "service", "Taalles op de werkvloer", "Uw medewerkers oefenen Nederlands tijdens het werk, met een taalcoach.", "training", "80580000", "Centrum", "75", "hour", "25000", "Nieuwkomers vinden sneller vast werk."),
)  # fmt: skip
