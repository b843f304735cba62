"""Sharing a pizza with a financier, and the municipality's letter of support."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.financing import actions, letter, queries
from accounts.financing.forms import LetterForm, ShareForm
from accounts.financing.models import ShareLink
from accounts.financing.views import OWN, STAFF, get_need, page_context, show
from portal.kernel.jobs.actions import start_job
from portal.kernel.permissions import actor_of, check, permission, permission_or_own, public


@permission_or_own(STAFF, OWN)
@require_POST
def financing_share(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link for a financier and show it, this once."""
    need = get_need(request, pk)
    actor: Any = actor_of(request)
    form = ShareForm(request.POST)
    if not form.is_valid():
        return show(request, need, share_form=form, status=422)
    _link, token = actions.share(need=need, by=actor.person, **form.cleaned_data)
    path = reverse("shared_financing", args=[need.case_file.municipality.slug, token])
    return show(request, need, link=request.build_absolute_uri(path))


@permission_or_own(STAFF, OWN)
@require_POST
def share_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a link."""
    link = get_object_or_404(ShareLink.objects.select_related("need", "need__case_file"), pk=pk)
    get_need(request, link.need_id)
    person: Any = actor_of(request).person
    actions.revoke(link=link, by=person)
    messages.success(request, _("The link no longer works."))
    return redirect("financing", pk=link.need_id)


@public("a financier without an account reads what the entrepreneur shares; the token is the key")
@never_cache
def shared_financing(request: HttpRequest, municipality_slug: str, token: str) -> HttpResponse:
    """The pizza for a financier; a link that does not work says so kindly."""
    link = actions.open_link(token=token)
    if link is None:
        return render(request, "accounts/financing/shared_gone.html", status=410)
    need = queries.needs().get(pk=link.need_id)
    context = {"pizza": queries.pizza_of(need), "need": need, "case_file": need.case_file, "link": link}
    response = render(request, "accounts/financing/shared.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


@permission(STAFF)
def financing_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the letter of support; a worker prints it and puts it in the case file."""
    need = get_need(request, pk)
    check(request, STAFF, need)
    actor: Any = actor_of(request)
    form = LetterForm(
        request.POST if request.method == "POST" else None, initial=LetterForm.start(need, actor.person)
    )
    if request.method == "POST" and form.is_valid():
        job = start_job(
            kind=letter.KIND,
            title=_("Letter of support: %(title)s") % {"title": need.title},
            params={"need": need.pk, **form.cleaned_data},
            by=actor.person,
            municipality=actor.municipality,
        )
        return redirect("job", pk=job.pk)
    context = {
        **page_context(request, need.case_file),
        "form": form,
        "title": _("Letter of support"),
        "back": "",
        "need": need,
    }
    return render(request, "accounts/financing/form.html", context, status=422 if form.is_bound else 200)
