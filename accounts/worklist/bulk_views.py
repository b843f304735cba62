"""Ticked lines: say what is to happen, confirm, and read in one message what was done and what was not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accounts.worklist import actions
from accounts.worklist.forms import GiveForm, MoveForm, SnoozeForm
from accounts.worklist.lines import clean_keys, find_lines
from accounts.worklist.models import Snooze
from portal.kernel.permissions import actor_of, permission
from portal.ui.pagination import paginate

#: Lines named one by one in a message; the rest is counted.
NAMED = 5

Run = Callable[..., actions.Result]
#: What can be done: code in the address -> (title, button, form, the action).
CHOICES: dict[str, tuple[str | Promise, str | Promise, type[forms.Form], Run]] = {
    "klaar": (
        gettext_lazy("These tasks are done"),
        gettext_lazy("Mark as done"),
        forms.Form,
        actions.finish_tasks,
    ),
    "verzetten": (gettext_lazy("Move tasks"), gettext_lazy("Move"), MoveForm, actions.move_tasks),
    "geven": (gettext_lazy("Give tasks to a colleague"), gettext_lazy("Give"), GiveForm, actions.give_tasks),
    "uitstellen": (gettext_lazy("Snooze"), gettext_lazy("Snooze"), SnoozeForm, actions.snooze),
}


@permission("accounts.view_worklist")
def worklist_bulk(request: HttpRequest) -> HttpResponse:
    """First what it is about to do with which lines; then do it. Each line on its own."""
    actor: Any = actor_of(request)
    sent = request.POST if request.method == "POST" else request.GET
    keys = clean_keys(sent.getlist("lijn"))
    code = sent.get("actie", "")
    if code not in CHOICES or not keys:
        messages.warning(request, _("Tick one or more lines first, then choose what to do with them."))
        return redirect("worklist")
    title, button, form_class, run = CHOICES[code]
    more = {"municipality": actor.municipality} if form_class is GiveForm else {}
    form = form_class(request.POST if request.method == "POST" else None, **more)
    if request.method == "POST" and form.is_valid():
        _tell(request, code, run(actor=actor, keys=keys, **form.cleaned_data))
        return redirect("worklist")
    lines = find_lines(keys, actor)
    only_tasks = code != "uitstellen"
    fitting = [line for key, line in lines.items() if not only_tasks or key.startswith("task-")]
    return render(
        request,
        "accounts/worklist/bulk.html",
        {
            "title": title,
            "button": button,
            "form": form,
            "code": code,
            "keys": keys,
            "lines": fitting,
            "others": [line for line in lines.values() if line not in fitting],
            "gone": len(keys) - len(lines),
        },
        status=422 if form.is_bound else 200,
    )


def _tell(request: HttpRequest, code: str, result: actions.Result) -> None:
    """One message: what was done, and of what was not, why."""
    count = len(result.done)
    sentences = {
        "klaar": ngettext("%(count)s task is done.", "%(count)s tasks are done.", count),
        "verzetten": ngettext("%(count)s task is moved.", "%(count)s tasks are moved.", count),
        "geven": ngettext("%(count)s task is given away.", "%(count)s tasks are given away.", count),
        "uitstellen": ngettext("%(count)s line is snoozed.", "%(count)s lines are snoozed.", count),
    }
    parts = [sentences[code] % {"count": count}] if count else []
    if result.refused:
        named = [f"{text}: {why}" for text, why in result.refused[:NAMED]]
        rest = len(result.refused) - len(named)
        if rest:
            named.append(ngettext("and %(count)s more.", "and %(count)s more.", rest) % {"count": rest})
        parts.append(_("Not done: %(what)s") % {"what": " ".join(named)})
    (messages.warning if result.refused else messages.success)(request, " ".join(parts))


@permission("accounts.view_worklist")
def snoozed(request: HttpRequest) -> HttpResponse:
    """What this person put away, and when it is back."""
    rows = Snooze.objects.filter(person=actor_of(request).person, until__gt=timezone.localdate())
    page = paginate(request, rows.order_by("until", "pk"))
    return render(request, "accounts/worklist/snoozed.html", {"page": page})


@permission("accounts.view_worklist")
@require_POST
def snooze_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Back in the worklist, now."""
    found = get_object_or_404(Snooze, pk=pk, person=actor_of(request).person)
    actions.wake(snooze=found)
    messages.success(request, _("Back in your worklist: %(text)s") % {"text": found.text})
    return redirect("snoozed")
