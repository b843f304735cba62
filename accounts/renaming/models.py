"""What an enterprise was called before, and under which number and legal form."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enterprises.models import Enterprise
from portal.kernel.tenancy.models import TenantModel


@pghistory.track()
class FormerIdentity(TenantModel):
    """A name, number and legal form under which this enterprise was known (vroegere gegevens) until a date.

    Of one municipality, as the reason may be its own business. Found by the search, by triage and by imports.
    """

    class How(models.TextChoices):
        CHANGED = "changed", _("Changed by the enterprise")
        MERGED = "merged", _("Double case file")

    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.CASCADE, related_name="former")
    name = models.CharField(_("name"), max_length=200)
    kvk_number = models.CharField(_("KVK number"), max_length=8, blank=True)
    legal_form = models.CharField(
        _("legal form"), max_length=16, choices=Enterprise.LegalForm.choices, blank=True
    )
    #: First day on which this was no longer so.
    until = models.DateField(_("until"))
    how = models.CharField(max_length=16, choices=How.choices, default=How.CHANGED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kvk_number="") | models.Q(kvk_number__regex=r"^\d{8}$"),
                name="former_kvk_number_has_8_digits",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="former_name_is_there"),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "kvk_number"],
                name="former_by_number",
                condition=~models.Q(kvk_number=""),
            ),
            models.Index(fields=["case_file", "-until", "-id"], name="former_of_file"),
        ]

    def __str__(self) -> str:
        return self.name
