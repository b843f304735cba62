"""Handing over one case file, ticked ones, or all work of a colleague; and what the receiver sees of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.casefile.models import CaseFile
from accounts.handover import actions
from accounts.handover.forms import HandOverForm
from accounts.handover.models import HandOver, HandOverFile
from accounts.handover.queries import Held, holders_in
from portal.kernel.models import Membership, Person, Role
from portal.kernel.people.queries import colleagues
from portal.kernel.permissions import actor_of, allowed, check, permission
from portal.ui.pagination import paginate

#: Case files that can be ticked on one page; someone with more hands over all of them.
MOST_LISTED = 400


def _numbers(texts: list[str]) -> list[int]:
    """Ids out of the address; what is no number falls away."""
    found = (text.removeprefix("silent-") for text in texts)
    return [int(text) for text in found if text.isascii() and text.isdigit() and len(text) < 18][:MOST_LISTED]


@permission("accounts.hand_over")
def hand_over_new(request: HttpRequest) -> HttpResponse:
    """?dossier= (once or more) hands over these files; ?van= all work of a colleague; neither: one's own."""
    actor: Any = actor_of(request)
    sees_files = allowed(request, "accounts.view_case_files")
    wanted = _numbers([*request.GET.getlist("dossier"), *request.GET.getlist("lijn")]) if sees_files else []
    chosen = dict(CaseFile.objects.filter(pk__in=wanted).order_by("name", "pk").values_list("pk", "name"))
    listed: list[tuple[int, str]] = []
    if chosen:
        people = {person.pk: person for person in Person.objects.filter(pk__in=holders_in(chosen))}
        givers = [people[pk] for pk in holders_in(chosen) if pk in people]
    else:
        givers = [_giver(request)]
        if givers[0] != actor.person or not sees_files:
            check(request, "accounts.hand_over_all")
        if sees_files:
            mine = Held(givers[0].pk).of("manager").order_by("name", "pk")
            listed = list(mine.values_list("pk", "name")[:MOST_LISTED])
    receivers = list(
        colleagues(actor.municipality).filter(
            pk__in=Membership.objects.filter(roles__overlap=[Role.ACCOUNT_MANAGER, Role.SPECIALIST]).values(
                "person_id"
            )
        )
    )
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        givers=givers,
        receivers=receivers,
        files=listed if len(listed) > 1 else None,
    )
    if request.method == "POST" and form.is_valid():
        made = _hand_over(request, form, list(chosen) or None)
        if made is not None:
            return redirect(_after(request, made, chosen, sees_files))
    return render(
        request,
        "accounts/handover/new.html",
        {
            "form": form,
            "chosen": chosen,
            "giver": givers[0] if len(givers) == 1 else None,
            "nobody": not givers,
            "counts": Held(givers[0].pk, list(chosen) or None).counts() if len(givers) == 1 else None,
            **_way_back(chosen, sees_files),
        },
        status=422 if form.is_bound else 200,
    )


def _way_back(chosen: dict[int, str], sees_files: bool) -> dict[str, str]:
    """Where one came from: the one case file, else the worklist, or the people for an administrator."""
    if len(chosen) == 1:
        (number, name), *_rest = chosen.items()
        return {"back": reverse("case_file", args=[number]), "back_name": name}
    if sees_files:
        return {"back": reverse("worklist"), "back_name": _("Worklist")}
    return {"back": reverse("people"), "back_name": _("Back")}


def _giver(request: HttpRequest) -> Person:
    """The colleague of ?van=, also one who has no access any more; else the person of this request."""
    numbers = _numbers([request.GET.get("van", "")])
    if not numbers:
        person = actor_of(request).person
        assert person is not None
        return person
    membership: Any = get_object_or_404(Membership.objects.select_related("person"), person_id=numbers[0])
    return membership.person  # type: ignore[no-any-return]


def _hand_over(request: HttpRequest, form: HandOverForm, files: list[int] | None) -> HandOver | None:
    """Do it; or put the reason why not in the form."""
    actor: Any = actor_of(request)
    data = form.cleaned_data
    if data.get("scope") == "some":
        files = data["case_files"]
    try:
        outcome = actions.hand_over(
            municipality=actor.municipality,
            giver=data["giver"],
            receiver=data["receiver"],
            parts=data["parts"],
            note=data["note"],
            by=actor.person,
            files=files,
        )
    except actions.NotAManagerError:
        form.add_error(
            "receiver",
            _("%(name)s is no account manager. Choose someone else, or leave account management out.")
            % {"name": data["receiver"]},
        )
        return None
    except actions.NothingToMoveError as refusal:
        text = _("%(name)s holds nothing of this. Someone may have handed it over already.")
        if refusal.left:
            text = _("%(receiver)s does not work for the domains of this work, so nothing can go along.")
        form.add_error(None, text % {"name": data["giver"], "receiver": data["receiver"]})
        return None
    made = outcome.hand_over
    words = {"count": made.files_count, "name": made.receiver}
    messages.success(
        request,
        ngettext(
            "Handed over to %(name)s: %(count)s case file.",
            "Handed over to %(name)s: %(count)s case files.",
            made.files_count,
        )
        % words,
    )
    if outcome.left:
        messages.warning(
            request,
            ngettext(
                "%(count)s track, task or question stays with %(giver)s: %(name)s does not work for its domain.",
                "%(count)s tracks, tasks or questions stay with %(giver)s: %(name)s does not work for their domains.",
                outcome.left,
            )
            % {"count": outcome.left, "giver": made.giver, "name": made.receiver},
        )
    return made


def _after(request: HttpRequest, made: HandOver, chosen: dict[int, str], sees_files: bool) -> str:
    if len(chosen) == 1:
        return reverse("case_file", args=[next(iter(chosen))])
    return reverse("hand_over", args=[made.pk]) if sees_files else reverse("people")


@permission("accounts.view_hand_over")
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The note and the case files, with what moved along in each."""
    found = get_object_or_404(HandOver.objects.select_related("giver", "receiver", "made_by"), pk=pk)
    check(request, "accounts.view_hand_over", found)
    rows = HandOverFile.objects.filter(hand_over=found).order_by("case_file__name", "pk")
    page = paginate(
        request, rows, values=("case_file_id", "case_file__name", "as_manager", "tracks", "tasks", "routes")
    )
    return render(
        request,
        "accounts/handover/hand_over.html",
        {
            "hand_over": found,
            "page": page,
            "lines": [(number, name, actions.what_moved(*counts)) for number, name, *counts in page.rows],
            "may_acknowledge": allowed(request, "accounts.acknowledge_hand_over", found),
        },
    )


@permission("accounts.acknowledge_hand_over")
@require_POST
def hand_over_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """I have it."""
    actor: Any = actor_of(request)
    found = get_object_or_404(HandOver.objects.select_related("giver"), pk=pk)
    check(request, "accounts.acknowledge_hand_over", found)
    actions.acknowledge(hand_over=found, by=actor.person)
    messages.success(request, _("You confirmed the hand-over of %(name)s.") % {"name": found.giver})
    return redirect("worklist")
