"""Writing a message: form, live preview, and sending what was previewed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.casefile.models import CaseFile
from accounts.casefile.views import get_case_file
from accounts.conversation import actions, queries
from accounts.conversation.engine import answer_subject, fill
from accounts.conversation.forms import ComposeForm, unknown_text
from accounts.conversation.models import Message, MessageDraft, MessageTemplate
from accounts.conversation.receive import message_url
from accounts.timeline.models import Document
from portal.kernel.permissions import actor_of, permission

MOST_DOCUMENTS = 30
#: What a draft keeps of the form.
KEPT = ("subject", "text", "how", "copy_to", "answers")
KEPT_LISTS = ("to", "documents")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _form(
    request: HttpRequest, case_file: CaseFile, members: list[Any], initial: dict[str, Any]
) -> ComposeForm:
    actor: Any = actor_of(request)
    documents = list(
        Document.objects.filter(case_file=case_file)
        .select_related("file")
        .order_by("-created_at", "-pk")[:MOST_DOCUMENTS]
    )
    contact = members[0].person if members else None
    return ComposeForm(
        request.POST if request.method == "POST" else None,
        municipality=actor.municipality,
        members=members,
        documents=documents,
        values=queries.placeholder_values(case_file, actor.person, contact),
        initial=initial,
    )


def _start(request: HttpRequest, case_file: CaseFile, members: list[Any]) -> dict[str, Any]:
    """What stands in the form when it opens: a draft, or an answer, or a template."""
    actor: Any = actor_of(request)
    initial: dict[str, Any] = {"to": [str(row.pk) for row in members]}
    draft = MessageDraft.objects.filter(case_file=case_file, person=actor.person).first()
    if draft and not request.GET:
        return {**initial, **draft.typed}
    answered = Message.objects.filter(
        case_file=case_file, pk=_number(request.GET.get("antwoord", ""))
    ).first()
    if answered:
        initial |= {"answers": answered.pk, "subject": answer_subject(answered.subject or case_file.name)}
        wrote = [str(row.pk) for row in members if row.person_id == answered.author_id]
        initial["to"] = wrote or initial["to"]
    template = MessageTemplate.objects.filter(
        pk=_number(request.GET.get("sjabloon", "")), is_active=True
    ).first()
    if template:
        initial["text"] = template.text
        initial["subject"] = initial.get("subject") or template.subject
    return initial


@permission("accounts.write_messages")
def message_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a message. The buttons say what happens: preview, keep as a draft, or (after the preview) send."""
    case_file = get_case_file(request, pk, "accounts.write_messages")
    actor: Any = actor_of(request)
    members = queries.members_of(case_file)
    form = _form(request, case_file, members, _start(request, case_file, members))
    preview = None
    if request.method == "POST":
        data: Any = form.data
        typed = {name: data.get(name, "") for name in KEPT} | {
            name: data.getlist(name) for name in KEPT_LISTS
        }
        if "drop" in data:
            actions.forget_draft(case_file=case_file, by=actor.person)
            messages.success(request, _("The draft is thrown away."))
            return redirect("conversation", pk=pk)
        if "keep" in data:
            actions.keep_draft(case_file=case_file, by=actor.person, typed=typed)
            messages.success(request, _("The draft is kept. Only you see it."))
            return redirect("conversation", pk=pk)
        if form.is_valid():
            if "send" in data:
                return _send(request, case_file, form)
            actions.keep_draft(case_file=case_file, by=actor.person, typed=typed)
            preview = form.cleaned_data
    context = {
        "case_file": case_file,
        "form": form,
        "members": members,
        "preview": preview,
        "previewed_documents": form.chosen_documents() if preview else [],
        "templates": list(MessageTemplate.objects.filter(is_active=True).order_by("name", "pk")[:50]),
        "answered": _number(request.GET.get("antwoord", "")),
        "tab": "messages",
    }
    status = 422 if form.is_bound and preview is None else 200
    return render(request, "accounts/conversation/compose.html", context, status=status)


def _send(request: HttpRequest, case_file: CaseFile, form: ComposeForm) -> HttpResponse:
    data = form.cleaned_data
    actor: Any = actor_of(request)
    answered = Message.objects.select_related("incoming").filter(case_file=case_file, pk=data["answers"] or 0)
    message = actions.send_message(
        case_file=case_file,
        by=actor.person,
        subject=data["subject"],
        text=data["text"],
        to=[int(key) for key in data["to"]],
        copy_to=form.copy_person(),
        documents=form.chosen_documents(),
        as_links=data.get("how") != "attached",
        answers=answered.first(),
        form_key=data["form_key"],
    )
    messages.success(request, _("The message is on its way. Here you see whether it arrives."))
    messages.info(request, f"message-{case_file.pk}", extra_tags="draft-saved")
    return redirect(message_url(message))


@permission("accounts.write_messages")
@require_POST
def message_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The message with its placeholders filled in, while typing."""
    case_file = get_case_file(request, pk, "accounts.write_messages")
    actor: Any = actor_of(request)
    members = queries.members_of(case_file)
    contact = members[0].person if members else None
    values = queries.placeholder_values(case_file, actor.person, contact)
    subject = fill(request.POST.get("subject", "")[:200], values)
    text = fill(request.POST.get("text", "")[:20_000], values)
    strange = [*subject.unknown, *text.unknown]
    context = {
        "preview": {"subject": subject.text, "text": text.text},
        "problem": unknown_text(list(dict.fromkeys(strange))) if strange else "",
    }
    return render(request, "accounts/conversation/_preview.html", context)
