"""An enterprise one can ask everything about: its case file in this municipality and all that hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from accounts.casefile.models import CaseFile, CaseFileState, DomainTrack, EnterpriseMember
from accounts.conversation.models import Message, MessageMail
from accounts.enterprises.models import Enterprise
from accounts.intake.models import Intake
from accounts.questions.models import QuestionRoute
from accounts.register.actions import touch
from accounts.renaming.models import FormerIdentity
from portal.kernel.models import IncomingMail
from portal.kernel.privacy.registry import Subject
from portal.kernel.privacy.walk import links, our_models


def _case_file(pk: str) -> CaseFile | None:
    if not pk.isdigit() or len(pk) > 18:
        return None
    return CaseFile.objects.select_related("enterprise").filter(pk=int(pk)).first()


def find(text: str) -> list[tuple[str, str, str]]:
    """Case files by name, reference or KVK number."""
    rows = CaseFile.objects.select_related("enterprise")
    found = (
        rows.filter(name__icontains=text)
        | rows.filter(reference__iexact=text)
        | rows.filter(enterprise__kvk_number=text)
    )
    return [
        (
            str(row.pk),
            row.name,
            " · ".join(part for part in (row.reference, row.enterprise.kvk_number) if part),
        )
        for row in found.order_by("name", "pk")[:20]
    ]


def describe(pk: str) -> str | None:
    """The name of the enterprise."""
    found = _case_file(pk)
    return found.name if found else None


def intakes(case_file: CaseFile) -> list[Intake]:
    """Intakes of this enterprise: those of the case file, and others with its KVK number."""
    rows = Intake.objects.filter(case_file=case_file)
    if case_file.enterprise.kvk_number:
        rows = rows | Intake.objects.filter(kvk_number=case_file.enterprise.kvk_number)
    return list(rows)


def terms(pk: str) -> list[str]:
    """Names, addresses and numbers to look for in texts: of the enterprise and of who sent in its intakes."""
    case_file = _case_file(pk)
    if case_file is None:
        return []
    enterprise = case_file.enterprise
    found = [case_file.name, enterprise.name, enterprise.kvk_number, enterprise.website]
    for former in FormerIdentity.objects.filter(case_file=case_file):
        found += [former.name, former.kvk_number]
    known = addresses(case_file)
    for mail in incoming_mail(case_file):
        if mail.from_address.lower() in known:  # others who wrote are not this enterprise
            found += [mail.from_name, mail.from_address]
    for intake in intakes(case_file):
        found += [intake.name, intake.email, intake.kvk_number]
        who = intake.answers.get("who", {})
        found += [str(who.get(key, "")) for key in ("contact_name", "email", "phone")]
    colleagues = set(_names_of_staff())
    return [term for term in found if term and term not in colleagues]


def _names_of_staff() -> list[str]:
    from portal.kernel.models import Membership

    return [
        text
        for row in Membership.objects.select_related("person")
        for text in (row.person.name, row.person.email, row.person.phone)
    ]


def people(pk: str) -> list[int]:
    """Accounts of the people of the enterprise."""
    return list(EnterpriseMember.objects.filter(case_file_id=pk).values_list("person_id", flat=True))


def addresses(case_file: CaseFile) -> list[str]:
    """E-mail addresses that are known to be of this enterprise."""
    found = [*EnterpriseMember.objects.filter(case_file=case_file).values_list("person__email", flat=True)]
    found += [intake.email for intake in intakes(case_file)]
    return sorted({address.lower() for address in found if address})


def incoming_mail(case_file: CaseFile) -> list[IncomingMail]:
    """Mail that came in and belongs to this enterprise: stored in its conversation, sent to the address of its case
    file though nobody sorted it yet, or sent from an address of its people."""
    condition = Q(
        pk__in=Message.objects.filter(case_file=case_file).exclude(incoming=None).values("incoming")
    )
    condition |= Q(suggestion=case_file.pk)
    for address in addresses(case_file):
        condition |= Q(from_address__iexact=address)
    return list(IncomingMail.objects.filter(condition))


def doubles(case_file: CaseFile) -> list[CaseFile]:
    """Case files that were merged into this one, and into those."""
    found = list(CaseFile.objects.filter(merged_into=case_file))
    return found + [further for double in found for further in doubles(double)]


def more(pk: str) -> dict[str, list[Any]]:
    """Its intakes, its mail both ways, and rows of this municipality that hang on the enterprise itself."""
    case_file = _case_file(pk)
    if case_file is None:
        return {}
    sent = MessageMail.objects.filter(message__case_file=case_file)
    found: dict[str, list[Any]] = {
        "accounts.Intake": [intake.pk for intake in intakes(case_file)],
        "kernel.IncomingMail": [mail.pk for mail in incoming_mail(case_file)],
        "kernel.Mail": list(sent.values_list("mail_id", flat=True)),
        "accounts.CaseFile": [double.pk for double in doubles(case_file)],
    }
    for model in our_models():
        if model is CaseFile or not any(field.name == "municipality" for field in model._meta.fields):
            continue
        for one in links(model):
            if one.related_model is Enterprise:
                found.setdefault(model._meta.label, []).extend(
                    model._base_manager.filter(
                        municipality_id=case_file.municipality_id, **{one.attname: case_file.enterprise_id}
                    ).values_list("pk", flat=True)
                )
    return found


def last(pk: str) -> dict[str, list[Any]]:
    """The enterprise itself: the database keeps it when another municipality uses it."""
    case_file = _case_file(pk)
    if case_file is None:
        return {}
    return {"accounts.Enterprise": [row.enterprise_id for row in (case_file, *doubles(case_file))]}


def without_a_face(municipality_id: int, name: str) -> Enterprise:
    """The enterprise on which what stays hangs: a name that says nothing, and no number."""
    name = name[:1].upper() + name[1:]
    return Enterprise.objects.create(
        municipality_id=municipality_id, name=name, legal_form=Enterprise.LegalForm.NONE
    )


def stand_in(pk: Any, name: str) -> int:
    """What stays hangs on a closed case file without a face: another name, no texts, an enterprise without a number."""
    case_file = CaseFile.objects.get(pk=pk)
    enterprise = without_a_face(case_file.municipality_id, name)
    return CaseFile.objects.create(
        municipality_id=case_file.municipality_id,
        enterprise=enterprise,
        name=enterprise.name,
        reference=f"V-{case_file.pk}",
        state=CaseFileState.CLOSED,
    ).pk


def register_changed(municipality_id: int) -> None:
    """An entry left the public register: who kept a copy of the open data has to ask again."""
    touch(municipality_id)


def own_files(people: Sequence[int]) -> dict[int, set[str]]:
    """Case files of which people are account manager or specialist, or where they answer a question."""
    found: dict[int, set[str]] = {}
    for rows in (
        CaseFile.objects.filter(account_manager__in=people).values_list("account_manager", "pk"),
        DomainTrack.objects.filter(specialist__in=people).values_list("specialist", "case_file"),
        QuestionRoute.objects.filter(holder__in=people).values_list("holder", "question__case_file"),
    ):
        for person, case_file in rows:
            found.setdefault(person, set()).add(str(case_file))
    return found


def subject() -> Subject:
    """The kind of subject for the registry."""
    return Subject(
        code="enterprise",
        label=gettext_lazy("Enterprise"),
        removed_label=gettext_lazy("removed enterprise"),
        root="accounts.CaseFile",
        find=find,
        describe=describe,
        terms=terms,
        people=people,
        more=more,
        last=last,
    )
