"""The public marketplace: offers with search and facets, one offer, its pictures, the sitemap."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control

from accounts.self_service.queries import my_case_files
from portal.kernel.models import Municipality
from portal.kernel.permissions import actor_of, allowed, public
from portal.ui.pagination import paginate
from portal.ui.search_engines import MOST_ADDRESSES, linked_data, sitemap
from procurement.market.offers import queries
from procurement.market.offers.forms import MarketFilter
from procurement.market.offers.models import Offer, OfferPicture, OfferState
from procurement.market.rulesets import lexicon

WHY = "the marketplace is public: it shows only what enterprises offer there"
PAGE_SIZE = 18


def _town(request: HttpRequest) -> Municipality:
    return request.municipality  # type: ignore[attr-defined,no-any-return]


@public(WHY)
@cache_control(no_cache=True)
def market(request: HttpRequest, municipality_slug: str) -> HttpResponse:
    """What social enterprises offer; the search and the filters stay in the address."""
    town, today = _town(request), timezone.localdate()
    form = MarketFilter(request.GET, municipality_id=town.pk)
    wanted, words = form.wanted(), lexicon(town.pk)
    page = paginate(request, queries.search(wanted, today=today, lexicon=words), size=PAGE_SIZE)
    context = {
        "municipality": town,
        "form": form,
        "chips": form.active(),
        "page": page,
        "shown": queries.shown(page.rows, today=today, municipality_id=town.pk),
        "facets": queries.facets(wanted, today=today, lexicon=words, municipality_id=town.pk),
    }
    return render(request, "procurement/market/offers/market.html", context)


@public(WHY)
@cache_control(no_cache=True)
def market_offer(request: HttpRequest, municipality_slug: str, pk: int) -> HttpResponse:
    """One offer, for people and (as JSON-LD) for search engines."""
    town = _town(request)
    offer = get_object_or_404(queries.published(), pk=pk)
    shown = queries.shown([offer], today=timezone.localdate(), municipality_id=town.pk)[0]
    pictures = list(offer.pictures.all())
    context = {
        "municipality": town,
        "shown": shown,
        "offer": offer,
        "pictures": pictures,
        "canonical": request.build_absolute_uri(request.path),
        "linked_data": _linked_data(request, shown, pictures),
        "may_manage": allowed(request, "procurement.manage_market", offer),
    }
    return render(request, "procurement/market/offers/offer.html", context)


def _linked_data(request: HttpRequest, shown: queries.Shown, pictures: list[OfferPicture]) -> SafeString:
    """The offer as schema.org Offer, for search engines."""
    offer, town = shown.offer, _town(request)
    thing: dict[str, Any] = {
        "@type": "Product" if offer.kind == "product" else "Service",
        "name": offer.title,
        "description": offer.text,
        "category": shown.category,
    }
    if pictures:
        thing["image"] = [
            request.build_absolute_uri(reverse("market_picture", args=[town.slug, picture.pk]))
            for picture in pictures
        ]
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Offer",
        "url": request.build_absolute_uri(request.path),
        "itemOffered": thing,
        "seller": {"@type": "Organization", "name": offer.case_file.name},
        "areaServed": {"@type": "AdministrativeArea", "name": town.name},
    }
    if offer.price:
        facts["priceSpecification"] = {
            "@type": "UnitPriceSpecification",
            "price": str(offer.price),
            "priceCurrency": "EUR",
            "valueAddedTaxIncluded": False,
            "unitText": offer.get_price_unit_display(),
        }
    return linked_data(facts)


@public("pictures of offers; of an offer that is not public only its enterprise and officers see them")
def market_picture(request: HttpRequest, municipality_slug: str, pk: int) -> FileResponse:
    """A picture. We made the file ourselves, so the browser may show it."""
    picture = get_object_or_404(OfferPicture.objects.select_related("file", "offer"), pk=pk)
    get_object_or_404(_visible(request), pk=picture.offer_id)
    response = FileResponse(picture.file.content.open("rb"), content_type=picture.file.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _visible(request: HttpRequest) -> Any:
    if allowed(request, "procurement.manage_market", _town(request)):
        return Offer.objects.all()
    person = actor_of(request).person
    found = Offer.objects.filter(state=OfferState.PUBLISHED)
    return found | Offer.objects.filter(case_file__in=my_case_files(person)) if person else found


@public("search engines read which pages there are")
@cache_control(no_cache=True)
def market_sitemap(request: HttpRequest, municipality_slug: str) -> HttpResponse:
    """The addresses of the marketplace and of all its offers."""
    home = request.build_absolute_uri(reverse("market", args=[municipality_slug]))
    rows = queries.published().order_by("pk").values_list("pk", "updated_at")[:MOST_ADDRESSES]
    return sitemap(home, ((f"aanbod/{pk}/", at) for pk, at in rows))
