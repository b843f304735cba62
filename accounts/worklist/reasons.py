"""Why something stands in a worklist: per reason which rows, whose they are, and how a line reads.

The worklist, its full lists and the team's numbers are all made of these, so a number and the list behind it agree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.casefile.models import CaseFile, CaseFileState, DomainTrack
from accounts.questions.deadlines import silent_weeks
from accounts.questions.models import Question, QuestionRoute, QuestionState
from accounts.timeline.models import Task
from portal.kernel.models import Domain
from portal.ui.templatetags.nlds import nl_date

#: Characters of a question that fit on its line.
LONGEST = 110
#: Days ahead that count as today's work, and as "soon".
AHEAD, SOON = 7, 2


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: what, for whom, why now, and where to do it.

    `key` names the line, `stamp` says how it looks now (see `models.Snooze`). `whose` is the colleague one replaces.
    """

    text: str
    case_file: str
    url: str
    why: str
    due: dt.date | None = None
    key: str = ""
    stamp: str = ""
    task: int | None = None
    whose: str = ""
    hand_over: int | None = None

    @property
    def late(self) -> bool:
        """It should have been done before today."""
        return self.due is not None and self.due < timezone.localdate()

    @property
    def badge(self) -> tuple[str, str] | None:
        """(word, colour) for a day that is past, today or near."""
        if self.due is None:
            return None
        days = (self.due - timezone.localdate()).days
        if days < 0:
            return _("Too late"), "bad"
        if days == 0:
            return _("Today"), "warn"
        return (_("Soon"), "info") if days <= SOON else None


Row = tuple[Any, ...]


@dataclass(frozen=True)
class Reason:
    """Rows of one reason. Their first three values are: primary key, day (or moment) to sort by, and whose it is.

    `owners` are pairs (field that names the owner, condition): a row may be found by more than one field.
    """

    code: str
    kind: str
    title: str | Promise
    base: Callable[[dt.date, int], QuerySet[Any]]
    owners: tuple[tuple[str, Q], ...]
    fields: tuple[str, ...]
    line: Callable[[Row, str], Item]
    order: str
    #: The field with the domain, when a replacement must work for it to see the row.
    domain: str = ""
    #: Rows without an owner are for everyone who works for the domain.
    shared: bool = False
    manager_only: bool = False
    has_days: bool = True

    def ours(self, person: int, domains: Iterable[str] | None = None) -> list[Q]:
        """One condition per way in which a row can be this person's; with `domains`, only what these may see."""
        found = []
        for name, condition in self.owners:
            where = condition & Q(**{name: person})
            if domains is not None and self.domain:
                where &= Q(**{f"{self.domain}__in": [*domains, ""]})
            found.append(where)
        return found

    def nobodys(self, domains: Iterable[str]) -> Q:
        """Rows nobody took up yet, of these domains."""
        return Q(**{self.owners[0][0]: None, f"{self.domain}__in": list(domains)})

    def late(self, today: dt.date) -> Q:
        """What should have been done before today; nothing for reasons without days."""
        return Q(**{f"{self.order}__lt": today}) if self.has_days else Q(pk=None)


