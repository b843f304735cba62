"""PSO certificates that suppliers hand in themselves, and what the coordinator made of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.recognition.models import PsoLevel
from portal.kernel.tenancy.models import TenantModel


class HandedState(models.TextChoices):
    WAITING = "waiting", _("Waits for judgement")
    ACCEPTED = "accepted", pgettext_lazy("social return", "Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Taken back")


class HandedCertificate(TenantModel):
    """One certificate as its holder handed it in (aangeleverd certificaat).

    Accepted, it stands in the register of certificates (`mark`) when the enterprise has a case file here. It never
    changes an obligation: for that an officer decides per contract (`discount`).
    """

    supplier = models.ForeignKey(
        "procurement.Supplier", on_delete=models.CASCADE, related_name="handed_certificates"
    )
    level = models.CharField(_("step"), max_length=16, choices=PsoLevel.choices)
    thirty_plus = models.BooleanField(_("30+"), default=False)
    number = models.CharField(_("certificate number"), max_length=60)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid up to and including"))
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    handed_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField(default=timezone.now)
    #: The form that was sent: the same form sent twice is one certificate.
    form_key = models.UUIDField(null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=HandedState.choices, default=HandedState.WAITING
    )
    decided_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    mark = models.ForeignKey("accounts.Mark", on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("certificate handed in")
        verbose_name_plural = _("certificates handed in")
        ordering = ["-handed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=models.F("valid_from")), name="handed_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "withdrawn"], decided_by=None, decided_at=None)
                | Q(state__in=["accepted", "refused"], decided_by__isnull=False, decided_at__isnull=False),
                name="handed_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="handed_refused_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(mark=None) | Q(state="accepted"), name="handed_mark_if_accepted"
            ),
            models.UniqueConstraint(fields=["supplier", "form_key"], name="handed_form_sent_once"),
            models.UniqueConstraint(
                fields=["supplier", "number", "valid_from"],
                condition=Q(state__in=["waiting", "accepted"]),
                name="handed_once",
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "-handed_at", "-id"], name="handed_of_supplier"),
            models.Index(
                fields=["municipality", "handed_at", "id"],
                name="handed_waiting",
                condition=Q(state="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return f"PSO {self.number}"

    @property
    def label(self) -> str:
        """ "Step 2" or "Step 3, 30+"."""
        return f"{self.get_level_display()}, 30+" if self.thirty_plus else str(self.get_level_display())
