"""Double case files: find them, look at both, merge, and undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.casefile.models import CaseFile
from accounts.merging import actions, queries, undoing
from accounts.merging.forms import MergeForm
from accounts.merging.models import Merge
from accounts.merging.rulesets import undo_until
from accounts.renaming.queries import NAMED_KINDS, case_files_of
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.permissions import actor_of, check, permission, verdict
from portal.kernel.search.queries import find
from portal.ui.pagination import paginate


def _known(pk: object) -> CaseFile | None:
    text = str(pk)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return None
    return CaseFile.objects.filter(pk=int(text), merged_into=None).first()


@permission("accounts.merge_case_files")
def merges(request: HttpRequest) -> HttpResponse:
    """Likely doubles, two files by search, and what was merged. ?eerste= is the first file, ?q= finds the second."""
    first = _known(request.GET.get("eerste", ""))
    text = request.GET.get("q", "").strip()
    keys = case_files_of(find(text, kinds=NAMED_KINDS, limit=20))
    found = CaseFile.objects.filter(pk__in=keys, merged_into=None).select_related("enterprise")
    if first:
        found = found.exclude(pk=first.pk)
    context = {
        "pairs": queries.likely_doubles(),
        "first": first,
        "text": text,
        "found": list(found.order_by("name")) if text else [],
        "page": paginate(
            request,
            Merge.objects.select_related("survivor", "merged", "made_by").order_by("-made_at", "-pk"),
        ),
    }
    return render(request, "accounts/merging/list.html", context)


@permission("accounts.merge_case_files")
@require_POST
def merge_not_double(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """These two look alike and are two enterprises: do not ask again."""
    actor: Any = actor_of(request)
    first, second = _both(request, one, other)
    try:
        actions.not_double(one=first, other=second, by=actor.person)
        words = {"one": first.name, "other": second.name}
        messages.success(request, _("%(one)s and %(other)s are no longer shown as doubles.") % words)
    except actions.RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("merges")


def _both(request: HttpRequest, one: int, other: int) -> tuple[CaseFile, CaseFile]:
    files = CaseFile.objects.select_related("enterprise", "account_manager")
    found = get_object_or_404(files, pk=one), get_object_or_404(files, pk=other)
    for file in found:
        check(request, "accounts.merge_case_files", file)
    return found


def _merged_already(request: HttpRequest, here: CaseFile, there: CaseFile) -> HttpResponse | None:
    """Where to go when one of these is no longer a case file of its own; a double submit ends at what the first did."""
    if here.merged_into_id is None and there.merged_into_id is None:
        return None
    done = Merge.objects.filter(merged__in=[here, there], undone_at=None).order_by("-pk").first()
    if done is None:
        return redirect("merges")
    messages.info(request, _("These case files were merged already. This is what was done."))
    return redirect("merge", pk=done.pk)


@permission("accounts.merge_case_files")
def merge_preview(request: HttpRequest, stays: int, goes: int) -> HttpResponse:
    """Both files side by side; then what will happen; then it happens. Each step sends the choices along."""
    here, there = _both(request, stays, goes)
    if gone := _merged_already(request, here, there):
        return gone
    comparison = queries.compare(here, there)
    form = MergeForm(
        request.POST if request.method == "POST" else None,
        choices=comparison.choices,
        initial={"here_version": here.version, "there_version": there.version},
    )
    context: dict[str, Any] = {"here": here, "there": there, "form": form, "comparison": comparison}
    status = 200
    if request.method == "POST":
        step = request.POST.get("stap", "")
        if not form.is_valid():
            status = 422
        elif (form.cleaned_data["here_version"], form.cleaned_data["there_version"]) != (
            here.version,
            there.version,
        ):
            status = 409
        elif step == "samenvoegen":
            return _do_merge(request, form, here, there)
        elif step != "kiezen":
            left = actions.would_stay(here, there)
            moves = [(label, number - left.get(label, 0)) for label, number in queries.counts(there)]
            context |= {"moves": [row for row in moves if row[1]], "stays": sorted(left.items())}
            return render(request, "accounts/merging/preview.html", context)
    if status == 409:
        sent: Any = form.data
        again = sent.copy()
        again["here_version"], again["there_version"] = str(here.version), str(there.version)
        form.data = again
    context["changed"] = status == 409
    return render(request, "accounts/merging/compare.html", context, status=status)


def _do_merge(request: HttpRequest, form: MergeForm, here: CaseFile, there: CaseFile) -> HttpResponse:
    actor: Any = actor_of(request)
    try:
        done = actions.merge(
            survivor=here,
            merged=there,
            versions=(here.version, there.version),
            choices=form.chosen(),
            reason=form.cleaned_data["reason"],
            by=actor.person,
        )
    except (actions.RefusedError, StaleVersionError) as refused:
        # A colleague was first, between reading and locking: look again.
        text = str(refused) if isinstance(refused, actions.RefusedError) else ""
        messages.error(request, text or _("A colleague changed one of these case files. Look again at both."))
        return redirect("merge_preview", stays=here.pk, goes=there.pk)
    messages.success(request, _("The case files are merged."))
    return redirect("merge", pk=done.pk)


@permission("accounts.view_case_files")
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """What a merge did, for all who see the case file."""
    done = get_object_or_404(
        Merge.objects.select_related("survivor__enterprise", "merged__enterprise", "made_by", "undone_by"),
        pk=pk,
    )
    check(request, "accounts.view_case_file", done.survivor)
    actor: Any = actor_of(request)
    until = undo_until(municipality_id=done.municipality_id, made_at=done.made_at)
    in_time = done.undone_at is None and timezone.now() <= until
    may_undo = in_time and bool(verdict(actor, "accounts.merge_case_files", done))
    context = {
        "done": done,
        "until": until,
        "in_time": in_time,
        "may_undo": may_undo,
        "behind": undoing.stays_behind(done) if may_undo else {},
        "moved": queries.moved_by(done),
        "changed": queries.changed_by(done),
        "may_merge": verdict(actor, "accounts.merge_case_files", done),
    }
    return render(request, "accounts/merging/merge.html", context)


@permission("accounts.merge_case_files")
@require_POST
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put everything back."""
    done = get_object_or_404(Merge, pk=pk)
    check(request, "accounts.merge_case_files", done)
    actor: Any = actor_of(request)
    try:
        undoing.undo(done=done, by=actor.person)
        messages.success(request, _("The merge is undone."))
    except actions.RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("merge", pk=pk)
