"""Taking part: begin, and the page of one submission. The token in the address opens it, on any device."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import CaseFile
from accounts.self_service.queries import my_case_files
from portal.kernel.clock import database_now
from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.files.views import file_response
from portal.kernel.people.ratelimit import limit
from portal.kernel.permissions import actor_of, public
from procurement.suppliers.access import my_suppliers
from procurement.tenders.circular.choice.queries import letter_of
from procurement.tenders.circular.errors import RefusedError
from procurement.tenders.circular.pages import private, refused, with_version
from procurement.tenders.circular.programme.actions import takes_submissions
from procurement.tenders.circular.programme.models import CircularTender
from procurement.tenders.circular.programme.queries import get_published
from procurement.tenders.circular.submissions import actions
from procurement.tenders.circular.submissions.forms import BeginForm, FileForm, SubmissionForm
from procurement.tenders.circular.submissions.models import CircularFile, CircularSubmission, SubmissionState

OPEN = "anyone may take part without an account; the token in the address opens only their own submission"


def _known(request: HttpRequest, tender: CircularTender) -> tuple[list[CaseFile], dict[str, Any]]:
    """Case files of who is logged in, and what we know already: of an enterprise, else of a supplier."""
    person: Any = actor_of(request).person
    if person is None:
        return [], {}
    mine = list(my_case_files(person).filter(municipality=tender.municipality_id)[:20])
    initial = {"name": person.name, "email": person.email}
    if mine:
        return mine, initial | {"case_file": mine[0].pk, "organisation": mine[0].name}
    supplier = my_suppliers(person).filter(municipality=tender.municipality_id).first()
    return [], initial | ({"organisation": str(supplier)} if supplier else {})


@public(OPEN)
@never_cache
@limit("circular-begin", "60/h")
def begin(request: HttpRequest, municipality_slug: str, slug: str) -> HttpResponse:
    """Begin a submission."""
    tender = get_published(slug)
    mine, initial = _known(request, tender)
    form = BeginForm(request.POST if request.method == "POST" else None, case_files=mine, initial=initial)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("website"):  # only robots fill this in
            return redirect("public_circular", municipality_slug, slug)
        data = form.cleaned_data
        chosen = next((row for row in mine if row.pk == data.get("case_file")), None)
        try:
            row, new = actions.begin(
                tender=tender, name=data["name"], email=data["email"], organisation=data["organisation"],
                case_file=chosen,
            )  # fmt: skip
            if new:
                messages.success(request, _("Your draft is made. We mailed you the link to it."))
                return redirect(row.path(tender))
            messages.info(request, _("You take part with this address already. We mailed you the link."))
            return redirect("public_circular", municipality_slug, slug)
        except RefusedError:
            messages.error(request, _("Nobody can begin now: this tender is closed."))
            return redirect("public_circular", municipality_slug, slug)
    context = {"tender": tender, "form": form, "open": takes_submissions(tender, database_now())}
    status = 422 if form.is_bound else 200
    return render(request, "procurement/tenders/circular/submissions/start.html", context, status=status)


def _mine(slug: str, token: str) -> CircularSubmission:
    row = CircularSubmission.bearing(token, "tender__municipality")
    if row is None or row.tender.slug != slug:
        raise Http404
    return row


def _page(
    request: HttpRequest,
    row: CircularSubmission,
    form: SubmissionForm | None = None,
    *,
    file_form: FileForm | None = None,
    conflicts: list[FieldConflict] | None = None,
    status: int = 200,
) -> HttpResponse:
    tender = row.tender
    context = {
        "row": row,
        "tender": tender,
        "form": form or SubmissionForm(row=row),
        "file_form": file_form or FileForm(prefix="stuk"),
        "files": list(row.files.select_related("file")),
        "open": takes_submissions(tender, database_now()),
        "draft": row.state == SubmissionState.DRAFT,
        "conflicts": conflicts or [],
        "letter": letter_of(row),
    }
    page = "procurement/tenders/circular/submissions/submission.html"
    return private(render(request, page, context, status=status))


@public(OPEN)
@never_cache
def submission(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """The submission: write, keep, send in."""
    row = _mine(slug, token)
    if request.method != "POST":
        return _page(request, row)
    sending = "insturen" in request.POST
    form = SubmissionForm(request.POST, row=row, whole=sending)
    # What can be kept is kept, also when it cannot be sent in: who is refused at the last minute loses nothing.
    loose = form if form.is_valid() else SubmissionForm(request.POST, row=row)
    conflicts: list[FieldConflict] = []
    if loose.is_valid():
        row, conflicts = _keep(row, loose)
        with_version(form, row.version)
    if conflicts:
        return _page(request, row, form, conflicts=conflicts, status=409)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    if not sending:
        messages.success(request, _("Your draft is kept."))
        return redirect(request.path)
    try:
        actions.submit(row=row)
        messages.success(request, _("Your submission is sent in. You get a mail that says so."))
    except RefusedError as error:
        messages.error(
            request,
            _("The tender is closed: it was too late to send this in. What you wrote is kept as a draft.")
            if error.code == "closed"
            else refused(error),
        )
    return redirect(request.path)


def _keep(row: CircularSubmission, form: SubmissionForm) -> tuple[CircularSubmission, list[FieldConflict]]:
    """Keep what was typed; what was written elsewhere meanwhile comes back beside it."""
    facts = form.facts()
    try:
        kept = actions.write(row=row, version=form.cleaned_data["version"], **facts)
        kept.tender = row.tender
        return kept, []
    except RefusedError:
        return row, []  # sent in already: `submit` answers for a second click
    except StaleVersionError as stale:
        now = stale.current
        now.tender = row.tender
        if now.state != SubmissionState.DRAFT:
            return now, []
        labels = {name: str(field.label) for name, field in form.fields.items()}
        return now, compare(now, {"organisation": facts["organisation"], **facts["texts"]}, labels)


@public(OPEN)
@require_POST
@limit("circular-file", "60/h")
def file_add(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """Add a file."""
    row = _mine(slug, token)
    form = FileForm(request.POST, request.FILES, prefix="stuk")
    if not form.is_valid():
        return _page(request, row, file_form=form, status=422)
    try:
        actions.attach(row=row, upload=form.cleaned_data["file"])
        messages.success(request, _("The file is added."))
    except RefusedError as error:
        messages.error(request, refused(error))
    return redirect(row.path(row.tender))


def _file(row: CircularSubmission, pk: int) -> CircularFile:
    return get_object_or_404(
        CircularFile.objects.select_related("file", "submission__tender"), pk=pk, submission=row
    )


@public(OPEN)
def file(request: HttpRequest, municipality_slug: str, slug: str, token: str, pk: int) -> FileResponse:
    """One's own file back."""
    return file_response(_file(_mine(slug, token), pk).file)


@public(OPEN)
@require_POST
def file_remove(request: HttpRequest, municipality_slug: str, slug: str, token: str, pk: int) -> HttpResponse:
    """Take a file out."""
    row = _mine(slug, token)
    try:
        actions.detach(attached=_file(row, pk))
        messages.success(request, _("The file is removed."))
    except RefusedError as error:
        messages.error(request, refused(error))
    return redirect(row.path(row.tender))


@public(OPEN)
def letter(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> FileResponse:
    """The last letter to this enterprise, as it was sent."""
    found = letter_of(_mine(slug, token))
    if found is None or found.file is None:
        raise Http404
    return file_response(found.file)


@public(OPEN)
@require_POST
def turn(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """Withdraw it, or go on with it as a draft."""
    row = _mine(slug, token)
    try:
        if "verder" in request.POST:
            actions.reopen(row=row)
            messages.success(
                request,
                _("Your submission is a draft again. Send it in before the closing, else it does not count."),
            )
        else:
            actions.withdraw(row=row)
            messages.success(request, _("Your submission is withdrawn."))
    except RefusedError as error:
        messages.error(
            request,
            _("The tender is closed: this cannot be changed any more.")
            if error.code == "closed"
            else refused(error),
        )
    return redirect(row.path(row.tender))
