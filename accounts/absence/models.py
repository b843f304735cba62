"""Who is away, until when, and who looks after the work."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


class _DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


@pghistory.track()
class Absence(TenantModel):
    """A colleague is away from `from_on` up to and including `until_on` (afwezigheid), with a replacement.

    It holds by its dates alone, so it ends by itself. The replacement sees the work in their own worklist, as far as
    their own role and domains reach: an absence gives nobody a right they do not have.
    """

    person = models.ForeignKey(
        "kernel.Person", on_delete=models.CASCADE, related_name="+", verbose_name=_("who is away")
    )
    replacement = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("replacement")
    )
    from_on = models.DateField(_("first day away"))
    until_on = models.DateField(_("last day away"))
    note = models.CharField(_("note for the replacement"), max_length=500, blank=True)
    made_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="absence_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("replacement")), name="absence_replaced_by_another"
            ),
            ExclusionConstraint(
                name="absence_one_at_a_time",
                expressions=[
                    ("municipality", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (_DateRange("from_on", "until_on", models.Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "replacement", "until_on"], name="absence_of_replacement"),
            models.Index(fields=["municipality", "until_on"], name="absence_running"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.from_on} - {self.until_on}"
