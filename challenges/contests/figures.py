"""A challenge as numbers: how many came in and how far they came, the money, the pilots, who goes on together.

The numbers are of plans and organisations that stand on the public page already; none of them counts people.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Count,
    DecimalField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from challenges.contests.coalition.models import CoalitionParty
from challenges.contests.entries.models import EntryState
from challenges.contests.jury.models import Award
from challenges.contests.models import Challenge, ChallengeState, Phase, Variant
from challenges.contests.pilots.models import Outcome, Pilot, PilotState

#: Challenges on a dashboard, the newest first.
MOST = 4
#: States from which on a number means something: before, nobody was chosen yet.
CHOSEN = {ChallengeState.COACHING, ChallengeState.JURY, ChallengeState.DECIDED}
JUDGED = {ChallengeState.JURY, ChallengeState.DECIDED}
#: Outcomes after which the municipality and the enterprise go on together.
GOES_ON = {Outcome.SCALE_UP, Outcome.PROCURE, Outcome.BOND}


@dataclass(frozen=True)
class Stage:
    """How many there were at a stage; `label` in the words of the variant."""

    label: str
    number: int


@dataclass(frozen=True)
class ChallengeFigures:
    """One challenge. `parties` is (still take part, took part when the plan was presented)."""

    challenge: Challenge
    stages: list[Stage]
    divided: Decimal
    outcomes: list[Stage]
    pilots_ended: int
    pilots_go_on: int
    parties: tuple[int, int]

    @property
    def text(self) -> str:
        """The stages as a sentence, for who does not see the drawing."""
        return ", ".join(f"{row.label}: {row.number}" for row in self.stages)


def _parties(**more: Any) -> Subquery:
    """Parties of a presented coalition."""
    rows = (
        CoalitionParty.objects.filter(
            Q(left_at=None) | Q(left_at__gt=F("challenge__joint_plan__presented_at")),
            challenge=OuterRef("pk"),
            challenge__joint_plan__presented_at__isnull=False,
            **more,
        )
        .order_by()
        .values("challenge")
        .annotate(number=Count("pk"))
    )
    return Subquery(rows.values("number"), output_field=IntegerField())


def _counted(rows: QuerySet[Challenge]) -> QuerySet[Challenge]:
    chosen = [EntryState.SELECTED, EntryState.FINALIST, EntryState.WINNER]
    money = (
        Award.objects.filter(entry__challenge=OuterRef("pk"))
        .order_by()
        .values("entry__challenge")
        .annotate(sum=Sum("amount"))
    )
    return rows.annotate(
        begun=Count("entries"),
        sent=Count(
            "entries",
            filter=Q(entries__submitted_at__isnull=False) & ~Q(entries__state__in=["draft", "withdrawn"]),
        ),
        selected=Count("entries", filter=Q(entries__state__in=chosen)),
        finalists=Count("entries", filter=Q(entries__state__in=chosen[1:])),
        winners=Count("entries", filter=Q(entries__state=EntryState.WINNER)),
        divided=Coalesce(
            Subquery(money.values("sum"), output_field=DecimalField()),
            Decimal(0),
            output_field=DecimalField(),
        ),
        took_part=Coalesce(_parties(), 0),
        take_part=Coalesce(_parties(left_at=None), 0),
    )


def _stages(row: Any) -> list[Stage]:
    if row.variant == Variant.COALITION:
        stages = [Stage(_("Initiatives"), row.begun), Stage(_("Plans"), row.sent)]
        return stages + ([Stage(_("Participants"), row.selected)] if row.state in CHOSEN else [])
    stages = [Stage(_("Sent in"), row.sent)]
    if row.state in CHOSEN:
        stages.append(Stage(_("Selected"), row.selected))
    if row.state in JUDGED:
        stages.append(Stage(_("In the final"), row.finalists))
    if row.state == ChallengeState.DECIDED:
        stages.append(Stage(_("Winners"), row.winners))
    return stages


def figures(challenges: QuerySet[Challenge]) -> list[ChallengeFigures]:
    """The numbers of these challenges, in their order. Two queries however many there are."""
    rows = list(_counted(challenges))
    if not rows:
        return []
    pilots: dict[int, Counter[str]] = {row.pk: Counter() for row in rows}
    for challenge, state, outcome in Pilot.objects.filter(challenge__in=rows).values_list(
        "challenge", "state", "outcome"
    ):
        pilots[challenge][outcome or state] += 1
    labels = [
        (str(PilotState.RUNNING), _("running")),
        *((str(code), str(label)) for code, label in Outcome.choices),
    ]
    found = []
    for row in rows:
        mine: Any = row
        count = pilots[row.pk]
        found.append(
            ChallengeFigures(
                challenge=row,
                stages=_stages(row),
                divided=mine.divided,
                outcomes=[Stage(label, count[code]) for code, label in labels if count[code]],
                pilots_ended=sum(count[code] for code in Outcome.values),
                pilots_go_on=sum(count[code] for code in GOES_ON),
                parties=(mine.take_part, mine.took_part),
            )
        )
    return found


def figures_of(challenge: Challenge) -> ChallengeFigures:
    """The numbers of one challenge."""
    return figures(Challenge.objects.filter(pk=challenge.pk))[0]


def figures_between(since: dt.date, until: dt.date) -> list[ChallengeFigures]:
    """Of challenges that were open, or of which a pilot ran, from `since` on and before `until`; as they stand now."""
    planned = Phase.objects.filter(challenge=OuterRef("pk"), ends_on__gte=since)
    tried = Pilot.objects.filter(
        Q(state=PilotState.RUNNING) | Q(decided_on__gte=since), challenge=OuterRef("pk"), starts_on__lt=until
    )
    return figures(
        Challenge.objects.filter(Exists(planned) | Exists(tried), launched_at__date__lt=until)
        .exclude(state=ChallengeState.CANCELLED)
        .order_by("-launched_at", "-pk")[:MOST]
    )
