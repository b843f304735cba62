"""What a jury's or panel's scores come to: totals, ranking, ties, and how firm it is. Exact fractions; no Django.

A ballot is what one juror gave one entry on every criterion. Its mark is the weighted mean of the scores, each put on
a scale of 0 to 100 first, so that criteria with different scales weigh what their weight says. An entry's total is
the mean of its marks over the jurors who scored it; a juror with a conflict of interest simply has no ballot there.

Levelling takes the mean of what a juror gave off each of that juror's marks, so that a strict and a lenient juror
weigh the same. Only the mean is taken off, the spread stays: with a spread taken off too (z-scores), a higher score
could lower an entry's place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

#: How entries with the same total are told apart. Chosen before a challenge opens.
HEAVIEST = "heaviest"  #: by the heaviest criterion, then the next; equal weights in the order of the list
MOST_FIRST = "most_first"  #: by how many jurors put it first of the tied entries, alone or with others
SHARED = "shared"  #: not: they share the place
TIE_RULES = (HEAVIEST, MOST_FIRST, SHARED)

FULL = 100  #: top of the scale a mark is put on


@dataclass(frozen=True)
class Criterion:
    """A key of the caller's, the weight (whole percent), and the lowest and highest score one may give."""

    key: int
    weight: int
    low: int
    high: int


@dataclass(frozen=True)
class Ballot:
    """What one juror gave one entry: a score for every criterion, by its key."""

    juror: int
    entry: int
    scores: Mapping[int, int]


@dataclass(frozen=True)
class Place:
    """One entry in the ranking. `total` and `by_criterion` run from 0 to 100; `jurors` is how many scored it.

    `tied_with`: entries with exactly the same total; `broken_by`: the tie rule that put it above or below them, empty
    when they share the place.
    """

    entry: int
    rank: int
    total: Fraction
    by_criterion: Mapping[int, Fraction]
    jurors: int
    tied_with: tuple[int, ...] = ()
    broken_by: str = ""


def mark(ballot: Ballot, criteria: Sequence[Criterion]) -> Fraction:
    """Weighted mean of one ballot, 0 to 100."""
    weighed = sum(
        (criterion.weight * _on_scale(ballot.scores[criterion.key], criterion) for criterion in criteria),
        Fraction(0),
    )
    return weighed / sum(criterion.weight for criterion in criteria)


def _on_scale(score: int, criterion: Criterion) -> Fraction:
    return Fraction(FULL * (score - criterion.low), criterion.high - criterion.low)


def rank(
    ballots: Iterable[Ballot], criteria: Sequence[Criterion], *, tie_rule: str, levelled: bool = False
) -> list[Place]:
    """Every entry that has a ballot, best first. Entries that stay tied share a place; the next places are skipped.

    With three entries of which the first two are tied the places are 1, 1 and 3. Entries that share a place stand in
    the order of their keys, which means nothing.
    """
    cast = sorted(ballots, key=lambda ballot: (ballot.entry, ballot.juror))
    marks = {(ballot.juror, ballot.entry): mark(ballot, criteria) for ballot in cast}
    if levelled:
        marks = level(marks)
    of_entry: dict[int, list[Ballot]] = defaultdict(list)
    for ballot in cast:
        of_entry[ballot.entry].append(ballot)
    totals = {
        entry: _mean([marks[ballot.juror, entry] for ballot in given]) for entry, given in of_entry.items()
    }
    means = {
        entry: {
            criterion.key: _mean([_on_scale(ballot.scores[criterion.key], criterion) for ballot in given])
            for criterion in criteria
        }
        for entry, given in of_entry.items()
    }
    return list(_places(totals, means, marks, of_entry, criteria, tie_rule))


def level(marks: Mapping[tuple[int, int], Fraction]) -> dict[tuple[int, int], Fraction]:
    """Marks by (juror, entry) with the difference in strictness between jurors taken out; their mean stays."""
    given: dict[int, list[Fraction]] = defaultdict(list)
    for (juror, _entry), value in marks.items():
        given[juror].append(value)
    if not given:
        return {}
    own = {juror: _mean(values) for juror, values in given.items()}
    overall = _mean(list(marks.values()))
    return {(juror, entry): value - own[juror] + overall for (juror, entry), value in marks.items()}


