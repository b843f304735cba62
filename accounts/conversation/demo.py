"""Conversations of the demo: templates, messages both ways, and two mails that wait in the tray."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage

from django.conf import settings
from django.utils import timezone

from accounts.casefile.models import CaseFile
from accounts.conversation.actions import make_template, send_message
from accounts.conversation.addresses import address_of
from accounts.conversation.models import Message
from portal.kernel.inbox.actions import receive
from portal.kernel.inbox.adapters import Fetched
from portal.kernel.inbox.compose import EXAMPLES, answer_to
from portal.kernel.models import Mail, Municipality, Person

TEMPLATES = (
    ("Kennismaken", "Kennismaken met {onderneming}",
     "Beste {contactpersoon},\n\nGraag maken we kennis met {onderneming}. Past een bezoek in de komende twee weken? "
     "Stuur drie momenten die u uitkomen, dan kom ik langs.\n\n"
     "Met vriendelijke groet,\n{accountmanager}\ngemeente {gemeente}"),
    ("Documenten nodig", "Wij missen nog documenten",
     "Beste {contactpersoon},\n\nOm verder te kunnen met dossier {dossiernummer} hebben wij nog nodig:\n\n- \n\n"
     "U kunt ze als antwoord op deze mail sturen, of op uw eigen pagina zetten: {eigen_pagina}\n\n"
     "Met vriendelijke groet,\n{accountmanager}"),
    ("Hoe gaat het?", "Hoe gaat het met {onderneming}?",
     "Beste {contactpersoon},\n\nWe spraken elkaar een tijd niet. Hoe gaat het met {onderneming}, en kunnen wij iets "
     "voor u doen?\n\nMet vriendelijke groet,\n{accountmanager}"),
)  # fmt: skip

#: (place in the list, days ago, subject, text, answer or "", names of example files in the answer).
STORY = (
    (0, 21, "Ruimte in de oude drukkerij",
     "Beste Aafke,\n\nIn de oude drukkerij komt vanaf januari 180 m² vrij. Wilt u komen kijken? Donderdag om 10.00 uur "
     "is de beheerder er.\n\nMet vriendelijke groet,\nSanne Verbeek",
     "Beste Sanne,\n\nGraag! Donderdag om 10.00 uur ben ik er, met onze bedrijfsleider. Onze offerte voor de "
     "bedrijfskleding gaat meteen mee.\n\nGroet, Aafke", ("good", "bad")),
    (1, 12, "Uw plan voor het buurtrestaurant",
     "Beste Boris,\n\nDank voor uw plan. Kunt u ons laten weten hoeveel gasten u per week verwacht?\n\n"
     "Met vriendelijke groet,\nSanne Verbeek",
     "Hoi Sanne,\n\nWij rekenen op 120 gasten per week, verdeeld over vier avonden. Kan de gemeente ook helpen met een "
     "ontheffing voor het terras?\n\nBoris", ()),
    (4, 6, "Lunch voor ondernemers op 9 december",
     "Beste ondernemer,\n\nOp 9 december lunchen we met sociale ondernemers in het stadhuis. Komt u ook?\n\n"
     "Met vriendelijke groet,\nYoussef Amrani", "", ()),
)  # fmt: skip


def make(municipality: Municipality, staff: dict[str, Person]) -> None:
    """Templates, three conversations, an enterprise that mails from an unknown address, and advertising."""
    for name, subject, text in TEMPLATES:
        make_template(municipality_id=municipality.pk, name=name, subject=subject, text=text)
    files = list(CaseFile.objects.select_related("municipality").order_by("pk"))
    for place, days, subject, text, answer, names in STORY:
        at = timezone.now() - dt.timedelta(days=days)
        case_file = files[place]
        by = case_file.account_manager or staff["sanne"]
        message = send_message(case_file=case_file, by=by, subject=subject, text=text, at=at)
        Mail.objects.filter(message_mail__message=message).update(
            state=Mail.State.SENT, created_at=at, sent_at=at
        )
        if answer:
            mail = Mail.objects.get(message_mail__message=message)
            person = Person.objects.get(email=mail.to)
            attached = [EXAMPLES[key] for key in names]
            _take(answer_to(mail, sender=mail.to, name=person.name, text=answer, files=attached))
    _strange(files[2], municipality)
    Message.objects.filter(case_file=files[0], direction="in").update(
        at=timezone.now() - dt.timedelta(days=20)
    )


def _take(message: EmailMessage) -> None:
    raw = message.as_bytes()
    receive(Fetched("demo", raw, len(raw)))


def _strange(case_file: CaseFile, municipality: Municipality) -> None:
    """Two mails of which a person must say where they belong."""
    for sender, name, to, subject, text in (
        ("chiara.prive@thuis.example", "Chiara", address_of(case_file), "Nieuwe adresgegevens",
         "Dag,\n\nIk mail even vanaf mijn eigen adres. Wij zijn verhuisd naar de Havenstraat.\n\nChiara"),
        ("verkoop@printershop.example", "Printershop", f"{municipality.slug}@{settings.INBOX_DOMAIN}",
         "Nu 20% korting op toners", "Profiteer deze week van onze actie op alle toners en cartridges."),
    ):  # fmt: skip
        message = EmailMessage()
        message["From"] = f"{name} <{sender}>"
        message["To"] = to
        message["Subject"] = subject
        message["Message-ID"] = f"<demo-{name.lower()}@{sender.partition('@')[2]}>"
        message.set_content(text)
        _take(message)
