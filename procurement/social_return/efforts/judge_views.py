"""The coordinator judges what suppliers hand in: one by one, or many at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.kernel.audit.actions import record_figures
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.files.views import file_response
from portal.kernel.permissions import actor_of, check, permission
from portal.ui.pagination import paginate
from procurement.social_return.efforts import actions, queries
from procurement.social_return.efforts.forms import CodeForm, CorrectionForm, WordForm
from procurement.social_return.efforts.lists import efforts_for, only_mine
from procurement.social_return.efforts.models import WAITING, Effort, EffortFile, EffortKind, EffortState
from procurement.social_return.efforts.words import signal
from procurement.social_return.renewals.queries import waiting
from procurement.social_return.words import from_stored

MANAGE = "procurement.manage_contracts"
#: Efforts accepted with one click at most.
MOST_AT_ONCE = 200
#: Certificates that wait, shown above the efforts: the oldest.
MOST_CERTIFICATES = 20


@permission(MANAGE)
def efforts(request: HttpRequest) -> HttpResponse:
    """What waits for judgement, the longest first; ?wie=mij shows the contracts I keep."""
    page = paginate(request, efforts_for(request.GET, actor_of(request)), size=50)
    context = {
        "page": page,
        "mine": only_mine(request.GET),
        "certificates": list(waiting()[:MOST_CERTIFICATES]),
    }
    return render(request, "procurement/social_return/efforts/list.html", context)


def _get(request: HttpRequest, pk: int) -> Effort:
    found = get_object_or_404(
        Effort.objects.select_related(
            "contract__supplier__enterprise",
            "contract__coordinator",
            "pseudonym",
            "decided_by",
            "submitted_by",
        ),
        pk=pk,
    )
    check(request, MANAGE, found)
    return found


def _page(request: HttpRequest, found: Effort, status: int = 200, **forms: Form) -> HttpResponse:
    version = {"version": found.version}
    names = ("hours", "first", "last", "amount")
    accepted = {**version, **{name: getattr(found, name) for name in names}}
    context = {
        "effort": found,
        "contract": found.contract,
        "waits": found.state in WAITING,
        "needs_code": found.kind == EffortKind.PLACEMENT and found.pseudonym_id is None,
        "group": found.contract.scheme.groups.get(found.code),
        "explanation": from_stored(found.explanation_lines),
        "signals": [signal(line) for line in queries.signals_of(found)],
        "remarks": list(found.remarks.select_related("by")),
        "files": list(found.files.select_related("file")),
        "code_form": forms.get("code") or CodeForm(initial=version, prefix="code"),
        "ask_form": forms.get("ask") or WordForm(initial=version, prefix="ask"),
        "refuse_form": forms.get("refuse") or WordForm(initial=version, prefix="refuse"),
        "correct_form": forms.get("correct")
        or CorrectionForm(initial=accepted, prefix="correct", effort=found),
        "may_correct": found.state == EffortState.ACCEPTED,
    }
    return render(request, "procurement/social_return/efforts/judge.html", context, status=status)


@permission(MANAGE)
def effort(request: HttpRequest, pk: int) -> HttpResponse:
    """One effort with its evidence, its worth and why, and what a human should look at.

    Reading what is known of one person (the target group behind a code) is logged.
    """
    found, person = _get(request, pk), actor_of(request).person
    if person and found.kind in (EffortKind.PLACEMENT, EffortKind.MONTHLY):
        record_figures(
            person=person, municipality_id=found.municipality_id, path=request.path, of=found,
            label=f"{found.get_kind_display()}, {found.contract}",
        )  # fmt: skip
    return _page(request, found)


def _why_not(code: str) -> str:
    return {
        "state": _("This is decided already. Look at how it stands now."),
        "pseudonym": _("Nobody has this code. Check it, or leave it empty for someone new."),
        "settled": _("This contract is settled."),
    }[code]


def _do(request: HttpRequest, found: Effort, act: Callable[[], str], **forms: Form) -> HttpResponse:
    if any(not form.is_valid() for form in forms.values()):
        return _page(request, found, 422, **forms)
    try:
        messages.success(request, act())
    except StaleVersionError:
        messages.warning(request, _("A colleague changed this while you looked. This is how it stands now."))
    except actions.RefusedError as refused:
        messages.error(request, _why_not(refused.code))
    return redirect("effort", pk=found.pk)


def _version(request: HttpRequest) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0


@permission(MANAGE)
@require_POST
def effort_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept: now it counts."""
    found = _get(request, pk)
    actor: Any = actor_of(request)
    if found.kind == EffortKind.PLACEMENT and found.pseudonym_id is None:
        messages.error(request, _("Confirm the target group first: then this person has a code."))
        return redirect("effort", pk=pk)

    def act() -> str:
        actions.accept(effort=found, version=_version(request), by=actor.person)
        return _("Accepted. The supplier gets a mail.")

    return _do(request, found, act)


