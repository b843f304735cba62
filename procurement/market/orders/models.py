"""Quotes that become orders, confirmed by both sides, and what became of them in the ledger."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.tenancy.models import TenantModel


class OrderState(models.TextChoices):
    """quoted -> ordered -> done; cancelled from any of them. Done: both said it was delivered."""

    QUOTED = "quoted", pgettext_lazy("order", "Quote")
    ORDERED = "ordered", pgettext_lazy("order", "Ordered")
    DONE = "done", pgettext_lazy("order", "Delivered")
    CANCELLED = "cancelled", pgettext_lazy("order", "Cancelled")


@pghistory.track()
class Order(TenantModel):
    """A quote (offerte) and the order (opdracht) that follows. Euros ex VAT.

    `effort` is what it became for the obligation of the buyer's contract: one, however often both confirm. A
    cancelled order keeps it, corrected to nothing.
    """

    invitation = models.OneToOneField(
        "procurement.Invitation", on_delete=models.CASCADE, related_name="order"
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    text = models.TextField(_("what you deliver"))
    state = models.CharField(max_length=10, choices=OrderState.choices, default=OrderState.QUOTED)
    #: As which kind of social supplier it counts, by the rules of the contract; "" when it does not count.
    purchase_code = models.CharField(max_length=40, blank=True)
    quoted_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    quoted_at = models.DateTimeField(default=timezone.now)
    ordered_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    ordered_at = models.DateTimeField(null=True)
    buyer_confirmed_at = models.DateTimeField(null=True)
    seller_confirmed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(_("reason"), max_length=300, blank=True)
    effort = models.OneToOneField(
        "procurement.Effort", on_delete=models.PROTECT, null=True, related_name="market_order"
    )
    #: The one key under which it is handed in.
    booking_key = models.UUIDField(editable=False, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("order on the marketplace")
        verbose_name_plural = _("orders on the marketplace")
        ordering = ["-quoted_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="market_order_above_zero"),
            models.CheckConstraint(
                condition=~Q(state__in=["ordered", "done"]) | Q(ordered_at__isnull=False),
                name="market_ordered_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | Q(
                    buyer_confirmed_at__isnull=False, seller_confirmed_at__isnull=False, done_at__isnull=False
                ),
                name="market_done_confirmed_by_both",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="market_cancelled_says_why",
            ),
            models.CheckConstraint(
                condition=Q(effort=None) | Q(done_at__isnull=False), name="market_booked_when_done"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "-quoted_at", "-id"], name="market_orders_recent"),
            models.Index(
                fields=["municipality", "done_at"], name="market_orders_done", condition=Q(state="done")
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
