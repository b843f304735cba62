"""What must I do today, and why: a bounded query per reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile, CaseFileState, DomainTrack
from accounts.intake.models import Intake, IntakeState
from accounts.questions.deadlines import silent_weeks
from accounts.questions.models import Question, QuestionRoute, QuestionState
from accounts.timeline.models import Task
from portal.kernel.models import Role
from portal.kernel.permissions import Actor

#: Rows shown per reason; the link under a group leads to the rest.
MOST = 15
#: Days ahead that count as today's work.
AHEAD = 7


@dataclass(frozen=True)
class Item:
    """One thing to do: what, for whom, why now, and where to do it."""

    text: str
    case_file: str
    url: str
    why: str
    due: dt.date | None = None
    task: int | None = None

    @property
    def urgency(self) -> str:
        """The kind of badge: "bad" when overdue, "warn" when due within two days, else ""."""
        if self.due is None:
            return ""
        days = (self.due - timezone.localdate()).days
        return "bad" if days < 0 else "warn" if days <= 2 else ""


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
    horizon = today + dt.timedelta(days=AHEAD)
    groups = []
    is_manager = Role.ACCOUNT_MANAGER in actor.roles
    if is_manager:
        intakes = (
            Intake.objects.filter(state=IntakeState.SUBMITTED)
            .order_by("submitted_at")
            .defer("answers")[:MOST]
        )
        groups.append(
            Group(
                _("New intakes"),
                [
                    Item(
                        intake.name,
                        intake.reference,
                        reverse("triage", args=[intake.pk]),
                        _("wait for a decision"),
                    )
                    for intake in intakes
                ],
                reverse("triage_list"),
            )
        )
    mine_or_ours = Q(holder=person) | Q(holder=None, domain__in=actor.domains)
    routes = (
        QuestionRoute.objects.filter(mine_or_ours, answered_at=None, question__state=QuestionState.ROUTED)
        .select_related("question__case_file", "holder")
        .order_by("deadline", "pk")[:MOST]
    )
    groups.append(
        Group(
            _("Questions for me or my domain"),
            [
                Item(
                    route.question.text,
                    route.question.case_file.name,
                    reverse("question", args=[route.question_id]) + f"#bijdrage-{route.domain}",
                    _("yours") if route.holder_id else _("nobody picked this up yet"),
                    route.deadline,
                )
                for route in routes
            ],
            reverse("questions") + "?van=mij",
        )
    )
    if is_manager:
        open_questions = (
            Question.objects.filter(
                case_file__account_manager=person, state__in=[QuestionState.NEW, QuestionState.ROUTED]
            )
            .exclude(pk__in=QuestionRoute.objects.filter(answered_at=None).values("question_id"))
            .select_related("case_file")
            .order_by("deadline", "pk")[:MOST]
        )
        groups.append(
            Group(
                _("Answer the entrepreneur"),
                [
                    Item(
                        question.text,
                        question.case_file.name,
                        reverse("question", args=[question.pk]) + "#antwoord",
                        _("all domains contributed")
                        if question.state == QuestionState.ROUTED
                        else _("new, not laid with a domain yet"),
                        question.deadline,
                    )
                    for question in open_questions
                ],
                reverse("questions"),
            )
        )
    tasks = (
        Task.objects.filter(holder=person, done_at=None)
        .select_related("case_file")
        .order_by("due_on", "pk")[:MOST]
    )
    groups.append(
        Group(
            _("My tasks"),
            [
                Item(
                    task.title,
                    task.case_file.name,
                    reverse("case_file", args=[task.case_file_id]),
                    _("task"),
                    task.due_on,
                    task.pk,
                )
                for task in tasks
            ],
        )
    )
    tracks = (
        DomainTrack.objects.filter(
            Q(specialist=person) | Q(specialist=None, case_file__account_manager=person),
            next_action_on__lte=horizon,
        )
        .select_related("case_file")
        .order_by("next_action_on", "pk")[:MOST]
    )
    groups.append(
        Group(
            _("Next actions"),
            [
                Item(
                    track.next_action,
                    track.case_file.name,
                    reverse("case_file", args=[track.case_file_id]),
                    str(track.get_domain_display()),
                    track.next_action_on,
                )
                for track in tracks
            ],
        )
    )
    if is_manager:
        weeks = silent_weeks(municipality_id=membership.municipality_id, on=today)
        silent = CaseFile.objects.filter(
            account_manager=person,
            state=CaseFileState.ACTIVE,
            last_activity_at__lt=timezone.now() - dt.timedelta(weeks=weeks),
        ).order_by("last_activity_at", "pk")[:MOST]
        groups.append(
            Group(
                _("Silent for long"),
                [
                    Item(
                        case_file.name,
                        case_file.reference,
                        reverse("case_file", args=[case_file.pk]),
                        _("nothing happened since %(date)s")
                        % {"date": timezone.localtime(case_file.last_activity_at).strftime("%d-%m-%Y")},
                    )
                    for case_file in silent
                ],
                reverse("case_files") + f"?wie={person.pk}",
            )
        )
    return [group for group in groups if group.items]
