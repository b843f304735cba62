"""What recognises a social enterprise: definition checks with evidence, marks with validity, places on the spectrum."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.casefile.models import Spectrum
from portal.kernel.tenancy.models import TenantModel


class CheckState(models.TextChoices):
    """open -> concluded; or open -> second -> concluded, or back to open, when the rules ask for a second opinion."""

    OPEN = "open", _("Being done")
    SECOND = "second", _("Waits for a second opinion")
    CONCLUDED = "concluded", _("Concluded")


class Outcome(models.TextChoices):
    """What a check says, the codes of `engine.conclude`. It never refuses help: every entrepreneur is helped."""

    RECOGNISED = "recognised", _("Social enterprise")
    DEVELOPING = "developing", _("On the way to a social enterprise")
    UNCLEAR = "unclear", _("Not clear yet")
    NOT = "not", _("No social enterprise in the sense of SER and EU")


class Answer(models.TextChoices):
    """The officer's verdict on one criterion, the codes of the intake's self-check."""

    MEETS = "yes", _("Meets")
    PARTLY = "partly", _("Meets partly")
    NOT = "no", _("Does not meet")
    UNKNOWN = "unknown", _("Unknown")


#: A merge may still move a concluded check to another case file, and a signal may be noted.
_FROZEN = (
    "state", "rules", "rules_version", "outcome", "place", "result", "summary", "proposed_by_id", "concluded_by_id",
    "concluded_at", "valid_until",
)  # fmt: skip
_CHANGED_AFTERWARDS = "OLD.state = 'concluded' AND ({}) IS DISTINCT FROM ({})".format(
    *(", ".join(f"{row}.{name}" for name in _FROZEN) for row in ("OLD", "NEW"))
)


@pghistory.track()
class DefinitionCheck(TenantModel):
    """One definition check of one enterprise (definitietoets). A new check is a new row; a concluded one never changes.

    `rules` is the rule set it was started with and `result` the engine's explanation, so that it can be recomputed
    years later (`engine.conclude`). The database refuses to change a concluded check.
    """

    case_file = models.ForeignKey(
        "accounts.CaseFile", on_delete=models.CASCADE, related_name="definition_checks"
    )
    state = models.CharField(_("state"), max_length=16, choices=CheckState.choices, default=CheckState.OPEN)
    #: Criteria, thresholds, sources and versions as they were when the check was started.
    rules = models.JSONField()
    rules_version = models.CharField(max_length=20)
    started_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    #: Who proposes the outcome; with a second opinion someone else concludes.
    proposed_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    #: What the entrepreneur reads as the reason.
    summary = models.TextField(_("motivation"), blank=True)
    #: Why a colleague sent the proposal back.
    second_note = models.TextField(_("what the colleague says"), blank=True)
    concluded_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    concluded_at = models.DateTimeField(_("concluded"), null=True)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices, blank=True)
    place = models.CharField(max_length=16, choices=Spectrum.choices, blank=True)
    result = models.JSONField(default=dict)
    valid_until = models.DateField(_("valid until"), null=True)
    recheck_signalled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("definition check")
        verbose_name_plural = _("definition checks")
        constraints = [
            models.UniqueConstraint(
                fields=["case_file"],
                condition=~models.Q(state="concluded"),
                name="definition_check_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="concluded")
                | (
                    ~models.Q(outcome="")
                    & ~models.Q(summary="")
                    & models.Q(concluded_at__isnull=False, concluded_by__isnull=False)
                ),
                name="definition_check_concluded_says_what",
            ),
        ]
        indexes = [
            models.Index(fields=["case_file", "-started_at", "-id"], name="definition_check_latest"),
            models.Index(
                fields=["municipality", "valid_until"],
                name="definition_check_recheck",
                condition=models.Q(state="concluded", recheck_signalled_at=None),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="concluded_check_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_CHANGED_AFTERWARDS),
            )
        ]

    def __str__(self) -> str:
        return f"{_('definition check')} {timezone.localtime(self.started_at):%d-%m-%Y}"


@pghistory.track()
class CriterionVerdict(TenantModel):
    """What the officer says of one criterion in one check, and why. Fixed once the check is concluded."""

    definition_check = models.ForeignKey(DefinitionCheck, on_delete=models.CASCADE, related_name="verdicts")
    code = models.CharField(max_length=40)
    answer = models.CharField(_("verdict"), max_length=16, choices=Answer.choices)
    motivation = models.TextField(_("motivation"))
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("verdict on a criterion")
        verbose_name_plural = _("verdicts on criteria")
        constraints = [
            models.UniqueConstraint(fields=["definition_check", "code"], name="criterion_verdict_once"),
            models.CheckConstraint(condition=~models.Q(motivation=""), name="criterion_verdict_motivated"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="verdict_of_concluded_check_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=(
                    "IF EXISTS (SELECT 1 FROM accounts_definitioncheck c WHERE c.id = NEW.definition_check_id"
                    " AND c.state = 'concluded') THEN RAISE EXCEPTION 'the check is concluded'; END IF; RETURN NEW;"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.answer}"


@pghistory.track()
class Evidence(TenantModel):
    """A document of the case file that shows why a verdict is what it is (bewijs)."""

    verdict = models.ForeignKey(CriterionVerdict, on_delete=models.CASCADE, related_name="evidence")
    document = models.ForeignKey("accounts.Document", on_delete=models.RESTRICT, related_name="+")

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [models.UniqueConstraint(fields=["verdict", "document"], name="evidence_once")]

    def __str__(self) -> str:
        return str(self.document)


@pghistory.track()
class Objection(TenantModel):
    """The entrepreneur does not agree with an outcome: a question that belongs to that check."""

    definition_check = models.ForeignKey(DefinitionCheck, on_delete=models.CASCADE, related_name="objections")
    question = models.OneToOneField("accounts.Question", on_delete=models.CASCADE, related_name="objection")

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")

    def __str__(self) -> str:
        return str(self.question)


class MarkKind(models.TextChoices):
    """Marks others give. A legal form such as BVm has no status in law and is "other" (rules.md section 8)."""

    CODE = "code", _("Code Sociale Ondernemingen")
    PSO = "pso", _("PSO (Prestatieladder Socialer Ondernemen)")
    BCORP = "bcorp", _("B Corp")
    OTHER = "other", _("Other mark")


class PsoLevel(models.TextChoices):
    """Steps of the PSO (rules.md section 2)."""

    ASPIRANT = "aspirant", _("Aspirant")
    BASIC = "basic", _("Basic step")
    ONE = "1", _("Step 1")
    TWO = "2", _("Step 2")
    THREE = "3", _("Step 3")


class _Days(models.Func):
    function = "DATERANGE"
    output_field = DateRangeField()


@pghistory.track()
class Mark(TenantModel):
    """A mark with its validity, up to and including `valid_to` (None: no end). The former one stays as history."""

    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(_("mark"), max_length=16, choices=MarkKind.choices)
    name = models.CharField(_("name of the mark"), max_length=100, blank=True)
    level = models.CharField(_("level"), max_length=16, choices=PsoLevel.choices, blank=True)
    thirty_plus = models.BooleanField(_("30+"), default=False)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issued_by = models.CharField(_("issued by"), max_length=150)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    evidence = models.ForeignKey(
        "accounts.Document", on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )
    checked_by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField(_("checked on"))
    #: When staff and entrepreneur were told that it expires; emptied when the validity changes.
    signalled_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="mark_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="other") | ~models.Q(name=""), name="mark_other_has_a_name"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="pso") | models.Q(level="", thirty_plus=False),
                name="mark_level_is_of_pso",
            ),
            ExclusionConstraint(
                name="mark_no_overlap",
                expressions=[
                    ("case_file", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (models.functions.Lower("name"), RangeOperators.EQUAL),
                    (_Days("valid_from", "valid_to", models.Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["case_file", "kind", "-valid_from"], name="mark_of_case_file"),
            models.Index(fields=["municipality", "kind", "valid_to"], name="mark_by_kind"),
            models.Index(
                fields=["municipality", "valid_to"],
                name="mark_expiring",
                condition=models.Q(signalled_at=None, valid_to__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """ "PSO, step 3, 30+" or the name of another mark."""
        words = {"pso": "PSO", "code": str(MarkKind.CODE.label), "bcorp": "B Corp"}
        parts = [words.get(self.kind, self.name)]
        parts += [str(self.get_level_display())] if self.level else []
        return ", ".join(parts + (["30+"] if self.thirty_plus else []))

    def is_valid(self) -> bool:
        """Valid today."""
        today = timezone.localdate()
        return self.valid_from <= today and (self.valid_to is None or self.valid_to >= today)


class Placement(TenantModel):
    """A place on the WRR spectrum from a day on (plaatsing). Append-only: the latest is the case file's place."""

    append_only = True

    case_file = models.ForeignKey("accounts.CaseFile", on_delete=models.CASCADE, related_name="placements")
    place = models.CharField(_("place on the spectrum"), max_length=16, choices=Spectrum.choices)
    on = models.DateField(_("from which day"))
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey("kernel.Person", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("place on the spectrum")
        verbose_name_plural = _("places on the spectrum")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(place__in=Spectrum.values), name="placement_is_on_the_spectrum"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="placement_has_a_reason"),
        ]
        indexes = [models.Index(fields=["case_file", "-on", "-id"], name="placement_latest")]

    def __str__(self) -> str:
        return str(self.get_place_display())
