"""The creditor list of the demo: two years, some social enterprises by number, one by a name to check, two bad rows."""

from __future__ import annotations

from django.utils import timezone

from accounts.imports.headings import match_columns
from portal.kernel.files.actions import store_bytes
from portal.kernel.jobs.actions import run_inside
from portal.kernel.models import Municipality, Person
from procurement.spend.buyers import Buyer
from procurement.spend.lists.actions import begin, start
from procurement.spend.lists.engine import SYNONYMS

HEADINGS = ("Crediteur", "KvK-nummer", "Bedrag excl. btw", "Afdeling", "Inkoopcategorie", "Kwartaal")
#: (creditor, KVK number, department, category, euros last year, euros the year before)
ROWS = (
    ("Schoonvast Facilitair bv", "90000901", "Facilitair", "Schoonmaak", "412500,00", "398000,00"),
    ("Bouwbedrijf Van Ellekom bv", "90000902", "Vastgoed", "Bouw en klussen", "1180000,00", "940000,00"),
    ("Groenrijk Hoveniers bv", "90000903", "Stadsbeheer", "Groenonderhoud", "265400,00", "251000,00"),
    ("Catering De Lepel bv", "90000904", "Facilitair", "Catering", "138250,50", "141900,00"),
    ("Stichting Soepel Wijkrestaurant", "90000022", "Facilitair", "Catering", "18400,00", "9250,00"),
    ("Fietswerk Noord", "90000033", "Facilitair", "Fietsen", "32650,75", "21480,00"),
    ("De Tweede Draad", "90000011", "Communicatie", "Geschenken", "12980,00", ""),
    ("Zorgtuin De Linden", "90000066", "Stadsbeheer", "Groenonderhoud", "41200,00", "38700,00"),
    ("Wasgoed", "90000111", "Facilitair", "Was en textiel", "8940,20", "8115,00"),
    ("Koffie met Karakter B.V.", "", "Facilitair", "Eten en drinken", "6480,00", "5920,00"),
    ("Tweede Leven Witgoed VOF", "", "Vastgoed", "Apparaten", "9760,00", ""),
    ("Drukkerij Inkt & Zoon", "90000931", "Communicatie", "Drukwerk", "54300,00", "61200,00"),
    ("Taxi Centrale Vecht", "90000932", "Sociaal domein", "Vervoer", "318000,00", "302500,00"),
    ("Meubelhuis Modern", "90000933", "Facilitair", "Meubels", "47750,00", "12900,00"),
    ("Softwarehuis Bits bv", "90000934", "ICT", "ICT en administratie", "285000,00", "276000,00"),
    ("Verhuur De Zaal", "90000935", "Communicatie", "Zalen en evenementen", "23800,00", "19450,00"),
)  # fmt: skip
WRONG = (
    ("Onbekende leverancier", "12", "1250,00", "Facilitair", "Overig", ""),
    ("Post zonder bedrag", "", "n.v.t.", "Facilitair", "Overig", ""),
)


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """What the coordinator brought in, read and matched; the pairs by name wait for a person."""
    by, year = staff["tarik"], timezone.localdate().year - 1
    lines = [";".join(HEADINGS)]
    for name, number, department, category, now, before in ROWS:
        for amount, when in ((now, year), (before, year - 1)):
            if amount:
                lines.append(f"{name};{number};{amount};{department};{category};{when}-Q{len(lines) % 4 + 1}")
    lines += [";".join(row) for row in WRONG]
    file = store_bytes(
        content="\n".join(lines).encode(), name="crediteuren.csv", content_type="text/csv", municipality=municipality,
        by=by,
    )  # fmt: skip
    source = begin(
        buyer=Buyer(municipality), file=file, name=f"Crediteuren {year - 1} en {year}", year=year, by=by
    )
    mapping = match_columns(HEADINGS, SYNONYMS)
    source = start(source=source, sheet="", header_row=1, headings=HEADINGS, mapping=mapping, by=by)
    assert source.job is not None
    run_inside(job=source.job)