def _places(
    totals: Mapping[int, Fraction],
    means: Mapping[int, Mapping[int, Fraction]],
    marks: Mapping[tuple[int, int], Fraction],
    of_entry: Mapping[int, Sequence[Ballot]],
    criteria: Sequence[Criterion],
    tie_rule: str,
) -> Iterator[Place]:
    groups: dict[Fraction, list[int]] = defaultdict(list)
    for entry, total in totals.items():
        groups[total].append(entry)
    above = 0
    for total in sorted(groups, reverse=True):
        tied = sorted(groups[total])
        keys = _tie_keys(tied, means, marks, criteria, tie_rule)
        for entry in sorted(tied, key=lambda one: (tuple(-part for part in keys[one]), one)):
            better = sum(keys[other] > keys[entry] for other in tied)
            alone = all(keys[other] != keys[entry] for other in tied if other != entry)
            others = tuple(other for other in tied if other != entry)
            yield Place(
                entry=entry,
                rank=above + better + 1,
                total=total,
                by_criterion=means[entry],
                jurors=len(of_entry[entry]),
                tied_with=others,
                broken_by=tie_rule if others and alone else "",
            )
        above += len(tied)


def _tie_keys(
    tied: Sequence[int],
    means: Mapping[int, Mapping[int, Fraction]],
    marks: Mapping[tuple[int, int], Fraction],
    criteria: Sequence[Criterion],
    tie_rule: str,
) -> dict[int, tuple[Fraction, ...]]:
    """What tells tied entries apart, per entry; a higher tuple is better."""
    if tie_rule == HEAVIEST:
        order = sorted(
            criteria, key=lambda criterion: -criterion.weight
        )  # stable: equal weights keep their order
        return {entry: tuple(means[entry][criterion.key] for criterion in order) for entry in tied}
    if tie_rule == MOST_FIRST:
        firsts = dict.fromkeys(tied, 0)
        for juror in {juror for juror, _entry in marks}:
            given = {entry: marks[juror, entry] for entry in tied if (juror, entry) in marks}
            for entry, value in given.items():
                firsts[entry] += value == max(given.values())
        return {entry: (Fraction(count),) for entry, count in firsts.items()}
    return dict.fromkeys(tied, ())


@dataclass(frozen=True)
class Trial:
    """The ranking done again with one thing changed: a juror left out, or a criterion's weight up or down.

    `what` is "juror", "heavier" or "lighter"; `key` the juror or criterion; `ranks` the place of each entry.
    """

    what: str
    key: int
    ranks: Mapping[int, int]
    same_winners: bool


@dataclass(frozen=True)
class Firmness:
    """How firm a ranking is: the best and worst place of each entry over all trials, and the trials."""

    spans: Mapping[int, tuple[int, int]]
    trials: tuple[Trial, ...]

    @property
    def firm(self) -> bool:
        """True when every trial has the same winners."""
        return all(trial.same_winners for trial in self.trials)


def firmness(
    ballots: Sequence[Ballot],
    criteria: Sequence[Criterion],
    *,
    tie_rule: str,
    winners: int,
    swing: int,
    levelled: bool = False,
) -> Firmness:
    """Rank again without each juror, and with each weight `swing` percent heavier and lighter.

    `winners` is how many win: a trial has the same winners when the same entries are among the first so many.
    An entry whose only juror is left out takes no place in that trial.
    """

    def places(cast: Sequence[Ballot], weighed: Sequence[Criterion]) -> dict[int, int]:
        ranked = rank(cast, weighed, tie_rule=tie_rule, levelled=levelled)
        return {place.entry: place.rank for place in ranked}

    base = places(ballots, criteria)
    first = {entry for entry, at in base.items() if at <= winners}
    spans = {entry: (at, at) for entry, at in base.items()}
    trials = []
    for what, key, cast, weighed in _changes(ballots, criteria, swing):
        ranks = places(cast, weighed)
        for entry, at in ranks.items():
            best, worst = spans[entry]
            spans[entry] = (min(best, at), max(worst, at))
        same = {entry for entry, at in ranks.items() if at <= winners} == first
        trials.append(Trial(what, key, ranks, same))
    return Firmness(spans, tuple(trials))


def _changes(
    ballots: Sequence[Ballot], criteria: Sequence[Criterion], swing: int
) -> Iterator[tuple[str, int, Sequence[Ballot], Sequence[Criterion]]]:
    for juror in sorted({ballot.juror for ballot in ballots}):
        rest = [ballot for ballot in ballots if ballot.juror != juror]
        if rest:
            yield "juror", juror, rest, criteria
    if len(criteria) < 2:
        return  # one criterion weighs everything, whatever its weight
    whole = [replace(criterion, weight=criterion.weight * FULL) for criterion in criteria]
    for at, criterion in enumerate(criteria):
        for what, percent in (("heavier", FULL + swing), ("lighter", FULL - swing)):
            weighed = [*whole]
            weighed[at] = replace(criterion, weight=criterion.weight * percent)
            yield what, criterion.key, ballots, weighed


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)
