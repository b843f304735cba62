"""The ledger of social return: every euro that is owed, promised, handed in or accepted."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.tenancy.models import TenantModel


class Account(models.TextChoices):
    """What a euro is: owed by the supplier, promised in its plan, handed in and waiting, or accepted.

    At the settlement what is missing is waived or charged; charged is money to be paid, a fine or a withholding.
    """

    OBLIGATION = "obligation", _("Owed")
    PROMISED = "promised", _("Promised")
    SUBMITTED = "submitted", _("Handed in")
    ACCEPTED = "accepted", pgettext_lazy("social return", "Accepted")
    WAIVED = "waived", _("Waived")
    CHARGED = "charged", _("Charged")


#: Adds the new bookings of a statement to the kept sums of their contracts, in the order of the contracts.
_KEEP = """
INSERT INTO procurement_keptbalance AS kept (municipality_id, contract_id, accepted, submitted)
SELECT municipality_id, contract_id,
       COALESCE(sum(amount) FILTER (WHERE account = 'accepted'), 0),
       COALESCE(sum(amount) FILTER (WHERE account = 'submitted'), 0)
  FROM new_bookings WHERE account IN ('accepted', 'submitted')
 GROUP BY municipality_id, contract_id ORDER BY contract_id
ON CONFLICT (contract_id) DO UPDATE
   SET accepted = kept.accepted + excluded.accepted, submitted = kept.submitted + excluded.submitted;
RETURN NULL;
"""


class KeptBalance(TenantModel):
    """What is accepted and what waits of one contract, in euros, so that the desk can filter and count by standing.

    Only the database writes it, with every booking; the ledger is the truth, and what pages show are its sums.
    """

    contract = models.OneToOneField(
        "procurement.Contract", on_delete=models.CASCADE, related_name="kept_balance"
    )
    accepted = models.DecimalField(max_digits=14, decimal_places=2)
    submitted = models.DecimalField(max_digits=14, decimal_places=2)

    def __str__(self) -> str:
        return f"{self.contract_id} {self.accepted} {self.submitted}"


class LedgerEntry(TenantModel):
    """One booking (boeking), in euros, of any sign but never zero. A correction is a new booking.

    Append-only twice: the application's role has no right to change it, and a trigger refuses whoever has.
    """

    append_only = True

    contract = models.ForeignKey("procurement.Contract", on_delete=models.PROTECT, related_name="ledger")
    account = models.CharField(_("account"), max_length=12, choices=Account.choices)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    #: What it is about, such as "activity-12" or "obligation": bookings of one subject add up to what it is worth.
    subject = models.CharField(max_length=60)
    text = models.CharField(_("what"), max_length=300)
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount=0), name="booking_is_not_zero"),
        ]
        indexes = [
            models.Index(fields=["contract", "account"], include=["amount"], name="booking_balance"),
            models.Index(fields=["contract", "subject", "account"], name="booking_of_subject"),
        ]
        triggers = [
            pgtrigger.Protect(name="booking_stays_as_it_is", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="booking_is_added_up",
                level=pgtrigger.Statement,
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                referencing=pgtrigger.Referencing(new="new_bookings"),
                func=_KEEP,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.account} {self.amount}"
