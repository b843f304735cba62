"""One page: the enterprise goes on under another name, legal form or number."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.casefile.views import get_case_file
from accounts.renaming.actions import ChangedMeanwhileError, Identity, NumberInUseError, rename
from accounts.renaming.forms import RenameForm
from accounts.renaming.queries import former_of
from portal.kernel.permissions import actor_of, allowed, permission


@permission("accounts.change_case_file")
def enterprise_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Not for typing errors: what it was stays findable. A colleague's change meanwhile is shown beside it."""
    found = get_case_file(request, pk, "accounts.change_case_file")
    actor: Any = actor_of(request)
    now = Identity.of(found.enterprise)
    form = RenameForm(request.POST if request.method == "POST" else None, was=now)
    changed = double = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            done = rename(
                case_file=found, was=form.was(), to=form.to(), on=data["on"], reason=data["reason"],
                by=actor.person,
            )  # fmt: skip
        except ChangedMeanwhileError as error:
            changed = error.current
            form.seen_again(changed)
        except NumberInUseError as error:
            double = error.case_file
        else:
            text = _("%(name)s is changed. The former name and number are still found.") if done else ""
            messages.success(request, (text or _("%(name)s was changed already.")) % {"name": data["name"]})
            return redirect("case_file", pk=found.pk)
    context = {
        "case_file": found,
        "form": form,
        "changed": changed,
        "double": double,
        "may_merge": allowed(request, "accounts.merge_case_files", found),
        "former": former_of(found),
    }
    status = 409 if changed else 422 if form.is_bound else 200
    return render(request, "accounts/renaming/rename.html", context, status=status)
