"""Creditor lists: upload, columns, how far the work is, what is in it, the wrong rows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.imports import steps
from accounts.imports.forms import ColumnsForm, PlaceForm
from accounts.imports.problems import file_words
from accounts.imports.reader import UnreadableError
from portal.kernel.files.actions import store_upload
from portal.kernel.jobs.actions import cancel_job
from portal.kernel.permissions import permission_or_own
from portal.ui.pagination import paginate
from procurement.market.offers.keep_views import frame_of, person_of
from procurement.spend.buyers import Buyer, buyer_of, buyer_of_row, buyers_of
from procurement.spend.lists import actions, queries
from procurement.spend.lists.forms import CreditorFilter, ListForm
from procurement.spend.lists.models import BadRow, ListState, SpendList
from procurement.spend.lists.queries import MANAGE, OWN
from procurement.spend.lists.words import SHAPE, label_of, words_of

#: Wrong rows a page shows; the sheet has them all.
MOST_SHOWN = 20


def frame(request: HttpRequest, buyer: Buyer) -> dict[str, Any]:
    """What every page of social spend needs."""
    others = [other for other in buyers_of(request) if other.supplier != buyer.supplier]
    return {**frame_of(request), "buyer": buyer, "other_buyers": others, "to_check": queries.to_check(buyer)}


@permission_or_own(MANAGE, OWN)
def spend_lists(request: HttpRequest) -> HttpResponse:
    """Upload a list; the lists there are."""
    buyer, person = buyer_of(request), person_of(request)
    sent = request.method == "POST"
    form = ListForm(request.POST, request.FILES) if sent else ListForm()
    if sent and form.is_valid():
        data = form.cleaned_data
        file = store_upload(upload=data["file"], municipality=buyer.municipality, by=person)
        try:
            made = actions.begin(buyer=buyer, file=file, name=data["name"], year=data["year"], by=person)
            return redirect("spend_columns", pk=made.pk)
        except actions.SameFileError as error:
            actions.remove_file(file)
            form.add_error("file", _("You uploaded this file already: %(name)s.") % {"name": error.there})
    page = paginate(request, queries.lists_of(buyer))
    context = {**frame(request, buyer), "form": form, "page": page}
    return render(request, "procurement/spend/lists/lists.html", context, status=422 if sent else 200)


@permission_or_own(MANAGE, OWN)
def spend_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column holds what; ?blad= and ?kop= choose another sheet or row with headings."""
    source = queries.get_list(request, pk)
    if source.file is None or source.state != ListState.COLUMNS:
        return redirect("spend_list", pk=pk)
    context = {**frame(request, buyer_of_row(source)), "source": source}
    try:
        head = queries.read_head(source, *steps.asked(request, source.sheet))
    except UnreadableError as error:
        context["unreadable"] = file_words(error.code)
        return render(request, "procurement/spend/lists/columns.html", context, status=422)
    form = ColumnsForm(request.POST if request.method == "POST" else None, head=head, shape=SHAPE)
    if request.method == "POST" and form.is_valid():
        try:
            actions.start(
                source=source,
                sheet=head.sheet,
                header_row=head.header_row,
                headings=head.headings,
                mapping=form.mapping(),
                by=person_of(request),
            )
        except actions.NotNowError:
            messages.error(request, _("This list is being read already."))
        return redirect("spend_list", pk=pk)
    context |= {
        "head": head,
        "form": form,
        "problem": file_words(source.problem),
        "missing": steps.missing(head, SHAPE),
        "place": PlaceForm(
            initial={"blad": head.sheet, "kop": head.header_row, "stond": head.sheet}, sheets=head.sheets
        ),
    }
    status = 422 if form.is_bound else 200
    return render(request, "procurement/spend/lists/columns.html", context, status=status)


def _busy(source: SpendList) -> bool:
    return bool(source.job and source.job.state in actions.RUNNING)


