"""What social enterprises sell on the marketplace, with pictures."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.tenancy.models import TenantModel


class OfferKind(models.TextChoices):
    PRODUCT = "product", _("Product")
    SERVICE = "service", _("Service")


class PriceUnit(models.TextChoices):
    PIECE = "piece", _("each")
    HOUR = "hour", _("an hour")
    DAY = "day", _("a day")
    PERSON = "person", _("a person")
    METRE = "metre", _("a square metre")
    MONTH = "month", _("a month")
    ORDER = "order", _("an order")


class OfferState(models.TextChoices):
    """draft -> published <-> withdrawn by the enterprise; taken down and put back by an officer only."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", pgettext_lazy("offer", "On the marketplace")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer", "Taken back")
    TAKEN_DOWN = "taken_down", _("Taken down by the municipality")


@pghistory.track()
class Offer(TenantModel):
    """One product or service (aanbod). Amounts in euros ex VAT. Only published offers are public."""

    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.CASCADE, related_name="offers")
    kind = models.CharField(_("kind"), max_length=10, choices=OfferKind.choices)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("description"))
    #: A code of the rules; which label belongs to it may change.
    category = models.CharField(pgettext_lazy("market", "category"), max_length=30)
    cpv_code = models.CharField(_("CPV code"), max_length=10)
    district = models.CharField(_("district"), max_length=80, blank=True)
    price = models.DecimalField(_("price indication"), max_digits=12, decimal_places=2, null=True, blank=True)
    price_unit = models.CharField(_("price per"), max_length=10, choices=PriceUnit.choices, blank=True)
    largest_order = models.DecimalField(
        _("largest order"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    impact = models.CharField(_("what an order brings about"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=OfferState.choices, default=OfferState.DRAFT)
    down_reason = models.TextField(_("reason"), blank=True)
    made_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(default=timezone.now)
    #: The form that was sent: the same form sent twice is one offer.
    form_key = models.UUIDField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case_file", "form_key"], name="offer_form_sent_once"),
            models.CheckConstraint(
                condition=Q(price=None, price_unit="") | (Q(price__gt=0) & ~Q(price_unit="")),
                name="offer_price_has_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(largest_order=None) | Q(largest_order__gt=0),
                name="offer_largest_order_above_zero",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="offer_published_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="taken_down") | ~Q(down_reason=""), name="offer_taken_down_with_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["case_file", "state"], name="offer_of_case_file"),
            models.Index(
                fields=["municipality", "-published_at", "-id"],
                name="offer_newest",
                condition=Q(state="published"),
            ),
            models.Index(
                fields=["municipality", "category", "district"],
                name="offer_facets",
                condition=Q(state="published"),
            ),
            models.Index(fields=["municipality", "state", "-updated_at", "-id"], name="offer_by_state"),
        ]

    def __str__(self) -> str:
        return self.title


class OfferPicture(TenantModel):
    """A picture of an offer, made anew by us: no larger than a screen needs, without where it was taken."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="pictures")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(_("what is on it"), max_length=150)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("picture of an offer")
        verbose_name_plural = _("pictures of offers")
        ordering = ["pk"]
        indexes = [models.Index(fields=["offer", "id"], name="picture_of_offer")]

    def __str__(self) -> str:
        return self.words
