"""Questions of the market before the closing; answers are public, who asked is not."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from procurement.tenders.circular.links import SECRET, Linked


@pghistory.track(exclude=[*SECRET, "text"])
class CircularQuestion(Linked):
    """A question (vraag uit de marktconsultatie). It exists for the municipality once the address is confirmed.

    `text` is what was asked; `public_text` what stands on the page, without what gives the asker away.
    """

    link_use = "circular.question"

    tender = models.ForeignKey(
        "procurement.CircularTender", on_delete=models.CASCADE, related_name="questions"
    )
    text = models.TextField(_("question"))
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    public_text = models.TextField(_("question on the page"), blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("question about a circular tender")
        verbose_name_plural = _("questions about circular tenders")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None) | (~Q(answer="") & ~Q(public_text="") & Q(confirmed_at__isnull=False)),
                name="circular_answered_question_is_whole",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["tender", "confirmed_at"], name="circular_questions")]

    def __str__(self) -> str:
        return self.public_text[:60]
