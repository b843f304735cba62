"""The choice of a partner: proposed by a buyer, decided by a director, told in letters."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.tenancy.models import TenantModel


class ChoiceState(models.TextChoices):
    """proposed -> decided or sent back; decided -> withdrawn when an objection is right."""

    PROPOSED = "proposed", pgettext_lazy("circular choice", "With the director")
    SENT_BACK = "sent_back", pgettext_lazy("circular choice", "Sent back")
    DECIDED = "decided", pgettext_lazy("circular choice", "Decided")
    WITHDRAWN = "withdrawn", pgettext_lazy("circular choice", "Withdrawn")


@pghistory.track()
class CircularChoice(TenantModel):
    """Which submission is chosen and why; two people, and a standstill that is counted when the letters go."""

    tender = models.ForeignKey("procurement.CircularTender", on_delete=models.PROTECT, related_name="choices")
    winner = models.ForeignKey(
        "procurement.CircularSubmission", on_delete=models.PROTECT, related_name="chosen"
    )
    motivation = models.TextField(_("why this partner"))
    director = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(
        _("state"), max_length=10, choices=ChoiceState.choices, default=ChoiceState.PROPOSED
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    #: Why it was sent back or withdrawn.
    reason = models.TextField(_("reason"), blank=True)
    letters_on = models.DateField(_("letters sent on"), null=True, blank=True)
    standstill_until = models.DateField(_("last day of the standstill"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("choice of a partner")
        verbose_name_plural = _("choices of partners")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tender"], condition=Q(state__in=["proposed", "decided"]), name="circular_one_choice"
            ),
            models.CheckConstraint(
                condition=~Q(director=F("proposed_by")), name="circular_choice_takes_two_people"
            ),
            models.CheckConstraint(condition=~Q(motivation=""), name="circular_choice_says_why"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "decided"]) | ~Q(reason=""),
                name="circular_choice_undone_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "sent_back"], decided_at=None, letters_on=None)
                | Q(state__in=["decided", "withdrawn"], decided_at__isnull=False),
                name="circular_choice_decided_when",
            ),
            models.CheckConstraint(
                condition=Q(letters_on=None, standstill_until=None) | Q(standstill_until__gt=F("letters_on")),
                name="circular_standstill_after_letters",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tender}: {self.winner}"


class CircularLetter(TenantModel):
    """What one enterprise is told: for who is not chosen why not, and the letter as it was sent."""

    choice = models.ForeignKey(CircularChoice, on_delete=models.CASCADE, related_name="letters")
    submission = models.ForeignKey(
        "procurement.CircularSubmission", on_delete=models.CASCADE, related_name="letters"
    )
    why = models.TextField(_("why not this one"), blank=True)
    file = models.ForeignKey(
        "kernel.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("letter about a choice")
        verbose_name_plural = _("letters about choices")
        ordering = ["submission__number"]
        constraints = [models.UniqueConstraint(fields=["choice", "submission"], name="circular_letter_once")]

    def __str__(self) -> str:
        return str(self.submission)
