"""Samples of the routes of the marketplace."""

import io
from decimal import Decimal

from PIL import Image

from portal.kernel.tenancy.scope import scoped
from procurement.market.offers import actions
from procurement.market.offers.pictures import made_anew
from procurement.market.orders import actions as orders
from procurement.market.requests import actions as requests
from procurement.models import Invitation, MarketRequest, Offer, OfferPicture, Order
from tests.procurement.market.conftest import FACTS
from tests.route_samples import Sample, World, sample


def jpeg(size: tuple[int, int] = (40, 30)) -> bytes:
    """A picture as a phone sends it."""
    result = io.BytesIO()
    Image.new("RGB", size, "teal").save(result, "JPEG")
    return result.getvalue()


def _offer(world: World) -> Offer:
    with scoped([world.municipality.pk]):
        offer = Offer.objects.filter(case_file=world.case_file).first()
        if offer is None:
            offer = actions.make(case_file=world.case_file, by=world.colleague, **FACTS)
        if offer.state == "taken_down":
            return actions.put_back(offer=offer, by=world.colleague)
        return actions.publish(offer=offer, by=world.colleague)


@sample("market", "market_sitemap")
def _market(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug})


@sample("market_offer")
def _public(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug, "pk": _offer(world).pk})


def _picture(world: World) -> OfferPicture:
    offer = _offer(world)
    with scoped([world.municipality.pk]):
        found = offer.pictures.first()
        return found or actions.add_picture(
            offer=offer, content=made_anew(io.BytesIO(jpeg())), words="Een bord soep", by=world.colleague
        )


@sample("market_picture")
def _shown_picture(world: World) -> Sample:
    return Sample({"municipality_slug": world.municipality.slug, "pk": _picture(world).pk})


@sample("offer_picture_remove")
def _remove(world: World) -> Sample:
    picture = _picture(world)
    return Sample({"pk": picture.pk}, picture)


@sample("offer_new")
def _new(world: World) -> Sample:
    return Sample({"pk": world.case_file.pk}, world.case_file)


@sample(
    "offer_edit", "offer_publish", "offer_withdraw", "offer_take_down", "offer_put_back", "offer_picture_add",
)  # fmt: skip
def _one(world: World) -> Sample:
    offer = _offer(world)
    return Sample({"pk": offer.pk}, offer)


def _order(world: World) -> Order:
    """An order at an enterprise, bought by the municipality itself."""
    _offer(world)
    with scoped([world.municipality.pk]):
        found = Order.objects.first()
        if found:
            return found
        made = requests.ask(
            municipality=world.municipality, by=world.colleague, title="Lunch", text="Voor 40 mensen",
            category="catering",
        )  # fmt: skip
        invitation = requests.send_wave(request=made, after=0, by=world.colleague)[0]
        invitation = requests.answer(invitation=invitation, interested=True, why="", by=world.colleague)
        return orders.quote(invitation=invitation, amount=Decimal(500), text="40 lunches", by=world.colleague)


@sample("market_request", "market_request_send", "market_request_close")
def _request(world: World) -> Sample:
    order = _order(world)
    with scoped([world.municipality.pk]):
        found = MarketRequest.objects.get(invitations=order.invitation_id)
    return Sample({"pk": found.pk}, found)


@sample("invitation", "invitation_answer", "invitation_quote")
def _invitation(world: World) -> Sample:
    order = _order(world)
    with scoped([world.municipality.pk]):
        found = Invitation.objects.get(order=order)
    return Sample({"pk": found.pk}, found)


@sample("order", "order_place", "order_confirm", "order_cancel")
def _one_order(world: World) -> Sample:
    order = _order(world)
    return Sample({"pk": order.pk}, order)
