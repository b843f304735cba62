"""The definition check on screen: overview of recognition, one check, one criterion, concluding."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.casefile.models import CaseFile
from accounts.casefile.views import get_case_file
from accounts.recognition import checks, engine, queries
from accounts.recognition.forms import ConcludeForm, ObjectionForm, SendBackForm, VerdictForm
from accounts.recognition.models import CheckState, DefinitionCheck, Objection
from accounts.timeline.actions import add_document
from accounts.timeline.models import Document
from portal.kernel.conflicts import FieldConflict, StaleVersionError
from portal.kernel.files.actions import store_upload
from portal.kernel.permissions import actor_of, allowed, check, permission, signed_in

WORK, SECOND = "accounts.recognise", "accounts.second_opinion"
OWN = "entrepreneurs see concluded checks of their own enterprise only (accounts.recognition.queries)"
#: Documents of the case file offered as evidence, the newest first.
MOST_DOCUMENTS = 30


def documents_of(case_file: CaseFile) -> list[Document]:
    """The documents that can be chosen as evidence."""
    return list(Document.objects.filter(case_file=case_file).order_by("-created_at", "-pk")[:MOST_DOCUMENTS])


def keep_upload(request: HttpRequest, case_file: CaseFile, upload: Any) -> Document:
    """Put an uploaded piece of evidence in the case file; only staff sees it there."""
    actor: Any = actor_of(request)
    stored = store_upload(upload=upload, municipality=actor.municipality, by=actor.person)
    return add_document(case_file=case_file, title=stored.name, file=stored, by=actor.person)


def _get_check(request: HttpRequest, pk: int, name: str = WORK) -> DefinitionCheck:
    found = get_object_or_404(queries.checks(), pk=pk)
    check(request, name, found)
    return found


@permission(WORK)
def recognition(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that recognises one enterprise: checks, marks, and the place on the spectrum over time."""
    case_file = get_case_file(request, pk, WORK)
    rows = queries.checks().filter(case_file=case_file).order_by("-started_at", "-pk")
    context = {
        "case_file": case_file,
        "checks": list(rows[: queries.MOST]),
        "marks": queries.marks_of(case_file),
        "spectrum": queries.spectrum_of(case_file),
    }
    return render(request, "accounts/recognition/recognition.html", context)


@permission(WORK)
@require_POST
def check_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a check, or go on with the one that is being done."""
    case_file = get_case_file(request, pk, WORK)
    actor: Any = actor_of(request)
    return redirect("definition_check", pk=checks.start_check(case_file=case_file, by=actor.person).pk)


@permission(WORK)
def definition_check(request: HttpRequest, pk: int) -> HttpResponse:
    """One check: the criteria with their verdicts, and what is left to do."""
    return _check_page(request, _get_check(request, pk))


def _check_page(
    request: HttpRequest, found: DefinitionCheck, *, status: int = 200, stale: bool = False, **forms: Any
) -> HttpResponse:
    rows = [] if found.state == CheckState.CONCLUDED else queries.rows_of(found)
    open_codes = engine.missing(engine.Rules.load(found.rules), queries.given_of(found)) if rows else ()
    context = {
        "case_file": found.case_file,
        "check": found,
        "rows": rows,
        "lines": queries.lines_of(found),
        "missing": open_codes,
        "next": next((row.criterion.code for row in rows if row.criterion.code in open_codes), ""),
        "done": len(rows) - len(open_codes),
        "conclude_form": ConcludeForm(initial={"summary": found.summary, "version": found.version}),
        "back_form": SendBackForm(initial={"version": found.version}),
        "may_look_second": allowed(request, SECOND, found),
        "objections": list(
            Objection.objects.filter(definition_check=found).select_related("question").order_by("pk")[:20]
        ),
        "stale": stale,
        **forms,
    }
    return render(request, "accounts/recognition/check.html", context, status=status)


@permission(WORK)
def criterion(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Judge one criterion, with what the entrepreneur said beside it; saving leads to the next one."""
    found = _get_check(request, pk)
    rows = queries.rows_of(found)
    place = next((number for number, row in enumerate(rows) if row.criterion.code == code), None)
    if place is None:
        raise Http404
    if found.state != CheckState.OPEN:
        return redirect("definition_check", pk=pk)
    row, documents = rows[place], documents_of(found.case_file)
    verdict = row.verdict
    initial: dict[str, Any] = {"version": verdict.version if verdict else 0}
    if verdict:
        initial |= {"answer": verdict.answer, "motivation": verdict.motivation}
        initial["documents"] = [item.document_id for item in verdict.evidence.all()]
    form = VerdictForm(request.POST or None, request.FILES or None, documents=documents, initial=initial)
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, found, code, form, documents)
        except StaleVersionError as stale:
            conflicts = _conflicts(form, stale)
        except checks.NotAllowedNowError:
            messages.error(
                request, _("A colleague concluded this check meanwhile. Your verdict is not saved.")
            )
            return redirect("definition_check", pk=pk)
        else:
            messages.info(request, f"verdict-{pk}-{code}", extra_tags="draft-saved")
            if place + 1 < len(rows):
                messages.success(request, _("The verdict is saved."))
                return redirect("criterion", pk=pk, code=rows[place + 1].criterion.code)
            messages.success(request, _("The verdict is saved. This was the last criterion."))
            return redirect("definition_check", pk=pk)
    context = {
        "case_file": found.case_file,
        "check": found,
        "row": row,
        "rows": rows,
        "number": place + 1,
        "previous": rows[place - 1].criterion.code if place else "",
        "form": form,
        "conflicts": conflicts,
    }
    status = 409 if conflicts else 422 if request.method == "POST" else 200
    return render(request, "accounts/recognition/criterion.html", context, status=status)


