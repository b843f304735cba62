"""Reading goals with their progress, claims, and how enterprises and goals fit, both ways."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import DecimalField, Exists, OuterRef, Prefetch, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile, CaseFileState
from accounts.impact import engine
from accounts.impact.drawing import draw
from accounts.impact.models import Claim, ClaimEvidence, ClaimState, Goal, GoalShare, Indicator
from portal.kernel.models import Person
from portal.kernel.permissions import Actor, verdict
from portal.ui.formats import number

#: Numbers of people from 1 up to and including this one are shown only to who works on case files (rules.md 9).
LARGEST_HIDDEN = 4
#: Enterprises shown that fit a goal by theme; the list of case files has the rest.
MOST_FITTING = 25


def _sum(field: str, condition: Q) -> Coalesce:
    zero = Value(Decimal(0), output_field=DecimalField(max_digits=14, decimal_places=2))
    return Coalesce(Sum(field, filter=condition), zero)


def _sums(prefix: str, more: Q | None = None) -> dict[str, Any]:
    """Annotations: what is checked and what is only claimed, of shares reached by `prefix`."""
    state = f"{prefix}claim__state" if prefix else "claim__state"
    more = more or Q()
    return {
        "checked": _sum(f"{prefix}quantity", more & Q(**{state: ClaimState.CHECKED})),
        "unchecked": _sum(f"{prefix}quantity", more & Q(**{state: ClaimState.CLAIMED})),
    }


def goals() -> QuerySet[Goal]:
    """Goals with `checked` and `unchecked`: what counts, and what waits to be checked."""
    return (
        Goal.objects.select_related("indicator")
        .annotate(**_sums("shares__"))
        .order_by("ends_on", "title", "pk")
    )


@dataclass(frozen=True)
class GoalRow:
    """A goal (of `goals()`) as one person may see it."""

    goal: Any
    sees_all: bool

    @cached_property
    def progress(self) -> engine.Progress:
        """Who does not work on case files sees only what is checked."""
        unchecked = self.goal.unchecked if self.sees_all else Decimal(0)
        return engine.Progress(self.goal.baseline, self.goal.target, self.goal.checked, unchecked)

    @property
    def hidden(self) -> bool:
        """A small number of people, for someone who does not work on case files."""
        small = 0 < self.goal.checked <= LARGEST_HIDDEN
        return self.goal.indicator.about_people and small and not self.sees_all

    @property
    def bar(self) -> SafeString:
        """The drawn bar, with the same in words."""
        text = _("%(reached)s of %(target)s %(unit)s reached, that is %(percentage)s%%.") % {
            "reached": number(self.progress.reached),
            "target": number(self.goal.target),
            "unit": self.goal.indicator.unit,
            "percentage": self.progress.percentage,
        }
        if self.progress.unchecked:
            text += " " + _("%(number)s more is claimed and not checked yet.") % {
                "number": number(self.progress.unchecked)
            }
        return draw(self.progress, text)


def row_for(goal: Goal, actor: Actor) -> GoalRow:
    """How this person sees a goal."""
    return GoalRow(goal, bool(verdict(actor, "accounts.work_on_claims")))


def contributors(goal: Goal) -> QuerySet[Any, dict[str, Any]]:
    """Which enterprises contribute how much: one row per case file, the largest contribution first."""
    return (
        GoalShare.objects.filter(goal=goal)
        .values("claim__case_file_id", "claim__case_file__name")
        .annotate(**_sums(""))
        .order_by("-checked", "-unchecked", "claim__case_file__name", "claim__case_file_id")
    )


def fitting(goal: Goal) -> list[dict[str, Any]]:
    """Enterprises of the theme of a goal that have no claim for it yet; one query."""
    theirs = GoalShare.objects.filter(goal=goal, claim__case_file=OuterRef("pk"))
    return list(
        CaseFile.objects.filter(~Exists(theirs), themes__contains=[goal.theme])
        .exclude(state=CaseFileState.CLOSED)
        .order_by("name", "pk")
        .values("pk", "name", "account_manager__name")[: MOST_FITTING + 1]
    )


def claims() -> QuerySet[Claim]:
    """Claims with their evidence and shares: three queries, however many."""
    shares = GoalShare.objects.select_related("goal").order_by("goal__ends_on", "goal_id")
    return Claim.objects.select_related(
        "indicator", "case_file", "case_file__municipality", "claimed_by", "checked_by"
    ).prefetch_related(
        Prefetch("evidence", ClaimEvidence.objects.select_related("document").order_by("pk")),
        Prefetch("shares", shares),
    )


def claims_of_member(person: Person) -> QuerySet[Claim]:
    """The claims of the enterprises this person belongs to."""
    from accounts.self_service.queries import my_case_files

    return claims().filter(case_file__in=my_case_files(person))


def goals_for(claim: Claim) -> list[Goal]:
    """The goals a claim may count for: its indicator, and a period around its own."""
    return list(
        Goal.objects.filter(
            indicator_id=claim.indicator_id, starts_on__lte=claim.starts_on, ends_on__gte=claim.ends_on
        ).order_by("ends_on", "pk")
    )


def indicators_in_use(on: dt.date, municipality_id: int) -> QuerySet[Indicator]:
    """All indicators of a municipality, those of running goals first."""
    running = Goal.objects.filter(indicator=OuterRef("pk"), starts_on__lte=on, ends_on__gte=on)
    return (
        Indicator.objects.filter(municipality_id=municipality_id)
        .annotate(runs=Exists(running))
        .order_by("-runs", "name", "pk")
    )


@dataclass(frozen=True)
class Fit:
    """Why one enterprise fits one goal: codes of `engine.reasons`, and what it contributes in the goal's unit."""

    goal: Any
    reasons: list[str]


@dataclass(frozen=True)
class Panel:
    """The goals an enterprise serves, and its newest claims."""

    case_file: CaseFile
    fits: list[Fit]
    claims: list[Claim]


def _newest(case_file: CaseFile) -> list[Claim]:
    rows = Claim.objects.filter(case_file=case_file).select_related("indicator")
    return list(rows.order_by("-starts_on", "-pk")[:10])


def panel(case_file: CaseFile, actor: Actor) -> Panel:
    """Two queries: goals that run now or that the enterprise contributes to, and at most ten claims."""
    today = timezone.localdate()
    rows = (
        Goal.objects.select_related("indicator")
        .annotate(**_sums("shares__", Q(shares__claim__case_file=case_file)))
        .filter(Q(theme__in=case_file.themes, ends_on__gte=today) | Q(checked__gt=0) | Q(unchecked__gt=0))
        .order_by("-checked", "-unchecked", "ends_on", "pk")[:20]
    )
    fits = [
        Fit(
            goal,
            engine.reasons(
                themes=case_file.themes, theme=goal.theme, checked=goal.checked, unchecked=goal.unchecked
            ),
        )
        for goal in rows
    ]
    return Panel(case_file, fits, _newest(case_file))


def own_panel(case_file: CaseFile, person: Person) -> Panel:
    """The entrepreneur's own claims."""
    return Panel(case_file, [], _newest(case_file))
