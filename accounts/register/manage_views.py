"""The entrepreneur's choice with its preview, and the municipality's decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.casefile.models import CaseFile
from accounts.register import actions, queries
from accounts.register.forms import DecisionForm, EntryForm
from accounts.register.models import EntryState, RegisterEntry
from accounts.register.queries import Shown
from accounts.self_service.queries import my_case_files
from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.permissions import actor_of, check, permission, signed_in

REVIEW = "accounts.review_register"
OWN = "entrepreneurs see and change the entry of their own enterprise only (accounts.self_service.queries)"


def _preview(case_file: CaseFile, shown: dict[str, Any]) -> Shown:
    """What visitors would see, without saving anything."""
    entry = RegisterEntry(case_file=case_file, municipality_id=case_file.municipality_id, **shown)
    return queries.with_marks([entry], timezone.localdate())[0]


@signed_in(OWN)
def register_own(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what the register shows, look at it, and ask for publication."""
    person: Any = actor_of(request).person
    case_file = get_object_or_404(my_case_files(person), pk=pk)
    entry = queries.own_panel(case_file, person).entry
    asking = request.method == "POST" and "vraag" in request.POST
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        asking=asking,
        initial=EntryForm.start(case_file, entry),
    )
    preview, conflicts = None, list[FieldConflict]()
    if request.method == "POST" and form.is_valid():
        preview = _preview(case_file, form.shown())
        if asking:
            try:
                version = form.cleaned_data["version"] or 0
                made = actions.ask(case_file=case_file, shown=form.shown(), by=person, version=version)
            except StaleVersionError as stale:
                labels = {name: str(field.label) for name, field in form.fields.items()}
                conflicts = compare(stale.current, form.shown(), labels) if stale.current else []
                given: Any = form.data
                typed = given.copy()
                typed["version"] = str(stale.current.version if stale.current else 0)
                form.data = typed
            else:
                if made.state == EntryState.PUBLISHED:
                    messages.success(request, _("Your change is public now."))
                else:
                    messages.success(request, _("Thank you. The municipality looks at it. You get a mail."))
                return redirect("my_overview")
    context = {
        "case_file": case_file,
        "entry": entry,
        "form": form,
        "preview": preview,
        "conflicts": conflicts,
    }
    status = 409 if conflicts else 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "accounts/register/own.html", context, status=status)


@signed_in(OWN)
@require_POST
def register_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the entry off the internet, at once."""
    person: Any = actor_of(request).person
    case_file = get_object_or_404(my_case_files(person), pk=pk)
    actions.withdraw(entry=get_object_or_404(RegisterEntry, case_file=case_file), by=person)
    messages.success(request, _("Your enterprise is no longer in the register."))
    return redirect("my_overview")


@permission(REVIEW)
def register_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at an entry and decide: publish, or not with the reason the entrepreneur reads."""
    rows = RegisterEntry.objects.select_related(
        "case_file", "case_file__account_manager", "decided_by", "municipality"
    )
    entry = get_object_or_404(rows, pk=pk)
    check(request, REVIEW, entry)
    person: Any = actor_of(request).person
    form = DecisionForm(
        request.POST if request.method == "POST" else None, initial={"version": entry.version}
    )
    stale = False
    if request.method == "POST" and form.is_valid():
        version, reason = form.cleaned_data["version"], form.cleaned_data["reason"]
        try:
            if "publiceren" in request.POST:
                actions.publish(entry=entry, version=version, by=person)
                messages.success(request, _("The entry is public now. The entrepreneur gets a mail."))
                return redirect("register_review", pk=pk)
            if reason:
                actions.refuse(entry=entry, version=version, reason=reason, by=person)
                messages.success(request, _("The entry is not public. The entrepreneur gets a mail."))
                return redirect("register_review", pk=pk)
            form.add_error("reason", _("Say why, so that the entrepreneur knows what to change."))
        except actions.NeedsCheckError:
            form.add_error(
                None,
                _("Your municipality only publishes enterprises with a valid positive definition check."),
            )
        except (StaleVersionError, actions.NotAllowedNowError):
            stale = True
            entry = rows.get(pk=pk)
            given: Any = form.data
            typed = given.copy()
            typed["version"] = str(entry.version)
            form.data = typed
    context = {
        "case_file": entry.case_file,
        "entry": entry,
        "shown": queries.with_marks([entry], timezone.localdate())[0],
        "consents": queries.consents_of(entry),
        "needs_check": actions.needs_check(entry, timezone.localdate()),
        "form": form,
        "stale": stale,
    }
    status = 409 if stale else 422 if form.is_bound else 200
    return render(request, "accounts/register/review.html", context, status=status)
