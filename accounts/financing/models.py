"""Pizza financing: a need, and the slices of money that together fill it (roadmap chapter 2, "pizzafinanciering")."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import TenantModel


class SliceKind(models.TextChoices):
    """Kinds of money."""

    LOAN = "loan", _("Loan")
    SUBSIDY = "subsidy", _("Subsidy")
    CROWDFUNDING = "crowdfunding", _("Crowdfunding")
    GIFT = "gift", _("Gift")
    IMPACT_INVESTOR = "impact_investor", _("Impact investor")
    OWN_MONEY = "own_money", _("Own money")
    BOND = "bond", _("Social impact bond")


class SliceState(models.TextChoices):
    SOUGHT = "sought", _("Sought")
    APPLIED = "applied", _("Applied for")
    PROMISED = "promised", _("Promised")
    PAID = "paid", _("Paid")
    FALLEN = "fallen", _("Fell away")


@pghistory.track()
class FinancingNeed(TenantModel):
    """What an enterprise needs money for, and how much, in euros (financieringsbehoefte)."""

    case_file = models.ForeignKey(
        "accounts.CaseFile", on_delete=models.CASCADE, related_name="financing_needs"
    )
    title = models.CharField(_("what for"), max_length=200)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    needed_by = models.DateField(_("needed by"), null=True, blank=True)
    explanation = models.TextField(_("explanation"), blank=True)
    #: A need that is no longer sought after stays readable and counts no more.
    is_open = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("financing need")
        verbose_name_plural = _("financing needs")
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="need_above_zero")]
        indexes = [models.Index(fields=["case_file", "-created_at"], name="need_of_case_file")]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class Slice(TenantModel):
    """One slice of the pizza (punt): money of one kind from one source, in euros."""

    need = models.ForeignKey(FinancingNeed, on_delete=models.CASCADE, related_name="slices")
    kind = models.CharField(_("kind"), max_length=20, choices=SliceKind.choices)
    source = models.CharField(_("from whom"), max_length=150)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    state = models.CharField(_("state"), max_length=16, choices=SliceState.choices, default=SliceState.SOUGHT)
    conditions = models.TextField(_("conditions"), blank=True)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    promised_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("slice")
        verbose_name_plural = _("slices")
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="slice_above_zero")]
        indexes = [
            models.Index(fields=["municipality", "state", "paid_at"], name="slice_figures"),
            models.Index(fields=["municipality", "promised_at"], name="slice_promised"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.source}"


@pghistory.track()
class SliceDependency(TenantModel):
    """A slice that only comes when another one does (afhankelijkheid). Never a circle: `engine.circle` guards it."""

    slice = models.ForeignKey(Slice, on_delete=models.CASCADE, related_name="dependencies")
    on = models.ForeignKey(Slice, on_delete=models.CASCADE, related_name="dependents")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slice", "on"], name="slice_dependency_once"),
            models.CheckConstraint(condition=~models.Q(slice=models.F("on")), name="slice_not_on_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.slice_id} <- {self.on_id}"


@pghistory.track(exclude=["token_hash"])
class ShareLink(TenantModel):
    """A link with which a financier reads one need, until it expires or is withdrawn. The token itself is not kept."""

    need = models.ForeignKey(FinancingNeed, on_delete=models.CASCADE, related_name="links")
    for_whom = models.CharField(_("for whom"), max_length=150)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    opened = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        indexes = [models.Index(fields=["need", "-made_at"], name="share_link_of_need")]

    def __str__(self) -> str:
        return self.for_whom

    @property
    def works(self) -> bool:
        """It opens the page now."""
        return self.revoked_at is None and self.expires_at > timezone.now()