def _save(
    request: HttpRequest, found: DefinitionCheck, code: str, form: VerdictForm, documents: list[Document]
) -> None:
    """Keep the verdict, and only when that succeeds the uploaded evidence with it."""
    data, actor = form.cleaned_data, actor_of(request)
    person: Any = actor.person
    wanted = [document for document in documents if document.pk in data.get("documents", [])]
    if data["upload"]:
        current = queries.verdicts_of(found).get(code)
        if (current.version if current else 0) != (data["version"] or 0):
            raise StaleVersionError(current)
        wanted.append(keep_upload(request, found.case_file, data["upload"]))
    checks.judge(
        check=found, code=code, answer=data["answer"], motivation=data["motivation"], documents=wanted,
        version=data["version"] or 0, by=person,
    )  # fmt: skip


def _conflicts(form: VerdictForm, stale: StaleVersionError) -> list[FieldConflict]:
    """Both versions beside each other; saving again keeps this person's."""
    current: Any = stale.current
    typed_data: Any = form.data
    data = typed_data.copy()
    data["version"] = str(current.version if current else 0)
    form.data = data
    words = dict(form.fields["answer"].choices)  # type: ignore[attr-defined]
    typed = form.cleaned_data
    pairs = [
        (_("Your verdict"), current.get_answer_display() if current else "", str(words[typed["answer"]])),
        (_("Motivation"), current.motivation if current else "", typed["motivation"]),
    ]
    return [FieldConflict(label, now, mine) for label, now, mine in pairs if now != mine]


@permission(WORK)
@require_POST
def check_conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Conclude a check, or ask for the second opinion the rules want."""
    found = _get_check(request, pk)
    actor: Any = actor_of(request)
    form = ConcludeForm(request.POST)
    if not form.is_valid():
        return _check_page(request, found, status=422, conclude_form=form)
    try:
        done = checks.conclude(check=found, by=actor.person, **form.cleaned_data)
    except engine.NotReadyError:
        form.add_error(None, _("Not all criteria have a verdict yet. Do those first."))
        return _check_page(request, found, status=422, conclude_form=form)
    except (StaleVersionError, checks.NotAllowedNowError):
        return _stale(request, pk, ConcludeForm, "conclude_form")
    if done.state == CheckState.CONCLUDED:
        messages.success(request, _("The check is concluded. The entrepreneur sees the outcome."))
    else:
        messages.success(request, _("A colleague is asked for a second opinion."))
    return redirect("definition_check", pk=pk)


def _stale(request: HttpRequest, pk: int, form_class: type[Any], name: str) -> HttpResponse:
    """A colleague was first: show how it is now, with what was typed still in the form."""
    fresh = _get_check(request, pk)
    if fresh.state == CheckState.CONCLUDED:
        messages.info(request, _("This check is concluded already."))
        return redirect("definition_check", pk=pk)
    data = request.POST.copy()
    data["version"] = str(fresh.version)
    return _check_page(request, fresh, status=409, stale=True, **{name: form_class(data)})


@permission(SECOND)
@require_POST
def check_agree(request: HttpRequest, pk: int) -> HttpResponse:
    """A colleague agrees with the proposed outcome."""
    found = _get_check(request, pk, SECOND)
    actor: Any = actor_of(request)
    form = SendBackForm(request.POST)
    form.fields["note"].required = False
    if not form.is_valid():
        return _check_page(request, found, status=422, back_form=form)
    try:
        checks.agree(check=found, version=form.cleaned_data["version"], by=actor.person)
    except (StaleVersionError, checks.NotAllowedNowError):
        return _stale(request, pk, SendBackForm, "back_form")
    messages.success(request, _("The check is concluded. The entrepreneur sees the outcome."))
    return redirect("definition_check", pk=pk)


@permission(SECOND)
@require_POST
def check_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A colleague sends the proposal back with a note."""
    found = _get_check(request, pk, SECOND)
    actor: Any = actor_of(request)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _check_page(request, found, status=422, back_form=form)
    try:
        checks.send_back(check=found, by=actor.person, **form.cleaned_data)
    except (StaleVersionError, checks.NotAllowedNowError):
        return _stale(request, pk, SendBackForm, "back_form")
    messages.success(request, _("The check is open again, with your note."))
    return redirect("definition_check", pk=pk)


@signed_in(OWN)
def my_definition_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The outcome as the entrepreneur reads it, line by line, and a way to object."""
    person: Any = actor_of(request).person
    found = get_object_or_404(queries.checks_of_member(person), pk=pk)
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        objection = checks.object_to(check=found, text=form.cleaned_data["text"], by=person)
        messages.success(request, _("Your objection is sent. You get a mail when there is an answer."))
        return redirect("my_question", pk=objection.question_id)
    objections = (
        Objection.objects.filter(definition_check=found).select_related("question").order_by("pk")[:20]
    )
    context = {
        "case_file": found.case_file,
        "check": found,
        "lines": queries.lines_of(found),
        "objections": list(objections),
        "form": form,
    }
    return render(
        request, "accounts/recognition/own_check.html", context, status=422 if form.is_bound else 200
    )
