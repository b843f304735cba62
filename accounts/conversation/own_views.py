"""The conversation on the entrepreneur's own page: read and write, phone first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.conversation import actions, queries
from accounts.conversation.forms import OwnMessageForm
from accounts.self_service.queries import my_case_files
from portal.kernel.files.actions import store_upload
from portal.kernel.people.ratelimit import limit
from portal.kernel.permissions import actor_of, signed_in
from portal.ui.pagination import paginate

OWN = "shows only the conversation of case files of which the person is a member (accounts.self_service.queries)"


@signed_in(OWN)
@limit("my_messages", "60/h")
def my_messages(request: HttpRequest, pk: int) -> HttpResponse:
    """Messages with the municipality; opening the page marks those of the municipality as seen."""
    person: Any = actor_of(request).person
    case_file = get_object_or_404(my_case_files(person), pk=pk)
    form = OwnMessageForm(request.POST, request.FILES) if request.method == "POST" else OwnMessageForm()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        files = []
        if data["file"]:
            files = [store_upload(upload=data["file"], municipality=case_file.municipality, by=person)]
        actions.write_on_page(
            case_file=case_file, by=person, text=data["text"], files=files, form_key=data["form_key"]
        )
        messages.success(request, _("Your message is sent. You get the answer by mail and on this page."))
        messages.info(request, f"my-message-{pk}", extra_tags="draft-saved")
        return redirect("my_messages", pk=pk)
    page = paginate(request, queries.own_thread(case_file), size=queries.PAGE)
    questions = queries.questions_between(case_file, page.rows, newest=page.number == 1)
    actions.mark_seen(messages=page.rows)
    context = {
        "case_file": case_file,
        "form": form,
        "lines": queries.lines(page.rows, questions),
        "page": page,
    }
    return render(request, "accounts/conversation/own.html", context, status=422 if form.is_bound else 200)
