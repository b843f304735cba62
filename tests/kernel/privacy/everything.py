"""An enterprise with something of everything, under a name that occurs nowhere else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from accounts.budgets import actions as budgets
from accounts.casefile.actions import add_member, write_note
from accounts.conversation.models import MailAddress, Message, MessageDraft, MessageMail
from accounts.impact.models import Claim, ClaimEvidence, Indicator
from accounts.imports.models import Import, ImportMemory, ImportRow
from accounts.models import (
    CaseFile,
    Document,
    FinancingNeed,
    Intake,
    IntakeAttachment,
    ShareLink,
    Slice,
    SliceDependency,
)
from accounts.register.models import Publication, RegisterConsent, RegisterEntry
from accounts.timeline import actions as timeline
from portal.embedded import APP, OWNER
from portal.kernel.files.actions import store_bytes
from portal.kernel.models import IncomingFile, IncomingMail, Mail, Municipality, Person, StoredFile
from portal.kernel.outbox.actions import queue_raw_mail
from portal.kernel.tenancy.scope import scoped
from procurement.models import Contract, Supplier, SupplierMember
from procurement.social_return.efforts.models import Effort, EffortFile, EffortRemark
from procurement.social_return.ledger.models import LedgerEntry
from tests.factories import make_case_file, make_person, make_question
from tests.procurement.factories import make_social_return_contract

NAME, KVK, EMAIL, PHONE = "Zeldzame Zadelmakerij", "81726354", "quirina@zadelmakerij.example", "0990 818 273"
CONTACT = "Quirina Vosmaer"
TRACES = (NAME, KVK, EMAIL, PHONE, CONTACT)


@dataclass
class Everything:
    """The enterprise and the person of it."""

    case_file: CaseFile
    person: Person
    file_names: list[str]


def make_everything(municipality: Municipality, colleague: Person) -> Everything:
    """Make it, through the actions people use where there are."""
    case_file = make_case_file(municipality, NAME, kvk_number=KVK)
    person = make_person(CONTACT, EMAIL, phone=PHONE)
    domains = ("economy", "work", "care")
    with scoped([municipality.pk], domains=domains, person=colleague.pk):
        case_file.summary = f"{NAME} maakt zadels"
        case_file.save()
        case_file.enterprise.website = "https://zadelmakerij.example/"
        case_file.enterprise.save()
        add_member(case_file=case_file, person=person, by=colleague)
        write_note(case_file=case_file, domain="care", text=f"{CONTACT} belt liever", by=colleague)
        timeline.log_contact(
            case_file=case_file, by=colleague, channel="phone", on=dt.date(2026, 1, 5), with_whom=CONTACT,
            text=f"Bel {PHONE.replace(' ', '-')}",
        )  # fmt: skip
        timeline.add_task(
            case_file=case_file, title=f"Mail {EMAIL}", holder=colleague, due_on=None, by=colleague
        )
        stored = store_bytes(
            content=f"Plan van {NAME}".encode(), name=f"{NAME}.txt", content_type="text/plain", municipality=municipality
        )  # fmt: skip
        timeline.add_document(case_file=case_file, title=f"Plan {NAME}", file=stored, by=colleague)
        need = FinancingNeed.objects.create(
            municipality=municipality, case_file=case_file, title=f"Loods voor {NAME}", amount=Decimal(1000)
        )
        slices = [
            Slice.objects.create(
                municipality=municipality, need=need, kind="loan", source="Bank", amount=Decimal(500)
            )
            for _number in range(2)
        ]
        SliceDependency.objects.create(municipality=municipality, slice=slices[0], on=slices[1])
        ShareLink.objects.create(
            municipality=municipality, need=need, for_whom="Bank", token_hash="1" * 64, made_by=colleague,
            expires_at=timezone.now(),
        )  # fmt: skip
        line = budgets.make_line(
            municipality=municipality, by=colleague, domain="economy", kind="subsidy", name="Subsidie", year=2026,
            amount=Decimal(9000), source="Begroting",
        )  # fmt: skip
        budgets.reserve(
            line=line,
            case_file=case_file,
            amount=Decimal(100),
            purpose=f"Naaimachine voor {NAME}",
            by=colleague,
        )
        attachment = store_bytes(
            content=b"foto", name="foto.txt", content_type="text/plain", municipality=municipality
        )
        intake = Intake.objects.create(
            municipality=municipality, token_hash="2" * 64, state="accepted", name=NAME, kvk_number=KVK, email=EMAIL,
            reference="T-99", expires_at=timezone.now(), decided_at=timezone.now(), case_file=case_file,
            answers={"who": {"contact_name": CONTACT, "email": EMAIL, "phone": PHONE}},
        )  # fmt: skip
        IntakeAttachment.objects.create(municipality=municipality, intake=intake, file=attachment)
        queue_raw_mail(to=EMAIL, subject=f"Welkom {CONTACT}", text=f"Dag {NAME}", municipality=municipality)
        queue_raw_mail(to=EMAIL, subject="Je inloglink", text=f"Dag {CONTACT}")
    make_question(case_file, f"Wie helpt {NAME}?", asked_by=person)
    other = make_case_file(municipality, "Buurbedrijf")
    with scoped([municipality.pk], domains=domains, person=colleague.pk):
        timeline.log_contact(
            case_file=other, by=colleague, channel="mail", on=dt.date(2026, 2, 1), with_whom="",
            text=f"Deelt een hal met {NAME} ({CONTACT}, {PHONE})",
        )  # fmt: skip
        write_note(case_file=other, domain="work", text=f"Zie ook {NAME.upper()}", by=colleague)
    return Everything(case_file, person, [stored.content.name, attachment.content.name])


def make_newer_instruments(made: Everything, colleague: Person) -> None:
    """What came after: a conversation with mail both ways, an entry in the register, a claim, an import."""
    case_file, municipality = made.case_file, made.case_file.municipality
    now, tenant = timezone.now(), {"municipality": municipality}
    with scoped([municipality.pk], domains=("economy", "work", "care"), person=colleague.pk):
        MailAddress.objects.get_or_create(**tenant, case_file=case_file, defaults={"token": "z" * 20})
        incoming = IncomingMail.objects.create(
            **tenant, fingerprint="3" * 64, from_name=CONTACT, from_address=EMAIL, subject=f"Vraag van {NAME}",
            text=f"Groet, {CONTACT}", state="sorted",
        )  # fmt: skip
        photo = store_bytes(
            content=NAME.encode(), name=f"{CONTACT}.txt", content_type="text/plain", municipality=municipality
        )
        IncomingFile.objects.create(**tenant, incoming=incoming, file=photo)
        for number, state in enumerate(("unsorted", "discarded")):  # nobody sorted it
            IncomingMail.objects.create(
                **tenant, fingerprint=f"{number}" * 64, from_name=CONTACT, from_address=EMAIL.upper(), text=NAME,
                state=state, discard_reason="dubbel" * number, sorted_by=colleague if number else None,
            )  # fmt: skip
        message = Message.objects.create(
            **tenant, case_file=case_file, direction="in", channel="mail", author_name=CONTACT,
            author_address=EMAIL, text=f"Hallo van {NAME}", incoming=incoming,
        )  # fmt: skip
        written = Message.objects.create(
            **tenant,
            case_file=case_file,
            direction="in",
            channel="page",
            author=made.person,
            text="Mijn bericht",
        )
        answer = Message.objects.create(
            **tenant, case_file=case_file, direction="out", channel="mail", author=colleague, answers=message,
            text=f"Dag {CONTACT}",
        )  # fmt: skip
        mail = Mail.objects.create(**tenant, to="bekende@zadelmakerij.example", subject=NAME, text="Dag")
        MessageMail.objects.create(**tenant, message=answer, mail=mail)
        MessageDraft.objects.create(
            **tenant, case_file=case_file, person=colleague, typed={"text": f"Beste {CONTACT}"}
        )
        entry = RegisterEntry.objects.create(
            **tenant, case_file=case_file, slug="zeldzame-zadelmakerij", name=NAME, summary=f"{NAME} maakt zadels",
            state="published", published_at=now, decided_by=colleague,
        )  # fmt: skip
        RegisterConsent.objects.create(
            **tenant, entry=entry, given=True, shown={"name": NAME}, by=made.person
        )
        Publication.objects.create(**tenant, entry=entry, started_at=now)
        indicator = Indicator.objects.create(**tenant, name="Zadels", unit="stuks")
        claim = Claim.objects.create(
            **tenant, case_file=case_file, indicator=indicator, quantity=Decimal(4), starts_on=dt.date(2026, 1, 1),
            ends_on=dt.date(2026, 3, 31), explanation=f"{NAME} deed het", claimed_by=made.person,
        )  # fmt: skip
        ClaimEvidence.objects.create(
            **tenant, claim=claim, document=Document.objects.filter(case_file=case_file).first()
        )
        done = Import.objects.create(**tenant, name="lijst.xlsx", by=colleague, state="done")
        ImportRow.objects.create(
            **tenant, source=done, number=2, name=NAME, outcome="new", case_file=case_file, result="made"
        )
        ImportRow.objects.create(
            **tenant, source=done, number=3, name=NAME, outcome="bad", cells=[NAME, KVK, CONTACT], problems=[]
        )
        ImportMemory.objects.create(**tenant, case_file=case_file, row_key=f"kvk {KVK}")
    assert written.pk


def make_supplier_too(made: Everything, colleague: Person, ends_on: dt.date) -> Contract:
    """The same enterprise as a supplier with a settled contract, whose ledger names it."""
    municipality = made.case_file.municipality
    with scoped([municipality.pk], person=colleague.pk):
        supplier = Supplier.objects.create(
            municipality=municipality, enterprise=made.case_file.enterprise, contact_name="Q. V.",
            contact_email=EMAIL, contact_phone=PHONE,
        )  # fmt: skip
        SupplierMember.objects.create(municipality=municipality, supplier=supplier, person=made.person)
    contract = make_social_return_contract(
        municipality, colleague, supplier, awarded_on=dt.date(2012, 1, 5), starts_on=dt.date(2012, 2, 1),
        ends_on=ends_on,
    )  # fmt: skip
    with scoped([municipality.pk], person=colleague.pk):
        LedgerEntry.objects.create(
            municipality=municipality, contract=contract, account="accepted", amount=Decimal("1234.56"),
            subject="activity-1", text=f"Stage bij {NAME}", by=colleague,
        )  # fmt: skip
        effort = Effort.objects.create(
            municipality=municipality, contract=contract, kind="activity", text=f"Dag bij {CONTACT}",
            submitted_by=made.person,
        )  # fmt: skip
        stored = store_bytes(
            content=CONTACT.encode(), name="bewijs.txt", content_type="text/plain", municipality=municipality
        )
        EffortFile.objects.create(municipality=municipality, effort=effort, file=stored)
        EffortRemark.objects.create(
            municipality=municipality,
            effort=effort,
            text=f"Dag {CONTACT}",
            by=made.person,
            from_supplier=True,
        )
    return contract


def settle(contract: Contract) -> None:
    """The contract is settled."""
    with scoped([contract.municipality_id]):
        Contract.objects.filter(pk=contract.pk).update(state="settled")


def bytes_of(made: Everything) -> list[str]:
    """Which of its files are still in the storage."""
    storage = StoredFile._meta.get_field("content").storage
    return [name for name in made.file_names if storage.exists(name)]


def upload(name: str = "plan.txt", text: str = "tekst") -> SimpleUploadedFile:
    """A small upload."""
    return SimpleUploadedFile(name, text.encode())


def traces_in_all_tables(words: tuple[str, ...]) -> list[str]:
    """Tables in which one of the words occurs in any column, past row-level security. Empty when nothing does."""
    connection.commit() if not connection.in_atomic_block else None
    other = connection.copy()
    other.settings_dict["USER"] = OWNER
    found: list[Any] = []
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            for (table,) in cursor.fetchall():
                for word in words:
                    cursor.execute(
                        f'SELECT count(*) FROM "{table}" t WHERE strpos(lower(t::text), lower(%s)) > 0',
                        [word],
                    )
                    if cursor.fetchone()[0]:
                        found.append(f"{table}: {word}")
    finally:
        other.close()
    assert connection.settings_dict["USER"] == APP
    return sorted(found)
