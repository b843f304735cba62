"""Letters of a settlement: their words are kept at once, a worker prints them, and the supplier gets a mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kernel.files.actions import store_bytes
from portal.kernel.jobs.actions import start_job
from portal.kernel.jobs.registry import JobRun, job_handler
from portal.kernel.models import Person, StoredFile
from portal.kernel.outbox.links import absolute
from portal.kernel.pdf import print_pdf
from portal.ui.formats import euro
from portal.ui.templatetags.nlds import nl_date
from procurement.social_return.contracts.models import Contract
from procurement.social_return.settlement.models import LetterKind, Settlement, SettlementLetter
from procurement.social_return.settlement.rulesets import paragraphs
from procurement.suppliers.mail import mail_people

KIND = "settlement-letter"


def send_letter(
    *, settlement: Settlement, contract: Contract, kind: LetterKind, words: Mapping[str, str], by: Person
) -> SettlementLetter:
    """Keep the letter, have it printed, and mail the people of the supplier. In the transaction of the step itself."""
    today = timezone.localdate()
    filled = {
        "opdrachtnemer": str(contract.supplier),
        "contract": contract.title,
        "nummer": contract.reference,
        **words,
    }
    letter = SettlementLetter.objects.create(
        municipality_id=contract.municipality_id,
        settlement=settlement,
        kind=kind,
        subject=(_("Social return %(number)s") % {"number": contract.reference} + f": {kind.label}")[:200],
        paragraphs=paragraphs(kind.value, filled, municipality_id=contract.municipality_id, on=today),
        made_by=by,
    )
    start_job(
        kind=KIND, title=letter.subject, params={"letter": letter.pk}, by=by, municipality=contract.municipality,
        url=reverse("settlement", args=[contract.pk]),
    )  # fmt: skip
    mail_people(
        supplier_id=contract.supplier_id,
        municipality_id=contract.municipality_id,
        template="mail/procurement/settlement_letter",
        context={
            "contract": contract,
            "letter": letter,
            "hear_until": settlement.hear_until if kind == LetterKind.INTENT else None,
            "url": absolute(reverse("my_settlement", args=[contract.pk])),
        },
    )
    return letter


def money_words(owed: Any, accepted: Any, missing: Any, **more: Any) -> dict[str, str]:
    """Amounts as they stand in a letter."""
    amounts = {"verplichting": owed, "geaccepteerd": accepted, "tekort": missing, **more}
    return {name: euro(value) for name, value in amounts.items()}


def day_word(day: dt.date) -> dict[str, str]:
    """The last day of a term, as it stands in a letter."""
    return {"uiterlijk": nl_date(day)}


def render_letter(letter: SettlementLetter) -> bytes:
    """The letter as PDF/UA."""
    contract = letter.settlement.contract
    enterprise, municipality = contract.supplier.enterprise, contract.municipality
    return print_pdf(
        "kernel/pdf/letter.html",
        {
            "subject": letter.subject,
            "addressee": [
                line
                for line in (
                    enterprise.name,
                    contract.supplier.contact_name,
                    enterprise.street,
                    f"{enterprise.postcode} {enterprise.city}".strip(),
                )
                if line
            ],
            "place_date": f"{municipality.name}, {nl_date(timezone.localtime(letter.made_at).date())}",
            "reference": contract.reference,
            # An amount stays on one line.
            "paragraphs": [text.replace("EUR ", "EUR\u00a0") for text in letter.paragraphs],
            "signer": str(letter.made_by),
            "function": _("Coordinator social return"),
        },
        municipality,
    )


@job_handler(KIND)
def print_letter(run: JobRun) -> StoredFile:
    """Print a letter; whoever comes a second time gets the file that is there."""
    run.progress(0, 1, _("Printing the letter"))
    found = SettlementLetter.objects.select_related(
        "made_by", "settlement__contract__supplier__enterprise", "settlement__contract__municipality"
    ).get(pk=run.params["letter"])
    content = render_letter(found)
    with transaction.atomic():
        letter = SettlementLetter.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if letter.file is None:
            letter.file = store_bytes(
                content=content,
                name=f"social-return-{found.settlement.contract.reference}-{letter.get_kind_display()}.pdf".lower(),
                content_type="application/pdf",
                municipality=run.job.municipality,
                by=run.job.requested_by,
            )
            letter.save(update_fields=["file"])
    run.progress(1, 1, _("Ready"))
    return letter.file
