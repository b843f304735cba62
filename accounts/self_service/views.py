"""The entrepreneur's own pages: my questions and answers, who is my contact, what is asked of me, my data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.needs import NEED_CHOICES
from accounts.questions import actions
from accounts.questions.models import QuestionState
from accounts.questions.states import NotAllowedNowError
from accounts.self_service import queries
from accounts.self_service.panels import own_panels
from accounts.timeline.actions import add_document, finish_task
from accounts.transfer.queries import went_away
from portal.kernel.files.actions import store_upload
from portal.kernel.files.fields import CheckedFileField, accepted_text
from portal.kernel.files.views import file_response
from portal.kernel.permissions import actor_of, signed_in

#: Enterprises of one person of which the own page shows every instrument; few people have more than two.
MOST_PANELS = 3
OWN = "shows only case files of which the person is a member (accounts.self_service.queries)"


class MyQuestionForm(forms.Form):
    """A question, in the entrepreneur's words."""

    need = forms.ChoiceField(
        label=gettext_lazy("What is your question about?"),
        choices=[("", gettext_lazy("Choose, or leave empty")), *NEED_CHOICES],
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Tell us what you want to know or arrange. You get an answer by mail."),
    )


class MyDocumentForm(forms.Form):
    """A file for the municipality."""

    file = CheckedFileField(label=gettext_lazy("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = accepted_text()


class CorrectionForm(forms.Form):
    """What is wrong in what the municipality knows."""

    text = forms.CharField(
        label=gettext_lazy("What is not right?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


@signed_in(OWN)
def my_overview(request: HttpRequest) -> HttpResponse:
    """Everything of the entrepreneur on one page."""
    person: Any = actor_of(request).person
    case_files = list(queries.my_case_files(person))
    return render(
        request,
        "accounts/self_service/overview.html",
        {
            "case_files": case_files,
            "went_away": went_away(case_files),
            "panels": [(item, own_panels(item, person)) for item in case_files[:MOST_PANELS]],
            "questions": list(queries.my_questions_to_read(person)[:30]),
            "tasks": list(queries.my_tasks(person)[:20]),
            "documents": list(queries.my_documents(person)[:20]),
        },
    )


@signed_in(OWN)
def my_case_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What the municipality knows of the enterprise, what happened, and a way to correct it."""
    person: Any = actor_of(request).person
    found = get_object_or_404(queries.my_case_files(person), pk=pk)
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.ask(
            case_file=found,
            text=_("Please correct my data: %(text)s") % {"text": form.cleaned_data["text"]},
            by=person,
        )
        messages.success(request, _("Thank you. Your contact at the municipality looks at it."))
        return redirect("my_case_file", pk=pk)
    return render(
        request,
        "accounts/self_service/case_file.html",
        {"case_file": found, "timeline": list(queries.my_timeline(found)[:40]), "form": form},
        status=422 if form.is_bound else 200,
    )


def _asked_elsewhere(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Your case file moved. Use the page of your new municipality."))
    return redirect("my_overview")


@signed_in(OWN)
def my_question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question and its answer; opening an answer marks it as read."""
    person: Any = actor_of(request).person
    found = get_object_or_404(queries.my_questions(person), pk=pk)
    if found.state == QuestionState.ANSWERED and found.seen_at is None:
        actions.mark_seen(question=found, by=person)
    return render(request, "accounts/self_service/question.html", {"question": found})


@signed_in(OWN)
def my_question_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a new question."""
    person: Any = actor_of(request).person
    found = get_object_or_404(queries.my_case_files(person), pk=pk)
    if went_away([found]):
        return _asked_elsewhere(request)
    form = MyQuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        question = actions.ask(case_file=found, by=person, **form.cleaned_data)
        messages.success(request, _("Your question is sent. You get a mail when there is an answer."))
        messages.info(request, f"my-question-{pk}", extra_tags="draft-saved")
        return redirect("my_question", pk=question.pk)
    return render(
        request,
        "accounts/self_service/ask.html",
        {"case_file": found, "form": form},
        status=422 if form.is_bound else 200,
    )


@signed_in(OWN)
@require_POST
def my_question_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The question no longer needs an answer."""
    person: Any = actor_of(request).person
    found = get_object_or_404(queries.my_questions(person), pk=pk)
    try:
        actions.withdraw(question=found, by=person)
        messages.success(request, _("Your question is withdrawn."))
    except NotAllowedNowError:
        messages.info(request, _("This question is answered already."))
    return redirect("my_question", pk=pk)


@signed_in(OWN)
@require_POST
def my_task_done(request: HttpRequest, pk: int) -> HttpResponse:
    """The entrepreneur did what was asked. Saying so twice is no mistake."""
    person: Any = actor_of(request).person
    finish_task(task=get_object_or_404(queries.all_my_tasks(person), pk=pk), by=person)
    messages.success(request, _("Thank you. Your contact at the municipality sees that it is done."))
    return redirect("my_overview")


@signed_in(OWN)
def my_document_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a document to the municipality."""
    person: Any = actor_of(request).person
    found = get_object_or_404(queries.my_case_files(person), pk=pk)
    if went_away([found]):
        return _asked_elsewhere(request)
    form = MyDocumentForm(request.POST, request.FILES) if request.method == "POST" else MyDocumentForm()
    if request.method == "POST" and form.is_valid():
        stored = store_upload(upload=form.cleaned_data["file"], municipality=found.municipality, by=person)
        add_document(case_file=found, title=stored.name, file=stored, by=person, for_entrepreneur=True)
        messages.success(request, _("Your document is sent."))
        return redirect("my_overview")
    return render(
        request,
        "accounts/self_service/document.html",
        {"case_file": found, "form": form},
        status=422 if form.is_bound else 200,
    )


@signed_in(OWN)
def my_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Download a document that is shared."""
    person: Any = actor_of(request).person
    return file_response(get_object_or_404(queries.my_documents(person), pk=pk).file)  # type: ignore[return-value]
