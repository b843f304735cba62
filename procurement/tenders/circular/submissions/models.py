"""What enterprises send in: vision, expertise and innovation. Sealed until the closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.tenancy.models import TenantModel
from procurement.tenders.circular.links import SECRET, Linked

if TYPE_CHECKING:
    from procurement.tenders.circular.programme.models import CircularTender

#: Whoever writes it: the database sends nothing in after the bell, by its own clock.
NOT_AFTER_THE_BELL = """
    IF NEW.state = 'submitted' AND (TG_OP = 'INSERT' OR OLD.state <> 'submitted') AND NOT EXISTS (
        SELECT 1 FROM procurement_circulartender t
        WHERE t.id = NEW.tender_id AND t.state = 'open' AND clock_timestamp() < t.closes_at
    ) THEN
        RAISE EXCEPTION 'this tender is closed: nothing is sent in any more';
    END IF;
    RETURN NEW;
"""


class SubmissionState(models.TextChoices):
    """draft <-> withdrawn, draft -> submitted -> withdrawn; nothing after the closing."""

    DRAFT = "draft", pgettext_lazy("circular tender", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("circular tender", "Sent in")
    WITHDRAWN = "withdrawn", pgettext_lazy("circular tender", "Withdrawn")


# Not the texts: a draft that is removed must leave nothing behind in the history.
@pghistory.track(exclude=[*SECRET, "vision", "expertise", "innovation"])
class CircularSubmission(Linked):
    """One submission (inschrijving). `number` is counted per tender; the bearer of the link writes it."""

    link_use = "circular.submission"

    tender = models.ForeignKey(
        "procurement.CircularTender", on_delete=models.PROTECT, related_name="submissions"
    )
    number = models.PositiveIntegerField(_("number"))
    organisation = models.CharField(_("enterprise"), max_length=200)
    case_file = models.ForeignKey(
        "accounts.CaseFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="circular_submissions",
    )
    vision = models.TextField(_("vision"), blank=True)
    expertise = models.TextField(_("expertise"), blank=True)
    innovation = models.TextField(_("innovation"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=SubmissionState.choices, default=SubmissionState.DRAFT
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(_("sent in"), null=True, blank=True)
    #: It does not meet the conditions: no place in the ranking, and the letter says why.
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_aside_reason = models.TextField(_("condition that is not met"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "number"], name="circular_number_once"),
            models.UniqueConstraint("tender", Lower("email"), name="circular_one_per_address"),
            models.CheckConstraint(
                condition=~Q(state="submitted")
                | (
                    Q(submitted_at__isnull=False) & ~Q(vision="") & ~Q(expertise="") & ~Q(innovation="")
                ),
                name="circular_sent_in_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at=None, set_aside_reason="", set_aside_by=None)
                | (Q(state="submitted", set_aside_at__isnull=False) & ~Q(set_aside_reason="")),
                name="circular_set_aside_says_why",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["tender", "state"], name="circular_submissions"),
            models.Index(fields=["case_file"], name="circular_of_case_file"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="circular_not_after_the_bell",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=NOT_AFTER_THE_BELL,
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.organisation}"

    def path(self, tender: CircularTender) -> str:
        """Where its writer works on it."""
        return reverse("circular_submission", args=[tender.municipality.slug, tender.slug, self.token])

    @property
    def answers(self) -> list[tuple[str, str]]:
        """(criterion, text), in the order of the brief."""
        from procurement.tenders.circular.programme.models import CriterionKind

        return [(str(kind.label), getattr(self, kind.value)) for kind in CriterionKind]


class CircularFile(TenantModel):
    """A file with a submission."""

    submission = models.ForeignKey(CircularSubmission, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("file with a submission")
        verbose_name_plural = _("files with submissions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file)
