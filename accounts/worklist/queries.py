"""What must I do today, and why: a bounded query per reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile, CaseFileState, DomainTrack
from accounts.intake.models import Intake, IntakeState
from accounts.questions.deadlines import silent_weeks
from accounts.questions.models import Question, QuestionRoute, QuestionState
from accounts.timeline.models import Task
from portal.kernel.models import Domain, Person, Role
from portal.kernel.permissions import Actor
from portal.ui.templatetags.nlds import nl_date

#: Rows shown per reason; the link under a group leads to the rest.
MOST = 10
#: Characters of a question that fit on its line.
LONGEST = 110
#: Days ahead that count as today's work.
AHEAD = 7


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: what, for whom, why now, and where to do it."""

    text: str
    case_file: str
    url: str
    why: str
    due: dt.date | None = None
    task: int | None = None

    @property
    def late(self) -> bool:
        """It should have been done before today."""
        return self.due is not None and self.due < timezone.localdate()


@dataclass(frozen=True)
class Group:
    """Things to do for one reason."""

    title: str
    items: list[Item] = field(default_factory=list)
    more_url: str = ""

    @property
    def is_cut_off(self) -> bool:
        return len(self.items) >= MOST


def worklist(actor: Actor) -> list[Group]:
    """The groups that have something in them, most pressing first. At most eight queries."""
    person, membership = actor.person, actor.membership
    if person is None or membership is None:
        return []
    today = timezone.localdate()
    groups = []
    is_manager = Role.ACCOUNT_MANAGER in actor.roles
    if is_manager:
        groups.append(_new_intakes())
    groups.append(_questions_for(person, actor))
    if is_manager:
        groups.append(_to_answer(person))
    groups.append(_tasks(person, actor))
    groups.append(_next_actions(person, today + dt.timedelta(days=AHEAD)))
    if is_manager:
        groups.append(_silent(person, silent_weeks(municipality_id=membership.municipality_id, on=today)))
    return [group for group in groups if group.items]


# Each reason reads plain values: a worklist shows some ninety lines, and model instances would double its time.


def _first(*parts: QuerySet[Any, tuple[Any, ...]], by: tuple[int, int]) -> list[tuple[Any, ...]]:
    """The first lines of several queries together, ordered by the values at `by`. One query.

    One OR instead would sort everything the person has; each part on its own stops after MOST rows of its index.
    """
    first, *rest = (part[:MOST] for part in parts)
    rows = list(first.union(*rest, all=True))
    return sorted(rows, key=lambda row: (row[by[0]] or dt.date.max, row[by[1]]))[:MOST]


def _short(text: str) -> str:
    """A text on one line. Cheaper than Django's filter, which a worklist would call some fifty times."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _new_intakes() -> Group:
    why = _("wait for a decision")
    rows = (
        Intake.objects.filter(state=IntakeState.SUBMITTED)
        .order_by("submitted_at")
        .values_list("pk", "name", "reference")[:MOST]
    )
    items = [Item(name, reference, reverse("triage", args=[pk]), why) for pk, name, reference in rows]
    return Group(_("New intakes"), items, reverse("triage_list"))


def _questions_for(person: Person, actor: Actor) -> Group:
    mine, nobodys = _("yours"), _("nobody picked this up yet")
    open_routes = (
        QuestionRoute.objects.filter(answered_at=None, question__state=QuestionState.ROUTED)
        .order_by("deadline", "pk")
        .values_list(
            "question_id", "domain", "holder_id", "deadline", "question__text", "question__case_file__name", "pk"
        )
    )  # fmt: skip
    rows = _first(
        open_routes.filter(holder=person),
        open_routes.filter(holder=None, domain__in=actor.domains),
        by=(3, 6),
    )
    items = [
        Item(_short(text), name, f"{reverse('question', args=[pk])}#bijdrage-{domain}",
             mine if holder else nobodys, deadline)
        for pk, domain, holder, deadline, text, name, _route in rows
    ]  # fmt: skip
    return Group(_("Questions for me or my domain"), items, reverse("questions") + "?van=mij")


def _to_answer(person: Person) -> Group:
    ready, new = _("all domains contributed"), _("new, not laid with a domain yet")
    rows = (
        Question.objects.filter(
            case_file__account_manager=person, state__in=[QuestionState.NEW, QuestionState.ROUTED]
        )
        .exclude(Exists(QuestionRoute.objects.filter(question=OuterRef("pk"), answered_at=None)))
        .order_by("deadline", "pk")
        .values_list("pk", "text", "case_file__name", "state", "deadline")[:MOST]
    )
    items = [
        Item(_short(text), name, f"{reverse('question', args=[pk])}#antwoord",
             ready if state == QuestionState.ROUTED else new, deadline)
        for pk, text, name, state, deadline in rows
    ]  # fmt: skip
    return Group(_("Answer the entrepreneur"), items, reverse("questions"))


def _tasks(person: Person, actor: Actor) -> Group:
    why, ours = _("task"), _("for your domain")
    waiting = (
        Task.objects.filter(done_at=None)
        .order_by("due_on", "pk")
        .values_list("pk", "title", "case_file_id", "case_file__name", "due_on", "url", "holder_id")
    )
    rows = _first(
        waiting.filter(holder=person), waiting.filter(holder=None, domain__in=actor.domains), by=(4, 0)
    )
    items = [
        Item(title, name, url or reverse("case_file", args=[case_file]), why if holder else ours, due, pk)
        for pk, title, case_file, name, due, url, holder in rows
    ]
    return Group(_("My tasks"), items)


def _next_actions(person: Person, horizon: dt.date) -> Group:
    domains = {code: str(label) for code, label in Domain.choices}
    planned = (
        DomainTrack.objects.filter(next_action_on__lte=horizon)
        .order_by("next_action_on", "pk")
        .values_list("case_file_id", "next_action", "case_file__name", "domain", "next_action_on", "pk")
    )
    rows = _first(
        planned.filter(specialist=person),
        planned.filter(specialist=None, case_file__account_manager=person),
        by=(4, 5),
    )
    items = [
        Item(action, name, reverse("case_file", args=[pk]), domains[domain], on)
        for pk, action, name, domain, on, _track in rows
    ]
    return Group(_("Next actions"), items)


def _silent(person: Person, weeks: int) -> Group:
    why = _("nothing happened since %(date)s")
    rows = (
        CaseFile.objects.filter(
            account_manager=person,
            state=CaseFileState.ACTIVE,
            last_activity_at__lt=timezone.now() - dt.timedelta(weeks=weeks),
        )
        .order_by("last_activity_at", "pk")
        .values_list("pk", "name", "reference", "last_activity_at")[:MOST]
    )
    items = [
        Item(name, reference, reverse("case_file", args=[pk]), why % {"date": nl_date(at)})
        for pk, name, reference, at in rows
    ]
    return Group(_("Silent for long"), items, reverse("case_files") + f"?wie={person.pk}")
