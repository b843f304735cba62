"""Questions of entrepreneurs, routed to one or more domains."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kernel.tenancy.models import Domain, TenantModel


class QuestionState(models.TextChoices):
    """Open until every route is answered and the answer went to the entrepreneur."""

    NEW = "new", _("New")
    ROUTED = "routed", _("With the domains")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


@pghistory.track()
class Question(TenantModel):
    """What the entrepreneur wants to know or have (vraag); `answer` is what the entrepreneur reads."""

    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.CASCADE, related_name="questions")
    need = models.CharField(_("about"), max_length=24, blank=True)
    text = models.TextField(_("question"))
    state = models.CharField(
        _("state"), max_length=16, choices=QuestionState.choices, default=QuestionState.NEW
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    asked_by = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    deadline = models.DateField(_("answer before"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: When the entrepreneur first opened the answer.
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="answered") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="question_answered_has_an_answer",
            )
        ]
        indexes = [
            models.Index(fields=["case_file", "-asked_at"], name="question_of_case_file"),
            models.Index(
                fields=["municipality", "deadline"],
                name="question_open",
                condition=Q(state__in=["new", "routed"]),
            ),
            models.Index(fields=["municipality", "asked_at"], name="question_asked"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


@pghistory.track()
class QuestionRoute(TenantModel):
    """A question laid with one domain (doorgezet): with a holder, a deadline and, later, that domain's answer."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="routes")
    domain = models.CharField(_("domain"), max_length=16, choices=Domain.choices)
    holder = models.ForeignKey(
        "kernel.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="question_routes",
        verbose_name=_("holder"),
    )
    deadline = models.DateField(_("answer before"))
    note = models.TextField(_("note for the colleague"), blank=True)
    answer = models.TextField(_("contribution to the answer"), blank=True)
    routed_at = models.DateTimeField(default=timezone.now)
    routed_by = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "kernel.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("routed question")
        verbose_name_plural = _("routed questions")
        constraints = [
            models.UniqueConstraint(fields=["question", "domain"], name="question_once_per_domain"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("routed_at")),
                name="route_answered_after_routed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "holder", "deadline"],
                name="route_open",
                condition=Q(answered_at=None),
            ),
            models.Index(
                fields=["municipality", "domain", "deadline"],
                name="route_open_domain",
                condition=Q(answered_at=None),
            ),
            models.Index(fields=["municipality", "domain", "routed_at"], name="route_figures"),
        ]

    def __str__(self) -> str:
        return f"{self.question} ({self.get_domain_display()})"
