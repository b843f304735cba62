"""Keeping offers: the enterprise its own, officers those of every enterprise of the municipality."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.casefile.models import CaseFile
from accounts.self_service.queries import my_case_files
from portal.kernel.conflicts import FieldConflict, StaleVersionError, compare
from portal.kernel.models import Person
from portal.kernel.permissions import actor_of, check, permission, permission_or_own
from portal.ui.pagination import paginate
from procurement.market.offers import actions, queries
from procurement.market.offers.forms import OfferFilter, OfferForm, PictureForm, TakeDownForm, as_initial
from procurement.market.offers.models import Offer, OfferPicture
from procurement.market.rulesets import label_of

MANAGE = "procurement.manage_market"
OWN = "enterprises see and change their own offers only (market.offers.queries.my_offers)"


def person_of(request: HttpRequest) -> Person:
    """Who is logged in."""
    person: Any = actor_of(request).person
    return person  # type: ignore[no-any-return]


def _is_staff(request: HttpRequest) -> bool:
    return actor_of(request).membership is not None


def frame_of(request: HttpRequest) -> dict[str, Any]:
    """What makes one template serve both sides."""
    staff = _is_staff(request)
    return {"staff": staff, "frame": "ui/base_staff.html" if staff else "ui/base_public.html"}


def get_offer(request: HttpRequest, pk: int) -> Offer:
    """An offer of one's own, or for an officer any of the municipality."""
    if not _is_staff(request):
        return get_object_or_404(queries.my_offers(person_of(request)), pk=pk)
    offer = get_object_or_404(queries.all_offers(), pk=pk)
    check(request, MANAGE, offer)
    return offer


def _case_file(request: HttpRequest, pk: int) -> CaseFile:
    if not _is_staff(request):
        return get_object_or_404(my_case_files(person_of(request)), pk=pk)
    rows = CaseFile.objects.filter(merged_into=None).select_related("enterprise", "municipality")
    case_file = get_object_or_404(rows, pk=pk)
    check(request, MANAGE, case_file)
    return case_file


@permission_or_own(MANAGE, OWN)
def offer_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an offer for an enterprise; it is a draft first."""
    case_file = _case_file(request, pk)
    form = OfferForm(
        request.POST if request.method == "POST" else None,
        municipality_id=case_file.municipality_id,
        initial={"district": case_file.district},
    )
    if request.method == "POST" and form.is_valid():
        offer = actions.make(
            case_file=case_file, by=person_of(request), form_key=form.cleaned_data["form_key"], **form.facts()
        )
        messages.success(
            request, _("Saved as a draft. Add pictures if you like, and put it on the marketplace.")
        )
        messages.info(request, f"market-{request.path}", extra_tags="draft-saved")
        return redirect("offer_edit", pk=offer.pk)
    return _page(request, case_file, form)


@permission_or_own(MANAGE, OWN)
def offer_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an offer, and everything that can be done with it."""
    offer = get_offer(request, pk)
    form = OfferForm(
        request.POST if request.method == "POST" else None,
        municipality_id=offer.municipality_id,
        initial=as_initial(offer),
    )
    conflicts: list[FieldConflict] = []
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            actions.change(offer=offer, version=version, by=person_of(request), **form.facts())
        except StaleVersionError as stale:
            labels = {name: str(field.label) for name, field in form.fields.items()}
            conflicts = compare(stale.current, form.facts(), labels)
            data: Any = form.data
            form.data = data.copy()
            form.data["version"] = str(stale.current.version)  # type: ignore[index]
        else:
            messages.success(request, _("Your change is saved."))
            messages.info(request, f"market-{request.path}", extra_tags="draft-saved")
            return redirect("offer_edit", pk=pk)
    return _page(request, offer.case_file, form, offer=offer, conflicts=conflicts)


