"""The public page of a tender with its questions and answers; confirming a question; answering it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portal.kernel.clock import database_now
from portal.kernel.conflicts import StaleVersionError
from portal.kernel.outbox.links import absolute
from portal.kernel.people.ratelimit import limit
from portal.kernel.permissions import actor_of, check, permission, public
from portal.ui.search_engines import linked_data, sitemap
from portal.ui.templatetags.nlds import nl_moment
from procurement.tenders.circular import drawing
from procurement.tenders.circular.consultation import actions, queries
from procurement.tenders.circular.consultation.forms import AnswerForm, AskForm
from procurement.tenders.circular.consultation.models import CircularQuestion
from procurement.tenders.circular.errors import RefusedError
from procurement.tenders.circular.pages import private, refused, with_version
from procurement.tenders.circular.permissions import BUY
from procurement.tenders.circular.programme.actions import takes_questions, takes_submissions
from procurement.tenders.circular.programme.models import CircularState, CircularTender
from procurement.tenders.circular.programme.queries import get_published, published, web_of

OPEN = "a tender the municipality published; anyone may ask, and what is answered names nobody"
MOST = 50


@public("circular tenders the municipality published")
def public_list(request: HttpRequest, municipality_slug: str) -> HttpResponse:
    """What one can take part in now, and what was."""
    now = database_now()
    rows = list(published()[:MOST])
    context = {
        "opened": [row for row in rows if takes_submissions(row, now)],
        "others": [row for row in rows if not takes_submissions(row, now)],
    }
    return render(request, "procurement/tenders/circular/public/list.html", context)


@public("addresses of public pages")
def public_sitemap(request: HttpRequest, municipality_slug: str) -> HttpResponse:
    """For search engines."""
    home = absolute(reverse("public_circulars", args=[municipality_slug]))
    return sitemap(
        home, [(f"{row.slug}/", row.published_at) for row in published()[:1000] if row.published_at]
    )


def _linked(tender: CircularTender, url: str) -> Any:
    return linked_data(
        {
            "@context": "https://schema.org",
            "@type": "Demand",
            "name": tender.title,
            "description": tender.brief[:1000],
            "url": url,
            "availabilityEnds": tender.closes_at.isoformat() if tender.closes_at else None,
            "seller": {"@type": "GovernmentOrganization", "name": tender.municipality.name},
        }
    )


def _page(request: HttpRequest, tender: CircularTender, form: AskForm, status: int = 200) -> HttpResponse:
    now = database_now()
    spokes = web_of(tender)
    place = reverse("public_circular", args=[tender.municipality.slug, tender.slug])
    context = {
        "tender": tender,
        "form": form,
        "spokes": [(row, tender.level_name(row.level)) for row in spokes],
        "chart": drawing.chart(spokes),
        "chart_words": drawing.described(spokes),
        "takes_questions": takes_questions(tender, now),
        "takes_submissions": takes_submissions(tender, now),
        "questions": list(queries.answered(tender)),
        "linked": _linked(tender, absolute(place)),
        "cancelled": tender.state == CircularState.CANCELLED,
    }
    return render(request, "procurement/tenders/circular/public/tender.html", context, status=status)


@public(OPEN)
def public_tender(request: HttpRequest, municipality_slug: str, slug: str) -> HttpResponse:
    """The ambition, the brief, what counts, and what was asked."""
    tender = get_published(slug)
    person: Any = actor_of(request).person
    initial = {"name": person.name, "email": person.email} if person else {}
    return _page(request, tender, AskForm(initial=initial))


@public(OPEN)
@require_POST
@limit("circular-question", "30/h")
def question_ask(request: HttpRequest, municipality_slug: str, slug: str) -> HttpResponse:
    """Ask a question."""
    tender = get_published(slug)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _page(request, tender, form, 422)
    if not request.POST.get("website"):  # only robots fill this in
        try:
            row = actions.ask(tender=tender, person=actor_of(request).person, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, refused(error))
            return _page(request, tender, form, 422)
        if row.confirmed_at:
            messages.success(request, _("Your question is asked. You get a mail with the answer."))
        else:
            text = _("We mailed you a link. Open it before %(moment)s: only then is your question asked.")
            messages.success(request, text % {"moment": nl_moment(tender.questions_until)})
    return redirect("public_circular", municipality_slug, slug)


@public("whoever has the mailed link confirms that the address is theirs")
@never_cache
def question_confirm(request: HttpRequest, municipality_slug: str, slug: str, token: str) -> HttpResponse:
    """Confirm the address: a page with a button, so that a mail scanner that opens links confirms nothing."""
    row = CircularQuestion.bearing(token, "tender__municipality")
    if row is None or row.tender.slug != slug:
        raise Http404
    if request.method == "POST":
        try:
            actions.confirm(question=row)
            messages.success(request, _("Your question is asked. You get a mail with the answer."))
        except RefusedError as error:
            messages.error(request, refused(error))
        return redirect("public_circular", municipality_slug, slug)
    context = {"row": row, "tender": row.tender}
    return private(render(request, "procurement/tenders/circular/public/confirm.html", context))


@permission(BUY)
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question for the buyer: answer it for everyone."""
    found = get_object_or_404(
        CircularQuestion.objects.select_related("tender").filter(confirmed_at__isnull=False), pk=pk
    )
    check(request, BUY, found)
    actor: Any = actor_of(request)
    form = AnswerForm(request.POST if request.method == "POST" else None, question=found)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.answer(question=found, by=actor.person, **form.cleaned_data)
                messages.success(request, _("The answer stands on the public page."))
                return redirect("circular_tender", pk=found.tender_id)
            except RefusedError as error:
                form.add_error(None, refused(error))
            except StaleVersionError as stale:
                status = 409
                with_version(form, stale.current.version)
                form.add_error(
                    None,
                    _("A colleague changed the tender while you were typing. Check it and save again."),
                )
    context = {"row": found, "tender": found.tender, "form": form}
    return render(request, "procurement/tenders/circular/programme/question.html", context, status=status)
