"""Letters to the winner and the others: printed by a worker, then sent together; that day the standstill begins."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.timeline.actions import add_document
from portal.kernel.clock import database_now
from portal.kernel.files.actions import store_bytes
from portal.kernel.jobs.registry import JobRun, job_handler
from portal.kernel.pdf import print_pdf
from portal.ui.formats import euro
from portal.ui.templatetags.nlds import nl_date
from procurement.tenders.circular.choice.models import CircularChoice, CircularLetter
from procurement.tenders.circular.choice.queries import choices
from procurement.tenders.circular.choice.term import last_day
from procurement.tenders.circular.panel.queries import Result, Row, result
from procurement.tenders.circular.programme.actions import lock, tell
from procurement.tenders.circular.rulesets import in_force

KIND = "circular-letters"


def kind_of(letter: CircularLetter, choice: CircularChoice) -> str:
    """Which of the three texts: "winner", "other" or "aside"."""
    if letter.submission_id == choice.winner_id:
        return "winner"
    return "aside" if letter.submission.set_aside_at else "other"


def render(
    letter: CircularLetter, choice: CircularChoice, found: Result, *, sent: dt.date, until: dt.date
) -> bytes:
    """One letter as PDF/UA, as it is when it is sent on `sent`."""
    tender, row = choice.tender, letter.submission
    rules, _source = in_force(municipality_id=tender.municipality_id, on=sent)
    words = {
        "titel": tender.title, "onderneming": row.organisation, "winnaar": choice.winner.organisation,
        "motivering": choice.motivation, "waarom": letter.why, "tot_en_met": nl_date(until),
        "budget": euro(tender.budget or Decimal(0)),
    }  # fmt: skip
    # Split before filling in: what a person wrote may hold empty lines of its own.
    texts = [
        part.strip().format_map(words) for part in rules[f"letter_{kind_of(letter, choice)}"].split("\n\n")
    ]
    places = {place.submission.pk: place for place in found.rows}
    return print_pdf(
        "procurement/tenders/circular/choice/letter.html",
        {
            "subject": _("Outcome of the tender “%(title)s”") % {"title": tender.title},
            "addressee": [row.organisation, row.name],
            "place_date": f"{tender.municipality.name}, {nl_date(sent)}",
            "reference": _("circular tender %(tender)s, submission %(number)s")
            % {"tender": tender.pk, "number": row.number},
            "paragraphs": [text.replace("EUR ", "EUR\u00a0") for text in texts if text],
            "signer": str(choice.director),
            "function": _("On behalf of the municipal executive"),
            "marks": _marks(choice, places.get(row.pk), places[choice.winner_id]),
            "is_winner": row.pk == choice.winner_id,
        },
        tender.municipality,
    )


def _marks(choice: CircularChoice, own: Row | None, best: Row) -> list[dict[str, Any]]:
    if own is None:
        return []
    names = [(name, weight) for _code, name, weight, _about in choice.tender.criteria]
    lines = [
        {"name": name, "weight": weight, "own": mine, "best": theirs}
        for (name, weight), mine, theirs in zip(names, own.marks, best.marks, strict=True)
    ]
    return [*lines, {"name": _("Together"), "weight": 100, "own": own.shown_total, "best": best.shown_total}]


@job_handler(KIND)
def print_letters(run: JobRun) -> None:
    """Print every letter, then send them together; whoever comes a second time changes nothing."""
    choice = choices().get(pk=run.params["choice"])
    rows = list(choice.letters.select_related("submission__case_file", "choice"))
    if choice.letters_on or choice.state != "decided" or choice.tender.state != "choice":
        return
    sent = timezone.localtime(database_now()).date()
    rules, _source = in_force(municipality_id=choice.municipality_id, on=sent)
    until = last_day(sent, int(rules["standstill_days"]))
    found = result(choice.tender)
    contents = []
    for done, letter in enumerate(rows):
        run.progress(done, len(rows), _("Printing the letters"))
        contents.append(render(letter, choice, found, sent=sent, until=until))
    _send(choice, rows, contents, sent=sent, until=until, run=run)
    run.progress(len(rows), len(rows), _("Ready"))


@transaction.atomic
def _send(
    choice: CircularChoice,
    rows: list[CircularLetter],
    contents: list[bytes],
    *,
    sent: dt.date,
    until: dt.date,
    run: JobRun,
) -> None:
    tender = lock(choice.tender)
    current = CircularChoice.objects.select_for_update(of=("self",)).get(pk=choice.pk)
    if current.letters_on:
        return
    if timezone.localtime(database_now()).date() != sent:
        # Printed before midnight: the term in them would be a day short. The job starts again.
        raise RuntimeError("the day changed while the letters were printed")
    current.letters_on, current.standstill_until = sent, until
    current.version += 1
    current.save()
    for letter, content in zip(rows, contents, strict=True):
        row = letter.submission
        letter.file = store_bytes(
            content=content, name=f"uitslag-{tender.slug}-{row.number}.pdf", content_type="application/pdf",
            municipality=tender.municipality, by=current.director,
        )  # fmt: skip
        letter.save(update_fields=["file"])
        tell(tender, row, "letter", key=f"circular-letter-{letter.pk}", until=until)
        if row.case_file:
            add_document(
                case_file=row.case_file,
                title=_("Outcome of the tender “%(title)s”") % {"title": tender.title},
                file=letter.file,
                by=current.director,
                for_entrepreneur=True,
            )
