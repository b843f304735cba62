"""Challenges: a social question, its plan and what a jury looks at."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


class Variant(models.TextChoices):
    """The two shapes of the roadmap (chapter 4.1)."""

    CALL = "call", _("Call for action: anyone may send in a solution")
    COALITION = "coalition", _("Coalition: stakeholders work out one plan together")


class ChallengeState(models.TextChoices):
    """Which step follows which stands in `engine.NEXT`."""

    CONCEPT = "concept", _("Concept")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    SELECTION = "selection", _("Selection")
    COACHING = "coaching", _("Coaching")
    JURY = "jury", _("With the jury")
    DECIDED = "decided", _("Decided")
    CANCELLED = "cancelled", _("Cancelled")


class TieRule(models.TextChoices):
    """What decides between entries with the same score; chosen before the launch, so nobody can steer it."""

    HEAVIEST = "heaviest", _("The highest score on the heaviest criterion")
    MOST_FIRST = "most_first", _("The entry that most jurors put first")
    SHARED = "shared", _("Both get the same place")


class PhaseKind(models.TextChoices):
    """What happens in a phase."""

    PREPARE = "prepare", _("Preparation")
    ENTRIES = "entries", _("Entries")
    SELECTION = "selection", _("Selection")
    COACHING = "coaching", _("Coaching")
    JURY = "jury", _("Pitch and jury")
    PILOT = "pilot", _("Start of the pilot")


@pghistory.track()
class Challenge(TenantModel):
    """A question the municipality puts to the city. `amount` in euros: prize or start budget, for all winners together.

    `opens_at` and `closes_at` follow the phase of entries; the clock of the database decides who was in time.
    """

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address part"), max_length=80)
    variant = models.CharField(_("variant"), max_length=10, choices=Variant.choices)
    question = models.CharField(_("the question"), max_length=300, blank=True)
    story = models.TextField(_("the story"), blank=True)
    target_group = models.CharField(_("for whom"), max_length=200, blank=True)
    theme = models.CharField(_("theme"), max_length=100, blank=True)
    partners = models.TextField(_("partners"), blank=True)
    amount = models.DecimalField(_("prize or start budget"), max_digits=12, decimal_places=2, default=0)
    support = models.TextField(_("support besides money"), blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    tie_rule = models.CharField(_("with equal scores"), max_length=12, choices=TieRule.choices, blank=True)
    several_entries = models.BooleanField(_("one person may send in several entries"), default=False)
    most_words = models.PositiveIntegerField(_("most words per answer"), default=300)
    most_files = models.PositiveIntegerField(_("most files per entry"), default=3)
    state = models.CharField(
        _("state"), max_length=10, choices=ChallengeState.choices, default=ChallengeState.CONCEPT
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    launched_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="challenge_slug_once"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="challenge_amount_not_negative"),
            models.CheckConstraint(
                condition=models.Q(opens_at=None) | models.Q(closes_at__gt=models.F("opens_at")),
                name="challenge_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["concept", "cancelled"])
                | (models.Q(closes_at__isnull=False, launched_at__isnull=False) & ~models.Q(tie_rule="")),
                name="challenge_launched_is_complete",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="cancelled") | ~models.Q(cancel_reason=""),
                name="challenge_cancelled_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(most_words__gte=50, most_words__lte=2000, most_files__lte=10),
                name="challenge_limits_are_sane",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "state", "closes_at"], name="challenge_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_concept(self) -> bool:
        return self.state == ChallengeState.CONCEPT


@pghistory.track()
class Phase(TenantModel):
    """A stretch of the plan, both days included."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="phases")
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=PhaseKind.choices)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    order = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="phase_ends_after_it_starts"
            ),
            models.UniqueConstraint(fields=["challenge", "kind"], name="phase_once_of_a_kind"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Criterion(TenantModel):
    """What the jury scores. `weight` in whole percents; those of one challenge add up to 100 before it is launched."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(_("what the jury looks at"), max_length=300, blank=True)
    weight = models.PositiveIntegerField(_("weight in percent"))
    scale_min = models.PositiveIntegerField(_("lowest score"), default=1)
    scale_max = models.PositiveIntegerField(_("highest score"), default=10)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weight__gte=1, weight__lte=100), name="criterion_weight_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=models.Q(scale_max__gt=models.F("scale_min"), scale_max__lte=100),
                name="criterion_scale_goes_up",
            ),
            models.UniqueConstraint(fields=["challenge", "name"], name="criterion_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ContactRole(models.TextChoices):
    """What someone does for a challenge."""

    JUROR = "juror", _("Juror")
    COACH = "coach", _("Coach")


class ChallengeContact(TenantModel):
    """Who a juror or a coach is, in a row of its own: it goes when its term is over, what they did stays."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="contacts")
    role = models.CharField(_("role"), max_length=10, choices=ContactRole.choices)
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("name and address of a juror or coach")
        verbose_name_plural = _("names and addresses of jurors and coaches")
        constraints = [
            models.UniqueConstraint("challenge", "role", Lower("email"), name="challenge_contact_once"),
        ]

    def __str__(self) -> str:
        return self.name


class WithContact(models.Model):
    """Someone with a name, until the term of names is over."""

    contact = models.ForeignKey(
        ChallengeContact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """The name; a number when it is gone."""
        return self.contact.name if self.contact else _name_is_gone(self.pk)

    @property
    def email(self) -> str:
        """The address; empty when it is gone."""
        return self.contact.email if self.contact else ""


def _name_is_gone(number: int) -> str:
    return gettext("name removed, number %(number)s") % {"number": number}