def _page(
    request: HttpRequest,
    case_file: CaseFile,
    form: OfferForm,
    *,
    offer: Offer | None = None,
    conflicts: list[FieldConflict] | None = None,
    picture_form: PictureForm | None = None,
    down_form: TakeDownForm | None = None,
) -> HttpResponse:
    bad = any(item is not None and item.is_bound for item in (form, picture_form, down_form))
    context = {
        **frame_of(request),
        "case_file": case_file,
        "offer": offer,
        "category": label_of(offer.category, offer.municipality_id) if offer else "",
        "pictures": list(offer.pictures.all()) if offer else [],
        "form": form,
        "conflicts": conflicts or [],
        "picture_form": picture_form or PictureForm(),
        "down_form": down_form or TakeDownForm(),
        "can_add_picture": bool(offer) and offer.pictures.count() < actions.MOST_PICTURES,  # type: ignore[union-attr]
    }
    status = 409 if conflicts else 422 if bad else 200
    return render(request, "procurement/market/offers/edit.html", context, status=status)


def _untouched(offer: Offer) -> OfferForm:
    return OfferForm(municipality_id=offer.municipality_id, initial=as_initial(offer))


@permission_or_own(MANAGE, OWN)
@require_POST
def offer_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an offer on the marketplace."""
    offer = get_offer(request, pk)
    try:
        actions.publish(offer=offer, by=person_of(request))
        messages.success(request, _("The offer is on the marketplace. Everyone can find it."))
    except actions.RefusedError:
        messages.error(request, _("The municipality took this offer down. Ask your contact to put it back."))
    return redirect("offer_edit", pk=pk)


@permission_or_own(MANAGE, OWN)
@require_POST
def offer_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an offer back."""
    offer = get_offer(request, pk)
    try:
        actions.withdraw(offer=offer, by=person_of(request))
        messages.success(request, _("The offer is no longer on the marketplace."))
    except actions.RefusedError:
        messages.info(request, _("This offer is not on the marketplace."))
    return redirect("offer_edit", pk=pk)


@permission_or_own(MANAGE, OWN)
@require_POST
def offer_picture_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a picture."""
    offer = get_offer(request, pk)
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            data = form.cleaned_data
            actions.add_picture(offer=offer, content=data["file"], words=data["words"], by=person_of(request))
        except actions.RefusedError:
            form.add_error("file", _("There are five pictures already. Take one away first."))
        else:
            messages.success(request, _("The picture is added."))
            return redirect("offer_edit", pk=pk)
    return _page(request, offer.case_file, _untouched(offer), offer=offer, picture_form=form)


@permission_or_own(MANAGE, OWN)
@require_POST
def offer_picture_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a picture away."""
    picture = get_object_or_404(OfferPicture.objects.select_related("file"), pk=pk)
    offer = get_offer(request, picture.offer_id)
    actions.remove_picture(picture=picture, by=person_of(request))
    messages.success(request, _("The picture is gone."))
    return redirect("offer_edit", pk=offer.pk)


@permission(MANAGE)
def offers(request: HttpRequest) -> HttpResponse:
    """Every offer of the municipality, for officers."""
    form = OfferFilter(request.GET)
    form.is_valid()
    data = form.cleaned_data
    rows = queries.all_offers(text=data.get("tekst") or "", state=data.get("stand") or "")
    page = paginate(request, rows)
    context = {
        "form": form,
        "page": page,
        "filtered": any(data.values()),
        "rows": [(row, label_of(row.category, row.municipality_id)) for row in page.rows],
        "municipality": actor_of(request).municipality,
    }
    return render(request, "procurement/market/offers/list.html", context)


@permission(MANAGE)
@require_POST
def offer_take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """An officer takes an offer down, with the reason."""
    offer = get_offer(request, pk)
    form = TakeDownForm(request.POST)
    if form.is_valid():
        try:
            actions.take_down(offer=offer, reason=form.cleaned_data["reason"], by=person_of(request))
            messages.success(
                request, _("The offer is taken down. The enterprise gets a mail with the reason.")
            )
        except actions.RefusedError:
            messages.info(request, _("This offer is not on the marketplace."))
        return redirect("offer_edit", pk=pk)
    return _page(request, offer.case_file, _untouched(offer), offer=offer, down_form=form)


@permission(MANAGE)
@require_POST
def offer_put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """An officer shows an offer again."""
    offer = get_offer(request, pk)
    try:
        actions.put_back(offer=offer, by=person_of(request))
        messages.success(request, _("The offer is on the marketplace again. The enterprise gets a mail."))
    except actions.RefusedError:
        messages.info(request, _("This offer was not taken down."))
    return redirect("offer_edit", pk=pk)
