"""Reading pilots: for organisers, for the enterprise, for everyone."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.casefile.models import CaseFile
from accounts.self_service.queries import my_case_files
from challenges.contests.models import Challenge
from challenges.contests.pilots import engine
from challenges.contests.pilots.models import (
    Outcome,
    Pilot,
    PilotIndicator,
    PilotMeasurement,
    PilotState,
)
from portal.kernel.exports.registry import Column, ListPage
from portal.kernel.exports.registry import register as register_list
from portal.kernel.models import Person
from portal.kernel.permissions import Actor

#: Pilots a panel or a public page shows, and numbers of people that are hidden there.
MOST = 20
SMALLEST_SHOWN = 5


def pilots() -> QuerySet[Pilot]:
    """Pilots in scope, the newest first."""
    return Pilot.objects.select_related(
        "challenge__municipality", "case_file", "entry", "joint_plan"
    ).order_by("-started_at", "-pk")


def filtered(params: QueryDict) -> QuerySet[Pilot]:
    """?stand= is "running" or one of the outcomes."""
    wanted = params.get("stand", "")
    if wanted == PilotState.RUNNING:
        return pilots().filter(state=wanted)
    return pilots().filter(outcome=wanted) if wanted in Outcome.values else pilots()


def my_pilots(person: Person) -> QuerySet[Pilot]:
    """Pilots of the enterprises this person belongs to."""
    return pilots().filter(case_file__in=my_case_files(person))


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator with its measurements; only checked ones count."""

    indicator: PilotIndicator
    measurements: list[PilotMeasurement]

    @property
    def checked(self) -> PilotMeasurement | None:
        """The last one that was checked."""
        return next((row for row in reversed(self.measurements) if row.checked_at), None)

    @property
    def value(self) -> Decimal | None:
        return self.checked.value if self.checked else None

    @property
    def percentage(self) -> int | None:
        """How far it is, in whole percents."""
        return engine.reached(self.indicator.baseline, self.indicator.target, self.value)

    @property
    def meter(self) -> int:
        """The same for a bar, never over the end."""
        return min(self.percentage or 0, 100)

    @property
    def is_hidden(self) -> bool:
        """Too few people to show to everyone."""
        return (
            self.indicator.about_people
            and self.value is not None
            and 0 < abs(self.value - self.indicator.baseline) < SMALLEST_SHOWN
        )


def _indicators() -> Prefetch[str]:
    measured = PilotMeasurement.objects.select_related("made_by", "checked_by", "file").order_by("on", "pk")
    return Prefetch(
        "indicators",
        PilotIndicator.objects.order_by("pk").prefetch_related(Prefetch("measurements", measured)),
    )


def with_results(rows: QuerySet[Pilot]) -> QuerySet[Pilot]:
    """With indicators and measurements, in two queries more for all together."""
    return rows.prefetch_related(_indicators())


def board(pilot: Pilot) -> list[IndicatorRow]:
    """The indicators of a pilot; no query of its own after `with_results`."""
    return [IndicatorRow(row, list(row.measurements.all())) for row in pilot.indicators.all()]


@dataclass(frozen=True)
class PilotRow:
    """A pilot in a panel or on the public page."""

    pilot: Pilot
    indicators: list[IndicatorRow]


def _rows(found: QuerySet[Pilot]) -> list[PilotRow]:
    return [PilotRow(row, board(row)) for row in with_results(found)[:MOST]]


def panel(case_file: CaseFile, _actor: Actor) -> list[PilotRow]:
    """The pilots of an enterprise on its case file."""
    return _rows(pilots().filter(case_file=case_file))


def own_panel(case_file: CaseFile, _person: Person) -> list[PilotRow] | None:
    """The same on the own page; nothing for who has none."""
    return _rows(pilots().filter(case_file=case_file)) or None


def public_pilots(challenge: Challenge) -> list[PilotRow]:
    """The pilots of a challenge, for everyone."""
    return _rows(pilots().filter(challenge=challenge).order_by("pk"))


def _exported(params: QueryDict, _actor: Actor) -> QuerySet[Pilot]:
    return filtered(params)


def register_lists() -> None:
    """Pilots as a list one can export."""
    register_list(
        ListPage(
            code="pilots",
            title=_("Pilots"),
            url_name="pilots",
            permission="challenges.organise",
            model=Pilot,
            rows=_exported,
            views=False,
            columns=(
                Column("title", _("Pilot"), "title"),
                Column("challenge", _("Challenge"), "challenge__title"),
                Column("enterprise", _("Enterprise"), "case_file__name"),
                Column("starts", _("First day"), "starts_on"),
                Column("ends", _("Last day"), "ends_on"),
                Column("budget", _("Budget"), "budget"),
                Column("advanced", _("Asked or paid"), "advanced"),
                Column("state", _("State"), "state", PilotState.choices),
                Column("outcome", _("Outcome"), "outcome", Outcome.choices),
                Column("decided", _("Decided on"), "decided_on"),
                Column("reason", _("Why"), "outcome_reason", chosen=False),
            ),
        )
    )
