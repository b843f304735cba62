"""The conversation for staff: read, mark as handled, make into a question or a task."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.casefile.views import get_case_file
from accounts.conversation import actions, queries
from accounts.conversation.addresses import address_of
from accounts.conversation.engine import snippet
from accounts.conversation.forms import MessageQuestionForm, MessageTaskForm
from accounts.conversation.models import Message, MessageDraft
from accounts.conversation.receive import message_url
from portal.kernel.permissions import actor_of, check, permission
from portal.ui.pagination import paginate


@permission("accounts.read_messages")
def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """All messages of a case file, newest first; ?bericht= opens the page on which that one stands."""
    case_file = get_case_file(request, pk, "accounts.read_messages")
    actor: Any = actor_of(request)
    wanted = request.GET.get("bericht", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 18 and "pagina" not in request.GET:
        message = Message.objects.filter(case_file=case_file, pk=int(wanted)).first()
        number = queries.page_of(message) if message else 1
        if number > 1:
            return redirect(
                f"{reverse('conversation', args=[pk])}?pagina={number}&bericht={wanted}#bericht-{wanted}"
            )
    page = paginate(request, queries.thread(case_file), size=queries.PAGE)
    questions = queries.questions_between(case_file, page.rows, newest=page.number == 1)
    context = {
        "case_file": case_file,
        "lines": queries.lines(page.rows, questions),
        "page": page,
        "wanted": wanted,
        "address": address_of(case_file),
        "draft": MessageDraft.objects.filter(case_file=case_file, person=actor.person).first(),
        "tab": "messages",
    }
    return render(request, "accounts/conversation/conversation.html", context)


def _get_message(request: HttpRequest, pk: int) -> Message:
    found = get_object_or_404(
        Message.objects.select_related("case_file__enterprise", "case_file__account_manager", "author"), pk=pk
    )
    check(request, "accounts.write_messages", found)
    return found


@permission("accounts.write_messages")
@require_POST
def message_handled(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message as handled: nobody has to answer it."""
    found = _get_message(request, pk)
    person: Any = actor_of(request).person
    actions.mark_handled(message=found, by=person)
    messages.success(request, _("The message is marked as read. It no longer stands in your worklist."))
    return redirect(message_url(found))


def _form_page(request: HttpRequest, found: Message, form: Any, title: str, button: str) -> HttpResponse:
    context = {
        "case_file": found.case_file,
        "message": found,
        "form": form,
        "title": title,
        "button": button,
        "tab": "messages",
    }
    return render(request, "accounts/conversation/make.html", context, status=422 if form.is_bound else 200)


@permission("accounts.write_messages")
def message_to_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a message into a question and lay it with domains."""
    found = _get_message(request, pk)
    person: Any = actor_of(request).person
    if found.question_id:
        return redirect("question", pk=found.question_id)
    form = MessageQuestionForm(
        request.POST if request.method == "POST" else None, initial={"text": found.text[:5000]}
    )
    if request.method == "POST" and form.is_valid():
        made = actions.make_question(message=found, by=person, **form.cleaned_data)
        messages.success(request, _("The message is a question now. The deadline runs from today."))
        return redirect("question", pk=made.pk)
    return _form_page(request, found, form, _("Make it a question"), _("Make the question"))


@permission("accounts.write_messages")
def message_to_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a message into a task."""
    found = _get_message(request, pk)
    actor: Any = actor_of(request)
    if found.task_id:
        return redirect(message_url(found))
    form = MessageTaskForm(
        request.POST if request.method == "POST" else None,
        municipality=actor.municipality,
        initial={"title": snippet(found.subject or found.text), "holder": str(actor.person.pk)},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.make_task(
            message=found,
            title=data["title"],
            holder=form.people.get(data["holder"]),
            due_on=data["due_on"],
            by=actor.person,
        )
        messages.success(request, _("The task stands in the worklist."))
        return redirect(message_url(found))
    return _form_page(request, found, form, _("Make it a task"), _("Make the task"))
