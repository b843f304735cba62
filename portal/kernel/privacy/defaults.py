"""What the kernel itself registers: people, its own models, and what of it expires."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel.models import IncomingMail, Job, Mail, Membership, Person, ReadLog, StoredFile
from portal.kernel.people.holdings import holdings_of
from portal.kernel.privacy.registry import (
    NOTHING,
    REMOVE,
    UNLINK,
    ProcessingDefault,
    RetentionKind,
    Subject,
    declare,
    declare_all,
    register_processing,
    register_read_kind,
    register_retention,
    register_subject,
)
from portal.kernel.privacy.walk import links, our_models

SELECTION_LIST = "Selectielijst gemeenten en intergemeentelijke organen 2020"
BIO = "Baseline Informatiebeveiliging Overheid (BIO2)"


def _tie_models() -> list[Any]:
    return [model for model in our_models() if getattr(model, "row_policy", "") == "tenant_or_own"]


def _people_here() -> QuerySet[Person]:
    people = Person.objects.none()
    for model in _tie_models():
        people = people | Person.objects.filter(pk__in=model.objects.values("person_id"))
    return people


def _find_people(text: str) -> list[tuple[str, str, str]]:
    rows = _people_here().filter(name__icontains=text) | _people_here().filter(email__icontains=text)
    return [(str(row.pk), str(row), row.email) for row in rows.order_by("name", "email").distinct()[:20]]


def _describe_person(pk: str) -> str | None:
    found = _people_here().filter(pk=int(pk)).first() if pk.isdigit() and len(pk) < 19 else None
    return str(found) if found else None


def _about_person(pk: str) -> dict[str, list[Any]]:
    """Rows that are about the account: what ties it to this municipality, and what a declaration names."""
    from portal.kernel.models import Invitation
    from portal.kernel.privacy.registry import declared

    found: dict[str, list[Any]] = {}
    for model in _tie_models():
        found[model._meta.label] = list(
            model._base_manager.filter(person_id=int(pk)).values_list("pk", flat=True)
        )
    for how in declared():
        for name in how.about:  # what they only wrote is in `written_by`
            model = apps.get_model(how.model)
            found.setdefault(model._meta.label, []).extend(
                model._base_manager.filter(**{f"{name}_id": int(pk)}).values_list("pk", flat=True)
            )
    email = Person.objects.get(pk=int(pk)).email
    found["kernel.Invitation"] = list(
        Invitation.objects.filter(email__iexact=email).values_list("pk", flat=True)
    )
    found["kernel.Mail"] = list(Mail.objects.filter(to__iexact=email).values_list("pk", flat=True))
    found["kernel.IncomingMail"] = list(
        IncomingMail.objects.filter(from_address__iexact=email).values_list("pk", flat=True)
    )
    return {label: pks for label, pks in found.items() if pks}


def _blocked(pk: str) -> list[str]:
    membership = Membership.objects.filter(person_id=int(pk)).first()
    if membership and membership.is_active and holdings_of(membership):
        return [_("This colleague still holds work. Hand it over first, then end the access.")]
    return []


def _nobody_refers() -> QuerySet[StoredFile]:
    rows = StoredFile.objects.all()
    for model in our_models():
        for one in links(model):
            if one.related_model is StoredFile:
                rows = rows.exclude(Exists(model._base_manager.filter(**{one.name: OuterRef("pk")})))
    return rows


def _finished_jobs(moment: dt.datetime) -> QuerySet[Job]:
    return Job.objects.filter(finished_at__lt=moment).order_by("finished_at")


def _unsorted_mail(moment: dt.datetime) -> QuerySet[IncomingMail]:
    rows = IncomingMail.objects.exclude(state=IncomingMail.State.SORTED)
    return rows.filter(received_at__lt=moment).order_by("received_at", "pk")


def register() -> None:
    """Called once, when the apps are ready."""
    register_subject(
        Subject(
            code="person",
            label=gettext_lazy("Person"),
            removed_label=gettext_lazy("removed person"),
            root="kernel.Person",
            find=_find_people,
            describe=_describe_person,
            terms=lambda pk: [],
            people=lambda pk: [int(pk)],
            more=_about_person,
            blocked=_blocked,
        )
    )
    for code, label, months, source, rows, when in (
        ("mail", gettext_lazy("Sent mail"), 24, SELECTION_LIST,
         lambda moment: Mail.objects.filter(sent_at__lt=moment).order_by("sent_at"), "sent_at"),
        ("incoming-mail", gettext_lazy("Mail that belongs nowhere"), 12, SELECTION_LIST, _unsorted_mail, "received_at"),
        ("jobs", gettext_lazy("Background work and its results"), 3, BIO, _finished_jobs, "finished_at"),
        ("read-log", gettext_lazy("Read log"), 36, BIO,
         lambda moment: ReadLog.objects.filter(at__lt=moment).order_by("at"), "at"),
        ("files", gettext_lazy("Files nothing refers to"), 1, BIO,
         lambda moment: _nobody_refers().filter(created_at__lt=moment).order_by("created_at"), "created_at"),
    ):  # fmt: skip
        register_retention(
            RetentionKind(
                code=code,
                label=label,
                what=_WHAT[code],
                months=months,
                source=source,
                rows=rows,
                when=when,
                describe=_DESCRIBE[code],
            )
        )
    register_retention(
        RetentionKind(
            code="history",
            label=gettext_lazy("History of changes"),
            what=gettext_lazy("Who changed what: every earlier version of what is in the system."),
            months=84,
            source=SELECTION_LIST,
            history=True,
        )
    )
    _declare_models()
    register_read_kind("domain-notes", gettext_lazy("Private notes"))
    register_read_kind("document", gettext_lazy("Document"))
    register_read_kind("export", gettext_lazy("Export of a list"))
    register_read_kind("people-figures", gettext_lazy("Figures about people"))
    register_read_kind("privacy-export", gettext_lazy("Everything about one person or enterprise"))
    register_processing(
        ProcessingDefault(
            code="accounts-of-people",
            name="Accounts en toegang",
            purpose="Medewerkers en ondernemers laten inloggen en bepalen wat zij mogen zien en doen.",
            legal_basis="Taak van algemeen belang (AVG artikel 6 lid 1 onder e); plicht te beveiligen (artikel 32).",
            people="Medewerkers van de gemeente; ondernemers en hun medewerkers met een eigen pagina.",
            data="Naam, e-mailadres, telefoonnummer, rollen, domeinen, momenten van inloggen.",
            recipients="Functioneel beheer van de gemeente.",
            retention="Zolang iemand een account heeft; daarna tot er om verwijderen is gevraagd.",
            measures="Tweede factor voor medewerkers, wachtwoorden alleen als hash, toegang per rol en domein.",
        )
    )
    register_processing(
        ProcessingDefault(
            code="mail",
            name="Verstuurde en ontvangen mail",
            purpose="Mensen bereiken over hun vraag, hun account of hun werk, en mail aan de gemeente bij het juiste "
            "dossier brengen.",
            legal_basis="Taak van algemeen belang (AVG artikel 6 lid 1 onder e).",
            people="Ondernemers, medewerkers en anderen die mailen met de gemeente.",
            data="E-mailadres, naam, onderwerp, tekst en bijlagen.",
            recipients="Functioneel beheer; mail die nog niet is gesorteerd zien accountmanagers.",
            retention="Verstuurd: 24 maanden; nergens bij: 12 maanden (in te stellen bij Regels).",
            measures="Toegang per gemeente en rol; bijlagen worden gecontroleerd.",
        )
    )
    register_processing(
        ProcessingDefault(
            code="logging",
            name="Leeslogboek en geschiedenis",
            purpose="Kunnen nagaan wie gevoelige gegevens heeft gelezen en wie wat heeft gewijzigd.",
            legal_basis="Wettelijke plicht: beveiliging en verantwoording (AVG artikel 5 lid 2 en artikel 32; BIO2).",
            people="Medewerkers van de gemeente.",
            data="Wie, wanneer, welke pagina, over welke onderneming; elke wijziging met de vorige waarde.",
            recipients="De privacyfunctionaris van de gemeente.",
            retention="Leeslogboek 36 maanden, geschiedenis 84 maanden (in te stellen bij Regels).",
            measures="Het logboek kan niemand wijzigen; alleen de privacyfunctionaris leest het.",
        )
    )


_WHAT = {
    "incoming-mail": gettext_lazy(
        "Mail that came in and was discarded, answered by a machine, or never sorted."
    ),
    "mail": gettext_lazy("Mails that were sent, with their text."),
    "jobs": gettext_lazy("Work that is done, with the files it made, such as exports and PDFs."),
    "read-log": gettext_lazy("Who read what that is sensitive."),
    "files": gettext_lazy("Uploads that belong to nothing any more."),
}
_DESCRIBE: dict[str, Any] = {
    "incoming-mail": lambda row: f"{row.from_address}: {row.subject}",
    "mail": lambda row: f"{row.to}: {row.subject}",
    "jobs": str,
    "read-log": lambda row: f"{row.kind}: {row.label}",
    "files": str,
}


def _declare_models() -> None:
    accounts: dict[str, Any] = {"processing": "accounts-of-people"}
    logging: dict[str, Any] = {"processing": "logging"}
    mail: dict[str, Any] = {"processing": "mail"}
    who_did = gettext_lazy("Says which colleague did something; the account gets another name.")
    declare("kernel.Membership", REMOVE, about=("person",), **accounts)
    declare("kernel.Invitation", REMOVE, leave_out=("token_hash",), **accounts)
    declare("kernel.SavedView", REMOVE, about=("owner",), **accounts)
    declare_all("kernel.DefaultView kernel.ExportChoice", REMOVE, about=("person",), **accounts)
    log_in = gettext_lazy("Log-in details; they end when the account is removed.")
    declare_all(
        "account.EmailAddress account.EmailConfirmation mfa.Authenticator socialaccount.SocialAccount"
        " socialaccount.SocialToken usersessions.UserSession",
        UNLINK,
        why=log_in,
        **accounts,
    )
    declare("kernel.IncomingMail", leave_out=("fingerprint",), **mail)
    declare_all("kernel.IncomingFile kernel.Mail kernel.MailAttachment", **mail)
    declare(
        "kernel.ReadLog",
        NOTHING,
        why=gettext_lazy("Proves who read what; names in it are replaced."),
        **logging,
    )
    declare("kernel.StoredFile", NOTHING, why=gettext_lazy("Goes with what refers to it."), **logging)
    declare("kernel.SearchDocument", NOTHING, why=gettext_lazy("Goes with what it finds."), **logging)
    declare("kernel.Job", NOTHING, why=gettext_lazy("Goes with the file it made."), **logging)
    declare_all("kernel.RuleSet kernel.Processing kernel.LegalHold", NOTHING, why=who_did, **logging)
    declare(
        "kernel.PrivacyExport", NOTHING, why=gettext_lazy("Goes with the subject it is about."), **logging
    )
    report = gettext_lazy("The report that stays; it names nobody removed.")
    declare("kernel.RemovalOrder", NOTHING, why=report, **logging)
