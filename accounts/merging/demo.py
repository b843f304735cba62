"""Doubles in the demo: a pair that waits to be compared, and one that was merged last week."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.casefile.actions import add_member, change_track, open_case_file, write_note
from accounts.casefile.models import CaseFile
from accounts.enterprises.actions import get_or_create_enterprise
from accounts.merging.actions import merge
from accounts.timeline.actions import add_task, log_contact
from portal.kernel.models import Municipality, Person


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Sanne opened a file after a visit; Youssef had one already, from the intake. And a merge of last week."""
    _laundry(municipality, staff)
    _beekeepers(municipality, staff)


def _laundry(municipality: Municipality, staff: dict[str, Person]) -> None:
    now, sanne = timezone.now(), staff["sanne"]
    double = _file(
        municipality, sanne, now - dt.timedelta(days=68), name="Wasserij Wasgoed BV", kvk_number="90000911",
        legal_form="bv", street="Spoorlaan 60", postcode="9813 XY", city=municipality.name,
        website="https://wasgoed.example",
        facts={
            "phase": "scale_up", "themes": ["work", "circular"], "district": "Noord",
            "summary": "Wasserij aan het spoor. Na de omzetting naar een bv willen zij een tweede lijn voor de zorg.",
            "offer": "Vijf extra plekken, te beginnen met proefplaatsing.",
        },
    )  # fmt: skip
    log_contact(
        case_file=double, by=sanne, channel="visit", on=(now - dt.timedelta(days=67)).date(),
        with_whom="Jet Groeneveld", at=now - dt.timedelta(days=67),
        text="Rondleiding. Zij zijn sinds kort een bv en zoeken ruimte voor een tweede wasstraat.",
    )  # fmt: skip
    log_contact(
        case_file=double, by=sanne, channel="phone", on=(now - dt.timedelta(days=31)).date(),
        with_whom="Jet Groeneveld", at=now - dt.timedelta(days=31),
        text="De bank wil de cijfers van de bv zien voor zij beslist.",
    )  # fmt: skip
    add_task(
        case_file=double, title="Vraag de vastgoedafdeling naar de hal naast het spoor", holder=sanne,
        due_on=(now + dt.timedelta(days=6)).date(), by=sanne,
    )  # fmt: skip
    track = double.tracks.get(domain="care")
    change_track(
        track=track, version=track.version, by=staff["kees"], at=now - dt.timedelta(days=60),
        changes={"state": "running", "specialist": staff["kees"], "goal": "Was van drie zorglocaties bij Wasgoed",
                 "next_action": "Inkoop Wmo vragen naar het wascontract",
                 "next_action_on": (now + dt.timedelta(days=12)).date()},
    )  # fmt: skip
    write_note(
        case_file=double, domain="care", text="Let op de werkdruk in de eerste weken.", by=staff["kees"]
    )
    first = CaseFile.objects.get(name="Wasgoed")
    member = first.members.select_related("person").first()
    if member:
        add_member(case_file=double, person=member.person, by=sanne, at=now - dt.timedelta(days=66))


def _beekeepers(municipality: Municipality, staff: dict[str, Person]) -> None:
    now, sanne = timezone.now(), staff["sanne"]
    double = _file(
        municipality, sanne, now - dt.timedelta(days=20), name="Imkers op het dak", kvk_number="",
        street="Parkweg 77", postcode="9811 JK", city=municipality.name,
        facts={"phase": "start_up", "themes": ["sustainable"], "summary": "Bijenkasten op daken."},
    )  # fmt: skip
    log_contact(
        case_file=double, by=sanne, channel="meeting", on=(now - dt.timedelta(days=20)).date(),
        with_whom="Otto Nauta", at=now - dt.timedelta(days=20),
        text="Sprak hem op de markt. Zoekt een dak bij de bibliotheek.",
    )  # fmt: skip
    first = CaseFile.objects.get(name="Stadsimkers")
    double.refresh_from_db()
    merge(
        survivor=first, merged=double, versions=(first.version, double.version), choices={"name": "here"},
        reason="Zelfde imkers: op de markt gebruikten zij een andere naam.", by=sanne,
        at=now - dt.timedelta(days=8),
    )  # fmt: skip


def _file(
    municipality: Municipality, by: Person, at: dt.datetime, *, name: str, kvk_number: str,
    facts: dict[str, object], **enterprise: str,
) -> CaseFile:  # fmt: skip
    made = get_or_create_enterprise(municipality=municipality, kvk_number=kvk_number, name=name, **enterprise)
    case_file, _new = open_case_file(
        municipality=municipality, enterprise=made, by=by, account_manager=by, opened_at=at, **facts
    )
    return case_file
