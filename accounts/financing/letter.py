"""The municipality's letter of support as PDF, made in the background and kept in the case file."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.financing.engine import STATES
from accounts.financing.queries import needs, pizza_of
from accounts.timeline.actions import add_document
from portal.kernel.files.actions import store_bytes
from portal.kernel.jobs.registry import JobRun, job_handler
from portal.kernel.models import StoredFile
from portal.kernel.pdf import print_pdf
from portal.ui.templatetags.nlds import nl_date

KIND = "letter-of-support"


def render_letter(need_id: int, *, text: str, signer: str, function: str) -> bytes:
    """The letter about a need as it stands now."""
    pizza = pizza_of(needs().get(pk=need_id))
    need = pizza.need
    enterprise = need.case_file.enterprise
    municipality = need.municipality
    return print_pdf(
        "accounts/financing/letter.html",
        {
            "subject": _("Letter of support: %(title)s") % {"title": need.title},
            "addressee": [
                enterprise.name,
                enterprise.street,
                f"{enterprise.postcode} {enterprise.city}".strip(),
            ],
            "place_date": f"{municipality.name}, {nl_date(timezone.localdate())}",
            "reference": need.case_file.reference,
            "paragraphs": [part.strip() for part in text.split("\n\n") if part.strip()],
            "signer": signer,
            "function": function,
            "need": need,
            "slices": [row for row in pizza.slices if row.state in STATES],
            "gap": pizza.sums.gap,
        },
        municipality,
    )


@job_handler(KIND)
def make_letter(run: JobRun) -> StoredFile:
    """Print the letter and put it in the case file, where the entrepreneur finds it too."""
    run.progress(0, 2, _("Printing the letter"))
    need = needs().get(pk=run.params["need"])
    content = render_letter(
        need.pk, text=run.params["text"], signer=run.params["signer"], function=run.params["function"]
    )
    run.progress(1, 2, _("Putting it in the case file"))
    stored = store_bytes(
        content=content,
        name=_("letter-of-support") + f"-{need.case_file.reference}.pdf",
        content_type="application/pdf",
        municipality=run.job.municipality,
        by=run.job.requested_by,
    )
    add_document(
        case_file=need.case_file,
        title=_("Letter of support: %(title)s") % {"title": need.title},
        file=stored,
        by=run.job.requested_by,
        for_entrepreneur=True,
    )
    run.progress(2, 2, _("Ready"))
    return stored
