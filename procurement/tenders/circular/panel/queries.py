"""Reading a panel: how far everyone is, and after the closing what the scores come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db.models import Exists, OuterRef, QuerySet

from portal.kernel import ranking
from procurement.tenders.circular.panel.models import CircularBallot, CircularConflict, CircularPanelMember
from procurement.tenders.circular.programme.engine import CRITERIA, HIGHEST, LOWEST, TIE_RULE
from procurement.tenders.circular.programme.models import CircularTender
from procurement.tenders.circular.submissions.models import CircularSubmission
from procurement.tenders.circular.submissions.queries import sent_in

#: How much heavier and lighter each weight is tried, in percent: only to show how firm a ranking is.
SWING = 20


@dataclass(frozen=True)
class Progress:
    """How far a member is: submissions scored, stood back from, still to score."""

    member: CircularPanelMember
    done: int
    back: int
    missing: int


@dataclass(frozen=True)
class Row:
    """One submission in the result."""

    submission: CircularSubmission
    place: ranking.Place
    levelled: int
    best: int
    worst: int
    tied_with: tuple[str, ...]

    @property
    def shown_total(self) -> Decimal:
        """The total with one decimal; rounded only to be shown."""
        return shown(self.place.total)

    @property
    def marks(self) -> list[Decimal]:
        """Per criterion, 0 to 100, in the order of the brief."""
        return [shown(self.place.by_criterion[number]) for number in range(len(CRITERIA))]


@dataclass(frozen=True)
class Result:
    """What the scores come to. `shaky`: (what, name of the member or criterion) after which another is first."""

    rows: tuple[Row, ...]
    unscored: tuple[CircularSubmission, ...]
    shaky: tuple[tuple[str, str], ...]

    @property
    def first(self) -> list[CircularSubmission]:
        """Who may be chosen: the first, or all who share that place."""
        return [row.submission for row in self.rows if row.place.rank == 1]


def shown(exact: Fraction) -> Decimal:
    """With one decimal."""
    return (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)


def judged(tender: CircularTender) -> QuerySet[CircularSubmission]:
    """What the panel scores: sent in, and not set aside."""
    return sent_in(tender).filter(set_aside_at=None)


def counted(tender: CircularTender) -> QuerySet[CircularBallot]:
    """The ballots that count: of members who stayed, about what is judged, where they did not stand back."""
    conflict = CircularConflict.objects.filter(member=OuterRef("member"), submission=OuterRef("submission"))
    return CircularBallot.objects.filter(
        ~Exists(conflict), member__tender=tender, member__removed_at=None, submission__in=judged(tender)
    )


def members(tender: CircularTender) -> QuerySet[CircularPanelMember]:
    """Those who stayed."""
    return CircularPanelMember.objects.filter(tender=tender, removed_at=None)


def progress(tender: CircularTender) -> list[Progress]:
    """Per member who stayed. Four queries."""
    rows = set(judged(tender).values_list("pk", flat=True))
    done: dict[int, set[int]] = defaultdict(set)
    for member, submission in counted(tender).values_list("member_id", "submission_id"):
        done[member].add(submission)
    back: dict[int, set[int]] = defaultdict(set)
    conflicts = CircularConflict.objects.filter(member__tender=tender, submission__in=rows)
    for member, submission in conflicts.values_list("member_id", "submission_id"):
        back[member].add(submission)
    return [
        Progress(
            member,
            len(done[member.pk]),
            len(back[member.pk]),
            len(rows - done[member.pk] - back[member.pk]),
        )
        for member in members(tender)
    ]


def ballots_of(tender: CircularTender) -> list[CircularBallot]:
    """Every ballot that counts, by submission and member. Only for a round that is closed."""
    return list(
        counted(tender)
        .select_related("member", "submission")
        .order_by("submission__number", "member__name", "pk")
    )


def result(tender: CircularTender, ballots: Sequence[CircularBallot] | None = None) -> Result:
    """The ranking of a closed round; of equals the heaviest criterion decides."""
    ballots = ballots_of(tender) if ballots is None else ballots
    rows = {row.pk: row for row in judged(tender)}
    criteria = [
        ranking.Criterion(number, weight, LOWEST, HIGHEST)
        for number, (_code, _name, weight, _about) in enumerate(tender.criteria)
    ]
    cast = [
        ranking.Ballot(
            row.member_id,
            row.submission_id,
            {number: getattr(row, code) for number, code in enumerate(CRITERIA)},
        )
        for row in ballots
    ]
    places = ranking.rank(cast, criteria, tie_rule=TIE_RULE)
    levelled = {
        place.entry: place.rank for place in ranking.rank(cast, criteria, tie_rule=TIE_RULE, levelled=True)
    }
    firm = ranking.firmness(cast, criteria, tie_rule=TIE_RULE, winners=1, swing=SWING)
    names = {("juror", row.member_id): row.member.name for row in ballots}
    for number, (_code, name, _weight, _about) in enumerate(tender.criteria):
        names["heavier", number] = names["lighter", number] = name
    found = tuple(
        Row(
            rows[place.entry],
            place,
            levelled[place.entry],
            *firm.spans[place.entry],
            tuple(rows[other].organisation for other in place.tied_with),
        )
        for place in places
    )
    ranked = {row.submission.pk for row in found}
    return Result(
        found,
        tuple(row for pk, row in rows.items() if pk not in ranked),
        tuple((trial.what, names[trial.what, trial.key]) for trial in firm.trials if not trial.same_winners),
    )