def short(text: str) -> str:
    """A text on one line. Cheaper than Django's filter, which a worklist would call some fifty times."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _routes(today: dt.date, municipality: int) -> QuerySet[Any]:
    return QuestionRoute.objects.filter(answered_at=None, question__state=QuestionState.ROUTED)


def _route_line(row: Row, whose: str) -> Item:
    pk, deadline, holder, question, domain, text, name, version, question_version = row
    why = _("yours") if holder else _("nobody picked this up yet")
    if whose:  # the badge names the colleague already
        why = _("question to contribute to")
    return Item(
        short(text), name, f"{reverse('question', args=[question])}#bijdrage-{domain}", why, deadline, f"route-{pk}",
        f"{version}.{question_version}", whose=whose,
    )  # fmt: skip


def _to_answer(today: dt.date, municipality: int) -> QuerySet[Any]:
    waits = Exists(QuestionRoute.objects.filter(question=OuterRef("pk"), answered_at=None))
    return Question.objects.filter(state__in=[QuestionState.NEW, QuestionState.ROUTED]).exclude(waits)


def _answer_line(row: Row, whose: str) -> Item:
    pk, deadline, _manager, text, name, state, version = row
    why = (
        _("all domains contributed")
        if state == QuestionState.ROUTED
        else _("new, not laid with a domain yet")
    )
    return Item(
        short(text), name, f"{reverse('question', args=[pk])}#antwoord", why, deadline, f"question-{pk}",
        str(version), whose=whose,
    )  # fmt: skip


def _tasks(today: dt.date, municipality: int) -> QuerySet[Any]:
    return Task.objects.filter(done_at=None)


def _task_line(row: Row, whose: str) -> Item:
    pk, due, holder, title, case_file, name, url, key = row
    why = _("signal") if key else _("task")
    if not holder:
        why = _("for your domain")
    return Item(
        title, name, url or reverse("case_file", args=[case_file]), why, due, f"task-{pk}",
        task_stamp(due, title), pk, whose,
    )  # fmt: skip


def task_stamp(due: dt.date | None, title: str) -> str:
    """How a task looks: its day and its words."""
    return f"{due or ''}|{title}"[:80]


def _actions(today: dt.date, municipality: int) -> QuerySet[Any]:
    return DomainTrack.objects.filter(next_action_on__lte=today + dt.timedelta(days=AHEAD)).annotate(
        owner=Coalesce("specialist_id", "case_file__account_manager_id")
    )


def _action_line(row: Row, whose: str) -> Item:
    pk, on, _owner, case_file, action, name, domain, version = row
    return Item(
        action, name, reverse("case_file", args=[case_file]), str(Domain(domain).label), on, f"action-{pk}",
        str(version), whose=whose,
    )  # fmt: skip


def _silent(today: dt.date, municipality: int) -> QuerySet[Any]:
    weeks = silent_weeks(municipality_id=municipality, on=today)
    return CaseFile.objects.filter(
        state=CaseFileState.ACTIVE, last_activity_at__lt=timezone.now() - dt.timedelta(weeks=weeks)
    )


def _silent_line(row: Row, whose: str) -> Item:
    pk, at, _manager, name, reference = row
    return Item(
        name, reference, reverse("case_file", args=[pk]),
        _("nothing happened since %(date)s") % {"date": nl_date(at)}, None, f"silent-{pk}", str(at)[:80],
        whose=whose,
    )  # fmt: skip


QUESTIONS = Reason(
    "vragen", "route", gettext_lazy("Questions for me or my domain"), _routes, (("holder", Q()),),
    ("pk", "deadline", "holder_id", "question_id", "domain", "question__text", "question__case_file__name",
     "version", "question__version"),
    _route_line, "deadline", domain="domain", shared=True,
)  # fmt: skip
ANSWERS = Reason(
    "antwoorden", "question", gettext_lazy("Answer the entrepreneur"), _to_answer,
    (("case_file__account_manager", Q()),),
    ("pk", "deadline", "case_file__account_manager_id", "text", "case_file__name", "state", "version"),
    _answer_line, "deadline", manager_only=True,
)  # fmt: skip
TASKS = Reason(
    "taken", "task", gettext_lazy("My tasks"), _tasks, (("holder", Q()),),
    ("pk", "due_on", "holder_id", "title", "case_file_id", "case_file__name", "url", "key"),
    _task_line, "due_on", domain="domain", shared=True,
)  # fmt: skip
ACTIONS = Reason(
    "acties", "action", gettext_lazy("Next actions"), _actions,
    (("specialist", Q()), ("case_file__account_manager", Q(specialist=None))),
    ("pk", "next_action_on", "owner", "case_file_id", "next_action", "case_file__name", "domain", "version"),
    _action_line, "next_action_on", domain="domain",
)  # fmt: skip
SILENT = Reason(
    "stil", "silent", gettext_lazy("Silent for long"), _silent, (("account_manager", Q()),),
    ("pk", "last_activity_at", "account_manager_id", "name", "reference"),
    _silent_line, "last_activity_at", manager_only=True, has_days=False,
)  # fmt: skip
#: In the order of the page.
REASONS = (QUESTIONS, ANSWERS, TASKS, ACTIONS, SILENT)
BY_CODE = {reason.code: reason for reason in REASONS}
BY_KIND = {reason.kind: reason for reason in REASONS}


@dataclass(frozen=True)
class Group:
    """Things to do for one reason."""

    code: str
    title: str
    items: list[Item] = field(default_factory=list)
    more_url: str = ""
    is_cut_off: bool = False


def in_order(reason: Reason) -> tuple[Any, str]:
    """How the rows of a reason are sorted: by day, those without a day last."""
    return F(reason.order).asc(nulls_last=True), "pk"
