"""The supplier's own pages: what I owe, how far I am, what counts, and handing things in. Made for a phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.kernel.files.actions import store_upload
from portal.kernel.files.views import file_response
from portal.kernel.permissions import actor_of, signed_in
from procurement.social_return.contracts.models import Contract
from procurement.social_return.contracts.queries import with_standing
from procurement.social_return.contracts.views import shown_terms
from procurement.social_return.discount.queries import current, percentages
from procurement.social_return.efforts import actions, queries
from procurement.social_return.efforts.forms import EFFORT_FORMS, AnswerForm, TextForm, open_kinds
from procurement.social_return.efforts.models import Effort, EffortFile, EffortKind, EffortState
from procurement.social_return.reminders.engine import CONTACT
from procurement.social_return.words import from_stored, sentences

OWN = "shows only contracts of suppliers this person works for (efforts.queries.my_contracts)"


@signed_in(OWN)
def my_contracts(request: HttpRequest) -> HttpResponse:
    """All contracts of my suppliers, in every municipality, side by side with their own rules."""
    person: Any = actor_of(request).person
    rows = with_standing(queries.my_contracts(person)[:60], timezone.localdate())
    return render(request, "procurement/social_return/efforts/my_contracts.html", {"rows": rows})


def _contract(request: HttpRequest, pk: int) -> Contract:
    person: Any = actor_of(request).person
    return get_object_or_404(queries.my_contracts(person), pk=pk)


@signed_in(OWN)
def my_contract(request: HttpRequest, pk: int) -> HttpResponse:
    """What I owe and why, by when, how far I am, what I handed in, and what I can do next."""
    found = _contract(request, pk)
    person: Any = actor_of(request).person
    kinds = [(kind, EffortKind(kind).label) for kind in open_kinds(found.scheme)]
    context = {
        "contract": found,
        "row": with_standing([found], timezone.localdate())[0],
        "explanation": from_stored(found.explanation),
        "efforts": list(queries.my_efforts(person).filter(contract=found)[:100]),
        "kinds": kinds,
        "terms": [pair for pair in shown_terms(found) if pair[1].code != CONTACT],
        "events": list(found.entries.filter(for_supplier=True)[:20]),
        "knows_discount": bool(found.discount or percentages(found)),
        "discount": current(found) if found.discount else None,
    }
    return render(request, "procurement/social_return/efforts/my_contract.html", context)


@signed_in(OWN)
def my_effort_new(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Hand something in, or calculate first what it would be worth (button "calculate")."""
    found = _contract(request, pk)
    if kind not in open_kinds(found.scheme):
        raise Http404
    corrects = _refused(request, found, kind)
    posted = request.method == "POST"
    form: TextForm = EFFORT_FORMS[kind](
        request.POST if posted else None,
        request.FILES if posted else None,
        contract=found,
        initial=_as_initial(corrects),
    )
    worth: list[str] = []
    value = None
    if posted and form.is_valid():
        if "calculate" in request.POST:
            result = actions.worth(found, Effort(contract=found, kind=kind, **form.facts()))
            worth, value = sentences(result.lines), result.amount
        else:
            made = _submit(request, found, kind, form, corrects)
            if made:
                messages.success(
                    request, _("Handed in. The coordinator looks at it; you get a mail with the answer.")
                )
                return redirect("my_effort", pk=made.pk)
    context = {
        "contract": found,
        "kind": kind,
        "label": EffortKind(kind).label,
        "form": form,
        "worth": worth,
        "value": value,
        "corrects": corrects,
    }
    status = 422 if posted and form.errors else 200
    return render(request, "procurement/social_return/efforts/my_effort_new.html", context, status=status)


def _refused(request: HttpRequest, contract: Contract, kind: str) -> Effort | None:
    """The refused effort this one corrects (?verbetert=<pk>), if it is one of this contract."""
    asked = request.GET.get("verbetert", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 18):
        return None
    return Effort.objects.filter(
        pk=int(asked), contract=contract, kind=kind, state=EffortState.REFUSED, corrected_by=None
    ).first()


def _as_initial(effort: Effort | None) -> dict[str, Any]:
    if effort is None:
        return {}
    names = (
        "code",
        "hours",
        "days",
        "first",
        "last",
        "bonuses",
        "amount",
        "bought_from",
        "kvk_number",
        "text",
    )
    values = {name: getattr(effort, name) for name in names}
    return {**values, "pseudonym_code": effort.pseudonym.code if effort.pseudonym else ""}


def _submit(
    request: HttpRequest, contract: Contract, kind: str, form: TextForm, corrects: Effort | None
) -> Effort | None:
    person: Any = actor_of(request).person
    try:
        return actions.submit(
            contract=contract,
            by=person,
            kind=kind,
            pseudonym_code=form.cleaned_data.get("pseudonym_code", ""),
            corrects=corrects,
            form_key=form.cleaned_data.get("form_key"),
            files=[
                store_upload(upload=upload, municipality=contract.municipality, by=person)
                for upload in form.uploads()
            ],
            **form.facts(),
        )
    except actions.RefusedError as refused:
        texts = {
            "pseudonym": _("Nobody has this code. Check it, or leave it empty and ask the coordinator."),
            "settled": _("This contract is settled. You cannot hand anything in any more."),
            "corrected": _("You handed in a correction already."),
        }
        field = "pseudonym_code" if refused.code == "pseudonym" else None
        form.add_error(field, texts[refused.code])
        return None


def _effort(request: HttpRequest, pk: int) -> Effort:
    person: Any = actor_of(request).person
    return get_object_or_404(queries.my_efforts(person), pk=pk)


def _page(
    request: HttpRequest, found: Effort, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "effort": found,
        "contract": found.contract,
        "explanation": from_stored(found.explanation_lines),
        "remarks": list(found.remarks.all()),
        "files": list(found.files.select_related("file")),
        "form": form or AnswerForm(),
        "correction": Effort.objects.filter(corrects=found).first(),
    }
    return render(request, "procurement/social_return/efforts/my_effort.html", context, status=status)


@signed_in(OWN)
def my_effort(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing I handed in: how it stands, what it is worth and why, what was asked."""
    return _page(request, _effort(request, pk))


@signed_in(OWN)
@require_POST
def my_effort_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the coordinator's question."""
    found = _effort(request, pk)
    person: Any = actor_of(request).person
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form, 422)
    upload = form.cleaned_data["file"]
    files = (
        [store_upload(upload=upload, municipality=found.contract.municipality, by=person)] if upload else []
    )
    try:
        actions.answer(effort=found, text=form.cleaned_data["text"], by=person, files=files)
        messages.success(request, _("Your answer is sent."))
    except actions.RefusedError:
        messages.info(request, _("This is decided already."))
    return redirect("my_effort", pk=pk)


@signed_in(OWN)
@require_POST
def my_effort_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what waits."""
    found = _effort(request, pk)
    person: Any = actor_of(request).person
    try:
        actions.withdraw(effort=found, by=person)
        messages.success(request, _("You took it back. It no longer counts."))
    except actions.RefusedError:
        messages.info(request, _("This is decided already."))
    return redirect("my_effort", pk=pk)


@signed_in(OWN)
def my_effort_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Download evidence I added."""
    person: Any = actor_of(request).person
    found = get_object_or_404(
        EffortFile.objects.select_related("file"), pk=pk, effort__in=queries.my_efforts(person)
    )
    return file_response(found.file)  # type: ignore[return-value]
