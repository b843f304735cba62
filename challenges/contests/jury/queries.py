"""Reading a jury: how far everyone is, and after the closing what the scores come to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db.models import Exists, OuterRef, QuerySet

from challenges.contests.entries.models import Entry, EntryState
from challenges.contests.jury.models import Award, Juror, JurorConflict, JuryBallot, JuryScore
from challenges.contests.models import Challenge, Criterion
from portal.kernel import ranking as engine

#: States of entries the jury judges, also after the decision.
FINAL = (EntryState.FINALIST, EntryState.WINNER)
#: How much heavier and lighter each weight is tried, in percent: only to show how firm a ranking is.
SWING = 20


@dataclass(frozen=True)
class Progress:
    """How far a juror is: entries scored, entries stood back from, entries still to score."""

    juror: Juror
    done: int
    back: int
    missing: int


def finalists(challenge: Challenge) -> QuerySet[Entry]:
    """The entries the jury judges."""
    return Entry.objects.filter(challenge=challenge, state__in=FINAL).order_by("number")


def winners(challenge: Challenge) -> list[Award]:
    """What the jury gave, the most first; empty before the decision."""
    return list(
        Award.objects.filter(entry__challenge=challenge).select_related("entry").order_by("-amount", "pk")
    )


def counted(challenge: Challenge) -> QuerySet[JuryBallot]:
    """The ballots that count: of jurors who stayed, about finalists, where they did not stand back."""
    conflict = JurorConflict.objects.filter(juror=OuterRef("juror"), entry=OuterRef("entry"))
    return JuryBallot.objects.filter(
        ~Exists(conflict), juror__challenge=challenge, juror__removed_at=None, entry__state__in=FINAL
    )


def progress(challenge: Challenge) -> list[Progress]:
    """Per juror who stayed. Four queries."""
    entries = set(finalists(challenge).values_list("pk", flat=True))
    done: dict[int, set[int]] = {}
    for juror, entry in counted(challenge).values_list("juror_id", "entry_id"):
        done.setdefault(juror, set()).add(entry)
    back: dict[int, set[int]] = {}
    for juror, entry in JurorConflict.objects.filter(
        juror__challenge=challenge, entry__in=entries
    ).values_list("juror_id", "entry_id"):
        back.setdefault(juror, set()).add(entry)
    return [
        Progress(
            juror,
            len(done.get(juror.pk, set())),
            len(back.get(juror.pk, set())),
            len(entries - done.get(juror.pk, set()) - back.get(juror.pk, set())),
        )
        for juror in Juror.objects.filter(challenge=challenge, removed_at=None)
    ]


@dataclass(frozen=True)
class Row:
    """One entry in the result: its place and, for comparison, its place when strictness is levelled."""

    entry: Entry
    place: engine.Place
    levelled: int
    best: int
    worst: int
    tied_with: tuple[str, ...]

    @property
    def shown_total(self) -> Decimal:
        """The total with one decimal; rounded only to be shown."""
        exact = self.place.total
        return (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Result:
    """What the scores come to."""

    rows: tuple[Row, ...]
    firmness: engine.Firmness
    unscored: tuple[Entry, ...]
    #: What changes the winners: (what, name of the juror or criterion).
    shaky: tuple[tuple[str, str], ...]

    def shares(self, winners: int) -> dict[int, Fraction]:
        """The totals of the first so many, to divide by."""
        return {row.entry.pk: row.place.total for row in self.rows if row.place.rank <= winners}


def result(challenge: Challenge, winners: int) -> Result:
    """The ranking of a closed round by the challenge's tie rule; `winners` is how many win, to try how firm it is."""
    entries = {entry.pk: entry for entry in finalists(challenge)}
    criteria = list(Criterion.objects.filter(challenge=challenge).order_by("order", "pk"))
    measures = [engine.Criterion(row.pk, row.weight, row.scale_min, row.scale_max) for row in criteria]
    given: dict[tuple[int, int], dict[int, int]] = {}
    for score in JuryScore.objects.filter(ballot__in=counted(challenge)).select_related("ballot"):
        given.setdefault((score.ballot.juror_id, score.ballot.entry_id), {})[score.criterion_id] = score.value
    ballots = [engine.Ballot(juror, entry, scores) for (juror, entry), scores in given.items()]
    rule = challenge.tie_rule
    levelled = {
        place.entry: place.rank for place in engine.rank(ballots, measures, tie_rule=rule, levelled=True)
    }
    firm = engine.firmness(ballots, measures, tie_rule=rule, winners=winners, swing=SWING)
    names = {("juror", juror.pk): juror.name for juror in Juror.objects.filter(challenge=challenge)}
    for row in criteria:
        names["heavier", row.pk] = names["lighter", row.pk] = row.name
    rows = tuple(
        Row(
            entries[place.entry],
            place,
            levelled[place.entry],
            *firm.spans[place.entry],
            tuple(entries[other].title for other in place.tied_with),
        )
        for place in engine.rank(ballots, measures, tie_rule=rule)
    )
    ranked = {row.entry.pk for row in rows}
    return Result(
        rows,
        firm,
        tuple(entry for pk, entry in entries.items() if pk not in ranked),
        tuple((trial.what, names[trial.what, trial.key]) for trial in firm.trials if not trial.same_winners),
    )
