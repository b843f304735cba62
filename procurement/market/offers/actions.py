"""Making, changing, publishing, taking back and taking down offers."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.timeline.actions import add_entry
from portal.kernel.conflicts import lock_version
from portal.kernel.files.actions import store_bytes
from portal.kernel.models import Person
from portal.kernel.outbox.actions import queue_mail
from portal.kernel.outbox.links import absolute
from procurement.market.offers.models import Offer, OfferPicture, OfferState
from procurement.market.offers.pictures import CONTENT_TYPE

#: Pictures one offer may have.
MOST_PICTURES = 5


class RefusedError(Exception):
    """Not now. `code`: "state", or "pictures" when there are enough."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def make(
    *,
    case_file: CaseFile,
    by: Person,
    form_key: uuid.UUID | None = None,
    at: dt.datetime | None = None,
    **facts: Any,
) -> Offer:
    """A draft. The same form sent twice gives the offer that is there."""
    at = at or timezone.now()
    new = {
        **facts,
        "municipality_id": case_file.municipality_id,
        "made_by": by,
        "made_at": at,
        "updated_at": at,
    }
    if form_key is None:
        return Offer.objects.create(case_file=case_file, **new)
    offer, _made = Offer.objects.get_or_create(case_file=case_file, form_key=form_key, defaults=new)
    return offer


@transaction.atomic
def change(*, offer: Offer, version: int, by: Person, **facts: Any) -> Offer:
    """New words or numbers; on the marketplace they stand at once. Raises StaleVersionError."""
    found = lock_version(offer, version)
    for name, value in facts.items():
        setattr(found, name, value)
    found.updated_at = timezone.now()
    found.version += 1
    found.save()
    return found


def _lock(offer: Offer) -> Offer:
    found: Offer = Offer.objects.select_for_update(of=("self",)).select_related("case_file").get(pk=offer.pk)
    return found


def _to(offer: Offer, state: OfferState, text: str, by: Person, at: dt.datetime) -> Offer:
    offer.state, offer.updated_at = state, at
    offer.version += 1
    offer.save()
    add_entry(
        case_file=offer.case_file,
        kind="market",
        text=text % {"title": offer.title},
        by=by,
        url=reverse("offer_edit", args=[offer.pk]),
        for_entrepreneur=True,
        at=at,
    )
    return offer


@transaction.atomic
def publish(*, offer: Offer, by: Person, at: dt.datetime | None = None) -> Offer:
    """Show it to everyone; twice is once. What an officer took down only comes back through an officer."""
    found, at = _lock(offer), at or timezone.now()
    if found.state == OfferState.PUBLISHED:
        return found
    if found.state == OfferState.TAKEN_DOWN:
        raise RefusedError("state")
    found.published_at = at
    return _to(found, OfferState.PUBLISHED, _("On the marketplace: %(title)s"), by, at)


@transaction.atomic
def withdraw(*, offer: Offer, by: Person) -> Offer:
    """No longer on offer; twice is once."""
    found = _lock(offer)
    if found.state == OfferState.WITHDRAWN:
        return found
    if found.state != OfferState.PUBLISHED:
        raise RefusedError("state")
    return _to(found, OfferState.WITHDRAWN, _("No longer on the marketplace: %(title)s"), by, timezone.now())


@transaction.atomic
def take_down(*, offer: Offer, reason: str, by: Person) -> Offer:
    """An officer takes it off, with the reason the enterprise reads; twice is once."""
    found = _lock(offer)
    if found.state == OfferState.TAKEN_DOWN:
        return found
    if found.state != OfferState.PUBLISHED:
        raise RefusedError("state")
    found.down_reason = reason
    found = _to(found, OfferState.TAKEN_DOWN, _("Taken off the marketplace: %(title)s"), by, timezone.now())
    _mail(found)
    return found


@transaction.atomic
def put_back(*, offer: Offer, by: Person) -> Offer:
    """An officer shows again what was taken down; twice is once."""
    found = _lock(offer)
    if found.state == OfferState.PUBLISHED:
        return found
    if found.state != OfferState.TAKEN_DOWN:
        raise RefusedError("state")
    found.down_reason = ""
    found = _to(found, OfferState.PUBLISHED, _("Back on the marketplace: %(title)s"), by, timezone.now())
    _mail(found)
    return found


def _mail(offer: Offer) -> None:
    for member in offer.case_file.members.filter(is_active=True).select_related("person"):
        queue_mail(
            to=member.person.email,
            template="mail/procurement/offer_decided",
            context={
                "offer": offer,
                "person": member.person,
                "url": absolute(reverse("offer_edit", args=[offer.pk])),
            },
            municipality=offer.municipality_id,
            key=f"offer-{offer.pk}-{offer.version}-{member.person_id}",
        )


@transaction.atomic
def add_picture(*, offer: Offer, content: bytes, words: str, by: Person) -> OfferPicture:
    """Keep a picture that `pictures.made_anew` made. Raises RefusedError "pictures" when there are enough."""
    found = _lock(offer)
    if found.pictures.count() >= MOST_PICTURES:
        raise RefusedError("pictures")
    stored = store_bytes(
        content=content,
        name=f"aanbod-{found.pk}.jpg",
        content_type=CONTENT_TYPE,
        municipality=found.municipality,
        by=by,
    )
    return OfferPicture.objects.create(
        municipality_id=found.municipality_id, offer=found, file=stored, words=words
    )


@transaction.atomic
def remove_picture(*, picture: OfferPicture, by: Person) -> None:
    """Take a picture away; its bytes go too. Twice is once."""
    stored = picture.file
    deleted, _rows = OfferPicture.objects.filter(pk=picture.pk).delete()
    if deleted:
        stored.delete()
        transaction.on_commit(lambda: stored.content.delete(save=False))