@permission(MANAGE)
@require_POST
def effort_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse, with the reason."""
    found = _get(request, pk)
    actor: Any = actor_of(request)
    form = WordForm(request.POST, prefix="refuse")

    def act() -> str:
        data = form.cleaned_data
        actions.refuse(effort=found, version=data["version"], reason=data["text"], by=actor.person)
        return _("Refused. The supplier gets a mail with the reason.")

    return _do(request, found, act, refuse=form)


@permission(MANAGE)
@require_POST
def effort_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the supplier something."""
    found = _get(request, pk)
    actor: Any = actor_of(request)
    form = WordForm(request.POST, prefix="ask")

    def act() -> str:
        data = form.cleaned_data
        actions.ask(effort=found, version=data["version"], text=data["text"], by=actor.person)
        return _("Asked. The supplier gets a mail.")

    return _do(request, found, act, ask=form)


@permission(MANAGE)
@require_POST
def effort_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the target group of a placement."""
    found = _get(request, pk)
    actor: Any = actor_of(request)
    form = CodeForm(request.POST, prefix="code")

    def act() -> str:
        data = form.cleaned_data
        done = actions.give_pseudonym(
            effort=found, version=data["version"], code=data["code"], by=actor.person
        )
        return _("Confirmed. The code of this person is %(code)s.") % {"code": done.pseudonym}

    return _do(request, found, act, code=form)


@permission(MANAGE)
@require_POST
def effort_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is accepted; the ledger gets the difference."""
    found = _get(request, pk)
    actor: Any = actor_of(request)
    form = CorrectionForm(request.POST, prefix="correct", effort=found)

    def act() -> str:
        data = form.cleaned_data
        actions.correct(
            effort=found, version=data["version"], reason=data["reason"], by=actor.person, **form.changes()
        )
        return _("Corrected. The ledger has a new line with the difference.")

    return _do(request, found, act, correct=form)


@permission(MANAGE)
@require_POST
def efforts_accept(request: HttpRequest) -> HttpResponse:
    """Accept what is ticked. What cannot be accepted stays and is named, with why."""
    actor: Any = actor_of(request)
    ticked = [
        int(pk)
        for pk in request.POST.getlist("effort")[:MOST_AT_ONCE]
        if pk.isascii() and pk.isdigit() and len(pk) < 18
    ]
    done, left = 0, []
    # In the order of the contracts: two colleagues who accept at once lock them in the same order.
    for found in queries.to_judge().filter(pk__in=ticked).order_by("contract_id", "pk"):
        name = f"{found.contract.supplier}, {found.get_kind_display()}"
        if queries.signals_of(found):
            left.append(_("%(name)s: there are signals to look at") % {"name": name})
            continue
        try:
            actions.accept(effort=found, version=found.version, by=actor.person)
            done += 1
        except actions.RefusedError as refused:
            why = _("no code yet") if refused.code == "pseudonym" else _why_not(refused.code)
            left.append(f"{name}: {why}")
        except StaleVersionError:
            left.append(_("%(name)s: a colleague decided about it at this moment") % {"name": name})
    if done:
        text = ngettext("%(number)s effort accepted.", "%(number)s efforts accepted.", done)
        messages.success(request, text % {"number": done})
    if left:
        messages.warning(request, _("Not accepted: %(names)s.") % {"names": "; ".join(left)})
    if not ticked:
        messages.info(request, _("Tick what you want to accept first."))
    return redirect("efforts")


@permission(MANAGE)
def effort_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Download evidence."""
    found = get_object_or_404(EffortFile.objects.select_related("file"), pk=pk)
    check(request, MANAGE, found)
    return file_response(found.file)  # type: ignore[return-value]
