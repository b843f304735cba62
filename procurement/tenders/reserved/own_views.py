"""What an enterprise that is asked sees and does; the token in the address is theirs."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from portal.kernel.models import Person
from portal.kernel.permissions import actor_of, public
from procurement.tenders.plan.models import TenderState
from procurement.tenders.reserved import actions, queries
from procurement.tenders.reserved.forms import TakePartForm
from procurement.tenders.reserved.letters import conditions, print_invitation
from procurement.tenders.reserved.models import TenderInvitation
from procurement.tenders.reserved.views import pdf

OPEN = "an enterprise is asked by mail or letter; the token in the address opens that one invitation only"
REFUSALS = {
    "closed": gettext_lazy("This tender is closed. Your answer was not sent."),
    "late": gettext_lazy("The last day to answer has passed. Your answer was not sent."),
    "declare": gettext_lazy("This contract is reserved. Tick that you meet the conditions, or say no."),
}


def _get(token: str) -> TenderInvitation:
    found = queries.by_token(token)
    if found is None:
        raise Http404
    return found


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response


def _initial(request: HttpRequest, found: TenderInvitation) -> dict[str, object]:
    person = actor_of(request).person
    answer = {"": "", "interested": "yes", "declined": "no"}[found.answer]
    name = found.answered_name or (person.name if person else "")
    return {"answer": answer, "declares": found.declares, "words": found.words, "name": name}


@public(OPEN)
@never_cache
def tender_invitation(request: HttpRequest, municipality_slug: str, token: str) -> HttpResponse:
    """What is asked, on which conditions and until when; the answer, which can be changed until then."""
    found = _get(token)
    tender = found.tender
    is_open = tender.state == TenderState.OPEN
    late = is_open and tender.answer_by is not None and tender.answer_by < timezone.localdate()
    form = TakePartForm(
        request.POST if request.method == "POST" else None, tender=tender, initial=_initial(request, found)
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.answer(
                invitation=found, takes_part=data["answer"] == "yes", words=data["words"], name=data["name"],
                declares=bool(data.get("declares")), person=_member(request, found),
            )  # fmt: skip
            messages.success(request, _("Thank you. The municipality has your answer."))
            return _private(redirect("tender_invitation", municipality_slug, token))
        except actions.RefusedError as refused:
            form.add_error(None, REFUSALS[refused.code])
    if request.method == "GET" and actor_of(request).membership is None:
        actions.look(invitation=found)
    award = queries.award_of(tender)
    context = {
        "invitation": found, "tender": tender, "token": token, "form": form, "conditions": conditions(tender),
        "may_answer": (is_open and not late) or form.is_bound, "late": late, "award": award,
        "won": award is not None and award.supplier.enterprise_id == found.case_file.enterprise_id,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return _private(render(request, "procurement/tenders/reserved/invitation.html", context, status=status))


def _member(request: HttpRequest, found: TenderInvitation) -> Person | None:
    """Who is logged in, when they belong to this enterprise."""
    person = actor_of(request).person
    if person and found.case_file.members.filter(person=person, is_active=True).exists():
        return person
    return None


@public(OPEN)
@never_cache
def tender_invitation_letter(request: HttpRequest, municipality_slug: str, token: str) -> HttpResponse:
    """The letter, to keep."""
    found = _get(token)
    return _private(pdf(print_invitation(found), f"uitnodiging-{slugify(found.tender.title)[:60]}"))
