"""A circular tender: the programme of ambition, the functional brief, the budget, and what counts."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.tenancy.models import TenantModel
from procurement.tenders.circular.programme.engine import EXPERTISE, INNOVATION, MOST_LEVEL, VISION


class CircularState(models.TextChoices):
    """Which step follows which stands in `engine.NEXT`."""

    CONCEPT = "concept", pgettext_lazy("circular tender", "Concept")
    OPEN = "open", pgettext_lazy("circular tender", "Published")
    PANEL = "panel", pgettext_lazy("circular tender", "With the panel")
    CHOICE = "choice", pgettext_lazy("circular tender", "Chosen, standstill")
    PARTNERSHIP = "partnership", pgettext_lazy("circular tender", "Partnership")
    FINISHED = "finished", pgettext_lazy("circular tender", "Finished")
    CANCELLED = "cancelled", pgettext_lazy("circular tender", "Cancelled")


class CriterionKind(models.TextChoices):
    """What the panel scores; never the price."""

    VISION = VISION, pgettext_lazy("circular tender", "Vision")
    EXPERTISE = EXPERTISE, pgettext_lazy("circular tender", "Expertise")
    INNOVATION = INNOVATION, pgettext_lazy("circular tender", "Innovation")


@pghistory.track()
class CircularTender(TenantModel):
    """One tender on ambition (Rapid Circular Contracting). `budget`: euros ex VAT, the most the partnership may cost.

    Questions can be asked until `questions_until` and submissions sent in until `closes_at`; the clock of the
    database decides. `levels` are the names of the web's levels as they were when the tender was made.
    """

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address part"), max_length=80)
    department = models.CharField(_("department"), max_length=100, blank=True)
    background = models.TextField(_("why this question"), blank=True)
    brief = models.TextField(_("functional brief"), blank=True)
    conditions = models.TextField(_("conditions to take part"), blank=True)
    budget = models.DecimalField(_("maximum budget"), max_digits=14, decimal_places=2, null=True, blank=True)
    weight_vision = models.PositiveIntegerField(_("weight of vision"))
    weight_expertise = models.PositiveIntegerField(_("weight of expertise"))
    weight_innovation = models.PositiveIntegerField(_("weight of innovation"))
    looks_at_vision = models.CharField(_("vision: what the panel looks at"), max_length=300)
    looks_at_expertise = models.CharField(_("expertise: what the panel looks at"), max_length=300)
    looks_at_innovation = models.CharField(_("innovation: what the panel looks at"), max_length=300)
    most_words = models.PositiveIntegerField(_("most words per answer"))
    most_files = models.PositiveIntegerField(_("most files per submission"))
    levels = models.JSONField(default=list)
    rules_source = models.CharField(_("source"), max_length=300, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=CircularState.choices, default=CircularState.CONCEPT
    )
    questions_until = models.DateTimeField(_("questions until"), null=True, blank=True)
    closes_at = models.DateTimeField(_("submissions until"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("circular tender")
        verbose_name_plural = _("circular tenders")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="circular_slug_once"),
            models.CheckConstraint(
                condition=Q(weight_vision=100 - F("weight_expertise") - F("weight_innovation")),
                name="circular_weights_add_up_to_100",
            ),
            models.CheckConstraint(
                condition=Q(weight_vision__gte=1, weight_expertise__gte=1, weight_innovation__gte=1),
                name="circular_every_criterion_weighs",
            ),
            models.CheckConstraint(
                condition=Q(budget=None) | Q(budget__gt=0), name="circular_budget_above_zero"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["concept", "cancelled"])
                | Q(
                    budget__isnull=False, questions_until__isnull=False, closes_at__isnull=False,
                    published_at__isnull=False,
                ),
                name="circular_published_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(questions_until=None) | Q(closes_at__gte=F("questions_until")),
                name="circular_questions_before_closing",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""), name="circular_cancelled_says_why"
            ),
            models.CheckConstraint(
                condition=Q(most_words__gte=50, most_words__lte=2000, most_files__lte=10),
                name="circular_limits_are_sane",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["municipality", "state", "-created_at"], name="circular_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_concept(self) -> bool:
        return self.state == CircularState.CONCEPT

    @property
    def criteria(self) -> list[tuple[str, str, int, str]]:
        """(code, name, weight in percent, what the panel looks at), in the order of the brief."""
        return [
            (
                str(kind.value),
                str(kind.label),
                getattr(self, f"weight_{kind.value}"),
                getattr(self, f"looks_at_{kind.value}"),
            )
            for kind in CriterionKind
        ]

    def level_name(self, level: int) -> str:
        """A level of the web in words."""
        return str(self.levels[level]) if level < len(self.levels) else str(level)


@pghistory.track()
class CircularAmbition(TenantModel):
    """One spoke of the ambition web: a theme, how far the municipality wants to go, and at the end how far it came."""

    tender = models.ForeignKey(CircularTender, on_delete=models.CASCADE, related_name="ambitions")
    code = models.SlugField(max_length=30)
    label = models.CharField(_("theme"), max_length=60)
    level = models.PositiveSmallIntegerField(_("level"))
    wish = models.CharField(_("what we want"), max_length=300, blank=True)
    result = models.PositiveSmallIntegerField(_("result"), null=True, blank=True)
    result_note = models.CharField(_("what shows it"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("ambition")
        verbose_name_plural = _("ambitions")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "code"], name="circular_theme_once"),
            models.CheckConstraint(condition=Q(level__lte=MOST_LEVEL), name="circular_level_in_the_web"),
            models.CheckConstraint(
                condition=Q(result=None) | Q(result__lte=MOST_LEVEL), name="circular_result_in_the_web"
            ),
        ]

    def __str__(self) -> str:
        return self.label
