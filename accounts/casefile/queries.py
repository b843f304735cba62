"""Reading case files: the list with its filters, and what the case-file page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.casefile.models import CaseFile, CaseFileState, DomainTrack, Phase, Theme
from accounts.questions.models import Question, QuestionRoute, QuestionState
from accounts.renaming.models import FormerIdentity
from accounts.renaming.queries import former_of, named
from accounts.timeline.models import Document, Task, TimelineEntry
from portal.kernel.models import Domain, Municipality, Role
from portal.kernel.people.queries import colleagues
from portal.ui.pagination import Page
from portal.ui.templatetags.nlds import nl_date, nl_moment

SORTS = {
    "activiteit": (_("Last activity"), ("-last_activity_at", "-pk")),
    "naam": (_("Name"), ("name", "pk")),
    "geopend": (_("Newest"), ("-opened_at", "-pk")),
}
OPEN_STATES = (QuestionState.NEW, QuestionState.ROUTED)


#: What a line of the list is made of; see `rows_of`.
ROW_FIELDS = ("pk", "name", "phase", "state", "account_manager__name", "enterprise__city", "last_activity_at")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list, in words. Plain values: a list of model instances costs twice the time."""

    pk: int
    name: str
    phase: str
    state: str
    account_manager: str
    city: str
    last_activity: str


def rows_of(page: Page) -> list[Row]:
    """The lines of a page of case files, read with `ROW_FIELDS`."""
    phases = {code: str(label) for code, label in Phase.choices}
    states = {code: str(label) for code, label in CaseFileState.choices}
    return [
        Row(pk, name, phases.get(phase, phase), states.get(state, state), manager or "–", city, nl_date(at))
        for pk, name, phase, state, manager, city, at in page.rows
    ]


class CaseFileFilter(forms.Form):
    """Filters of the list, as they stand in the address."""

    tekst = forms.CharField(label=_("Name, KVK number or place"), required=False, max_length=100)
    stand = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *CaseFileState.choices]
    )
    fase = forms.ChoiceField(label=_("Phase"), required=False, choices=[("", _("All")), *Phase.choices])
    thema = forms.ChoiceField(label=_("Theme"), required=False, choices=[("", _("All")), *Theme.choices])
    wie = forms.ChoiceField(label=_("Account manager"), required=False)
    volgorde = forms.ChoiceField(
        label=_("Order"), required=False, choices=[(code, label) for code, (label, _fields) in SORTS.items()]
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who: Any = self.fields["wie"]
        managers = colleagues(municipality, role=Role.ACCOUNT_MANAGER).values_list("pk", "name")
        who.choices = [("", _("All")), ("geen", _("Nobody yet")), *((str(pk), name) for pk, name in managers)]

    def active(self) -> list[tuple[str, str, str]]:
        """Filters in use: (name in the address, label, value in words)."""
        chips = []
        for name in ("tekst", "stand", "fase", "thema", "wie"):
            value = self.cleaned_data.get(name)
            if value:
                field: Any = self.fields[name]
                words = dict(getattr(field, "choices", [])).get(value, value)
                chips.append((name, str(field.label), str(words)))
        return chips

    def apply(self) -> QuerySet[CaseFile]:
        """The case files that fit, in the order asked for."""
        data = self.cleaned_data
        rows = CaseFile.objects.filter(merged_into=None)
        if data.get("tekst"):
            rows = rows.filter(pk__in=named(data["tekst"]))
        if data.get("stand"):
            rows = rows.filter(state=data["stand"])
        if data.get("fase"):
            rows = rows.filter(phase=data["fase"])
        if data.get("thema"):
            rows = rows.filter(themes__contains=[data["thema"]])
        if data.get("wie") == "geen":
            rows = rows.filter(account_manager=None)
        elif data.get("wie"):
            rows = rows.filter(account_manager_id=data["wie"])
        _label, order = SORTS.get(data.get("volgorde") or "activiteit", SORTS["activiteit"])
        return rows.order_by(*order)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a timeline, in words."""

    at: str
    text: str
    url: str
    domain: str
    by: str


#: What a line of the timeline is made of; see `lines_of`.
LINE_FIELDS = ("at", "text", "url", "domain", "by__name")


def lines_of(rows: Iterable[tuple[Any, ...]]) -> list[Line]:
    """Entries read with `LINE_FIELDS`, in words."""
    domains = {code: str(label) for code, label in Domain.choices}
    return [
        Line(nl_moment(at), text, url, domains.get(code, ""), by or "") for at, text, url, code, by in rows
    ]


@dataclass(frozen=True)
class Overview:
    """What the case-file page shows, loaded in a fixed number of queries; plain values where a row needs no more."""

    tracks: list[DomainTrack]
    questions: list[Question]
    tasks: list[dict[str, Any]]
    documents: list[dict[str, Any]]
    timeline: list[Line]
    former: list[FormerIdentity]


def overview(case_file: CaseFile) -> Overview:
    """Seven queries, whatever the case file holds."""
    order = list(Domain.values)
    tracks = sorted(
        DomainTrack.objects.filter(case_file=case_file).select_related("specialist"),
        key=lambda track: order.index(track.domain),
    )
    questions = (
        Question.objects.filter(case_file=case_file, state__in=OPEN_STATES)
        .prefetch_related(Prefetch("routes", QuestionRoute.objects.select_related("holder").order_by("pk")))
        .order_by("deadline", "pk")[:20]
    )
    tasks = (
        Task.objects.filter(case_file=case_file, done_at=None)
        .order_by("due_on", "pk")
        .values("pk", "title", "due_on", "for_entrepreneur", "holder__name")[:20]
    )
    return Overview(
        tracks=tracks,
        questions=list(questions),
        tasks=list(tasks),
        documents=list(
            Document.objects.filter(case_file=case_file).values(
                "pk", "title", "created_at", "for_entrepreneur", "file__size"
            )[:8]
        ),
        timeline=lines_of(timeline_of(case_file).values_list(*LINE_FIELDS)[:8]),
        former=former_of(case_file),
    )


def timeline_of(case_file: CaseFile) -> QuerySet[TimelineEntry]:
    """Everything that happened, newest first. Never holds private notes."""
    return TimelineEntry.objects.filter(case_file=case_file).order_by("-at", "-pk")