@permission_or_own(MANAGE, OWN)
def spend_list(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; then the suppliers in it, what they are, and the wrong rows."""
    source = queries.get_list(request, pk)
    busy = _busy(source)
    if source.state == ListState.COLUMNS and not busy:
        return redirect("spend_columns", pk=pk)
    context = {**frame(request, buyer_of_row(source)), "source": source, "busy": busy, "job": source.job}
    if not busy and source.state == ListState.READY:
        filters = CreditorFilter(request.GET)
        filters.is_valid()
        data = filters.cleaned_data
        rows = queries.creditors_of(source, text=data.get("tekst", ""), state=data.get("stand", ""))
        totals = queries.totals_of(source)
        bad = BadRow.objects.filter(source=source).order_by("number")[:MOST_SHOWN] if source.bad else []
        context |= {
            "filters": filters,
            "filtered": any(data.values()),
            "page": paginate(request, rows),
            "totals": totals,
            "overlapping": queries.overlapping(source, totals.years),
            "bad": [(row.number, [_said(item) for item in row.problems]) for row in bad],
        }
    return render(request, "procurement/spend/lists/list.html", context)


def _said(problem: dict[str, Any]) -> tuple[str, str, str]:
    return label_of(problem["field"]), problem["value"], words_of(problem)


@permission_or_own(MANAGE, OWN)
def spend_list_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the work is, for htmx: asks for itself again while it runs."""
    source = queries.get_list(request, pk)
    context = {"source": source, "job": source.job, "busy": _busy(source)}
    return render(request, "procurement/spend/lists/_progress.html", context)


@permission_or_own(MANAGE, OWN)
@require_POST
def spend_list_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the work; what is read stays, and one can go on."""
    source = queries.get_list(request, pk)
    if source.job and _busy(source):
        cancel_job(job=source.job)
    return redirect("spend_list", pk=pk)


@permission_or_own(MANAGE, OWN)
@require_POST
def spend_list_go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a list that was stopped, or match a ready one again."""
    source = queries.get_list(request, pk)
    again = source.state == ListState.READY
    try:
        (actions.match_again if again else actions.go_on)(source=source, by=person_of(request))
    except actions.NotNowError:
        messages.error(request, _("This list is being read already."))
    return redirect("spend_list", pk=pk)


@permission_or_own(MANAGE, OWN)
def spend_list_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a list wholly, after asking."""
    source = queries.get_list(request, pk)
    buyer = buyer_of_row(source)
    if request.method != "POST":
        context = {**frame(request, buyer), "source": source}
        return render(request, "procurement/spend/lists/remove.html", context)
    _tell(request, actions.remove(source=source, by=person_of(request)))
    return _back(buyer)


@permission_or_own(MANAGE, OWN)
def spend_remove_all(request: HttpRequest) -> HttpResponse:
    """Remove every list and everything that was said of pairs, after asking."""
    buyer = buyer_of(request)
    if request.method != "POST":
        return render(request, "procurement/spend/lists/remove.html", frame(request, buyer))
    _tell(request, actions.remove_all(buyer=buyer, by=person_of(request)))
    return _back(buyer)


def _back(buyer: Buyer) -> HttpResponse:
    address = redirect("spend_lists")
    if buyer.query:
        address["Location"] += f"?{buyer.query}"
    return address


def _tell(request: HttpRequest, gone: actions.Removed) -> None:
    words = _(
        "Removed: %(lists)s lists, with %(rows)s rows, %(creditors)s suppliers and %(answers)s answers. "
        "Nothing of them is left."
    )
    messages.success(request, words % vars(gone))


@permission_or_own(MANAGE, OWN)
def spend_bad_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Only the wrong rows, as they stood in the sheet, with why: to be mended and uploaded as a list of their own."""
    source = queries.get_list(request, pk)
    width = len(source.headings)

    def rows() -> Any:
        for row in BadRow.objects.filter(source=source).order_by("number").iterator(chunk_size=1000):
            why = " ".join(f"{label}: {words}" for label, _value, words in map(_said, row.problems))
            yield [row.number, *[*row.cells, *([""] * width)][:width], why]

    headings = [_("Row"), *source.headings, _("Why not")]
    return steps.sheet(f"foute-rijen-{source.pk}", _("Wrong rows"), headings, rows())
