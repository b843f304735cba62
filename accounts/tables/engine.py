"""When a location is open, what else is free, which talks fit, and who moves up. Pure calculation, no Django.

Days and times of the day are Dutch local time; moments are aware. Holidays and exceptions come in as data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

DUTCH = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Span:
    """From a moment up to, and not including, another."""

    start: dt.datetime
    end: dt.datetime

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def within(self, other: Span) -> bool:
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True)
class Hours:
    """Opening and closing time of one day, in local time."""

    opens: dt.time
    closes: dt.time


@dataclass(frozen=True)
class Otherwise:
    """One day that differs: other hours, or closed when `hours` is None."""

    hours: Hours | None
    reason: str


@dataclass(frozen=True)
class Day:
    """Whether and when a location is open on a day, and why not or why otherwise."""

    day: dt.date
    hours: Hours | None
    reason: str = ""

    @property
    def span(self) -> Span | None:
        """The opening hours as moments."""
        if self.hours is None:
            return None
        return span_of(self.day, self.hours.opens, self.hours.closes)


@dataclass(frozen=True)
class Option:
    """A place that is free from one moment to another."""

    place: int
    span: Span


def moment(day: dt.date, time: dt.time) -> dt.datetime:
    """The moment of a local time on a day.

    On the night clocks go forward a time that does not exist becomes the same distance after the change; on the
    night they go back a time that comes twice is the first of the two.
    """
    naive = dt.datetime.combine(day, time, tzinfo=DUTCH)
    return naive.astimezone(dt.UTC).astimezone(DUTCH)


def span_of(day: dt.date, start: dt.time, end: dt.time) -> Span:
    """A span within one day, from local times."""
    return Span(moment(day, start), moment(day, end))


def length(span: Span) -> dt.timedelta:
    """How long it really lasts, also over a change of the clock."""
    return span.end.astimezone(dt.UTC) - span.start.astimezone(dt.UTC)


def day_of(
    day: dt.date,
    weekly: Mapping[int, Hours],
    exceptions: Mapping[dt.date, Otherwise],
    holidays: Mapping[dt.date, str],
) -> Day:
    """The hours of a day: an exception goes first, then a holiday closes, then the hours of the weekday count."""
    if day in exceptions:
        found = exceptions[day]
        return Day(day, found.hours, found.reason)
    if day in holidays:
        return Day(day, None, holidays[day])
    return Day(day, weekly.get(day.weekday()))


def weekly(first: dt.date, until: dt.date, most: int) -> list[dt.date]:
    """The same weekday every week, up to and including a day; at most so many."""
    return [
        first + dt.timedelta(weeks=number)
        for number in range(most)
        if first + dt.timedelta(weeks=number) <= until
    ]


def free_places(span: Span, places: Iterable[int], busy: Mapping[int, Sequence[Span]]) -> list[int]:
    """The places nobody has in this span, in the order given. `busy` holds what is booked or out of use."""
    return [place for place in places if not any(span.overlaps(taken) for taken in busy.get(place, ()))]


def alternatives(
    wanted: Option,
    places: Sequence[int],
    days: Sequence[Day],
    busy: Mapping[int, Sequence[Span]],
    *,
    earliest: dt.datetime,
    most: int = 4,
) -> list[Option]:
    """What is free and nearest to what was wanted, nearest first.

    First another place at the same time. Then the same length earlier or later that day, and the same time on the
    other days given, the own place before others. Nothing before `earliest`, and each time is offered once.
    """
    found: list[tuple[float, int, Option]] = []
    size = length(wanted.span)
    order = [wanted.place, *(place for place in places if place != wanted.place)]
    for span in _candidates(wanted.span, size, days):
        if span.start < earliest:
            continue
        free = free_places(span, order, busy)
        same_time = span == wanted.span
        for place in free if same_time else free[:1]:
            distance = abs((span.start - wanted.span.start).total_seconds())
            found.append((distance, order.index(place), Option(place, span)))
    found.sort(key=lambda item: (item[0], item[2].span.start, item[1]))
    same = [item for item in found if item[0] == 0][: max(1, most // 2)]
    return [option for _distance, _place, option in (same + [item for item in found if item[0]])[:most]]


def _candidates(wanted: Span, size: dt.timedelta, days: Sequence[Day]) -> Iterable[Span]:
    yield wanted
    start_time = wanted.start.astimezone(DUTCH).time()
    for day in days:
        opening = day.span
        if opening is None:
            continue
        if day.day == wanted.start.astimezone(DUTCH).date():
            starts = {opening.start, opening.end - size, wanted.end, wanted.start - size}
        else:
            starts = {moment(day.day, start_time)}
        for start in sorted(starts):
            span = Span(start, (start.astimezone(dt.UTC) + size).astimezone(DUTCH))
            if span != wanted and span.within(opening):
                yield span


def talks(window: Span, minutes: int, taken: Collection[Span], *, earliest: dt.datetime) -> list[Span]:
    """The talks of so many minutes that still fit in the hours of an official, one after the other."""
    if minutes <= 0:
        return []
    found, step = [], dt.timedelta(minutes=minutes)
    start, end = window.start.astimezone(dt.UTC), window.end.astimezone(dt.UTC)
    while start + step <= end:
        span = Span(start.astimezone(DUTCH), (start + step).astimezone(DUTCH))
        if span.start >= earliest and not any(span.overlaps(other) for other in taken):
            found.append(span)
        start += step
    return found


def gets_a_seat(capacity: int, taken: int, waiting: int, seats: int) -> bool:
    """Whether a new sign-up takes part at once: it fits and nobody waits before it."""
    return waiting == 0 and taken + seats <= capacity


def move_up(capacity: int, taken: int, queue: Sequence[tuple[int, int]]) -> list[int]:
    """Who of the waiting list moves up: keys, in order. `queue` holds (key, seats), longest waiting first.

    Strictly in order: nobody passes someone who waits longer, also when a small group would fit and a large not.
    """
    moved = []
    for key, seats in queue:
        if taken + seats > capacity:
            break
        taken += seats
        moved.append(key)
    return moved
