"""What a version of a plan holds, as text to read and to compare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from challenges.contests.coaching import engine
from challenges.contests.coaching.models import PlanVersion
from challenges.contests.entries.models import Entry
from challenges.contests.entries.questions import QUESTIONS
from portal.ui.formats import euro
from portal.ui.templatetags.nlds import nl_date

#: The parts of the pilot plan, in the order they are shown.
STEPS, BUDGET, INDICATORS = "steps", "budget", "indicators"
PILOT = (STEPS, BUDGET, INDICATORS)


def first(entry: Entry) -> dict[str, Any]:
    """The plan as it was sent in: the answers, and no pilot plan yet."""
    return {"title": entry.title, "answers": dict(entry.answers), STEPS: [], BUDGET: [], INDICATORS: []}


def part_name(code: str) -> str:
    """What a part of the pilot plan is called."""
    return {
        STEPS: _("Steps of the pilot"),
        BUDGET: _("Budget of the pilot"),
        INDICATORS: _("How you see that it works"),
    }[code]


def missing_parts(content: dict[str, Any]) -> tuple[str, ...]:
    """Parts of the pilot plan that are still empty."""
    return tuple(code for code in PILOT if not content.get(code))


def total(content: dict[str, Any]) -> Decimal:
    """What the pilot costs together."""
    return sum((Decimal(row["amount"]) for row in content.get(BUDGET, [])), Decimal(0))


def _step(row: dict[str, Any]) -> str:
    parts = [row["what"]]
    if row.get("who"):
        parts.append(_("by %(who)s") % {"who": row["who"]})
    if row.get("on"):
        parts.append(_("before %(day)s") % {"day": nl_date(dt.date.fromisoformat(row["on"]))})
    return ", ".join(parts)


def _indicator(row: dict[str, Any]) -> str:
    words = {"what": row["what"], "now": row.get("now") or "?", "target": row.get("target") or "?"}
    text = _("%(what)s: from %(now)s to %(target)s") % words
    return f"{text} ({row['how']})" if row.get("how") else text


def lines(content: dict[str, Any], code: str) -> list[str]:
    """A part of the pilot plan, a line a row."""
    rows = content.get(code, [])
    if code == STEPS:
        return [_step(row) for row in rows]
    if code == BUDGET:
        found = [f"{row['what']}: {euro(Decimal(row['amount']))}" for row in rows]
        return [*found, _("Together %(amount)s") % {"amount": euro(total(content))}] if rows else []
    return [_indicator(row) for row in rows]


def sections(content: dict[str, Any]) -> list[tuple[str, str]]:
    """The whole plan as (heading, text)."""
    answers = content.get("answers", {})
    found = [(_("Name of your solution"), content.get("title", ""))]
    found += [(str(label), answers.get(code, "")) for code, label in QUESTIONS.items()]
    return found + [(part_name(code), "\n".join(lines(content, code))) for code in PILOT]


@dataclass(frozen=True)
class Section:
    """One heading of two versions beside each other."""

    title: str
    pieces: Sequence[engine.Piece]

    @property
    def changed(self) -> bool:
        return engine.differs(self.pieces)


def compare(before: PlanVersion, after: PlanVersion) -> list[Section]:
    """What changed between two versions, heading by heading."""
    return [
        Section(title, engine.changed_words(old, new))
        for (title, old), (_title, new) in zip(sections(before.content), sections(after.content), strict=True)
    ]


def latest(entry: Entry) -> PlanVersion | None:
    """The plan as it stands; None when the entry was never selected."""
    return PlanVersion.objects.filter(entry=entry).order_by("-number").first()


def shown(entry: Entry) -> list[tuple[str, str]]:
    """What to read of an entry: its newest plan without what is empty, else what was sent in."""
    version = latest(entry)
    if version is None:
        return [(str(label), entry.answers.get(code, "")) for code, label in QUESTIONS.items()]
    return [(title, text) for title, text in sections(version.content)[1:] if text]
