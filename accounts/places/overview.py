"""The overview of all agreements: filters in the address, promised and delivered per row, and its export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import ExtractMonth, ExtractYear, Greatest, Least
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.places.models import RUNS_BEHIND, Agreement, EnterpriseMonth, Instrument, MunicipalityMonth
from portal.kernel.exports.registry import Column, ListPage
from portal.kernel.exports.registry import register as register_list
from portal.kernel.models import Domain
from portal.kernel.permissions import Actor
from portal.kernel.search.queries import matching

STATES = (
    ("achter", _("Runs behind")),
    ("gemeente", _("We are behind")),
    ("onderneming", _("The enterprise is behind")),
    ("invullen", _("We have to fill in last month")),
    ("wacht", _("The enterprise has to fill in last month")),
)
PERIODS = (("", _("Running")), ("voorbij", _("Ended")), ("later", _("Starts later")), ("alles", _("All")))


class AgreementFilter(forms.Form):
    """Filters of the overview, as they stand in the address."""

    tekst = forms.CharField(label=_("Enterprise"), required=False, max_length=100)
    instrument = forms.ChoiceField(
        label=_("Instrument"), required=False, choices=[("", _("All")), *Instrument.choices]
    )
    stand = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *STATES])
    periode = forms.ChoiceField(label=_("Period"), required=False, choices=PERIODS)

    def active(self) -> list[tuple[str, str, str]]:
        """Filters in use: (name in the address, label, value in words)."""
        chips = []
        for name, found in self.fields.items():
            value = self.cleaned_data.get(name)
            if value:
                words = dict(getattr(found, "choices", [])).get(value, value)
                chips.append((name, str(found.label), str(words)))
        return chips

    def apply(self, *, domains: Iterable[str], today: dt.date) -> QuerySet[Agreement]:
        """The agreements that fit. Which side is behind, and what is not filled in, is known of `domains` only."""
        data = self.cleaned_data
        rows = Agreement.objects.all()
        if data.get("tekst"):
            rows = rows.filter(case_file__in=matching(data["tekst"], kind="case-file"))
        if data.get("instrument"):
            rows = rows.filter(instrument=data["instrument"])
        rows = _in_period(rows, data.get("periode", ""), today)
        return _in_state(rows, data.get("stand", ""), list(domains), today).order_by("-ends_on", "-pk")


def _in_period(rows: QuerySet[Agreement], period: str, today: dt.date) -> QuerySet[Agreement]:
    if period == "voorbij":
        return rows.filter(ends_on__lt=today)
    if period == "later":
        return rows.filter(starts_on__gt=today)
    if period == "alles":
        return rows
    return rows.filter(starts_on__lte=today, ends_on__gte=today)


def _in_state(
    rows: QuerySet[Agreement], state: str, domains: list[str], today: dt.date
) -> QuerySet[Agreement]:
    if not state:
        return rows
    if state == "achter":
        return rows.filter(RUNS_BEHIND)
    rows = rows.filter(domain__in=domains)
    if state == "gemeente":
        return rows.filter(municipality_behind_since__isnull=False)
    if state == "onderneming":
        return rows.filter(enterprise_behind_since__isnull=False)
    last = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    model: Any = MunicipalityMonth if state == "invullen" else EnterpriseMonth
    filled = model.objects.filter(agreement=OuterRef("pk"), month=last)
    return rows.filter(~Exists(filled), starts_on__lte=last, ends_on__gte=last)


def with_counts(rows: QuerySet[Agreement], today: dt.date) -> QuerySet[Agreement]:
    """With what was promised over the months that are over, and the sums of what both sides registered.

    The counts come through the managers of the months, so they are empty outside the domains in scope.
    """
    end = Least(F("ends_on"), Value(today.replace(day=1) - dt.timedelta(days=1), DateField()))
    months = Greatest(
        12 * (ExtractYear(end) - ExtractYear("starts_on"))
        + ExtractMonth(end)
        - ExtractMonth("starts_on")
        + 1,
        Value(0),
        output_field=IntegerField(),
    )

    def total(model: Any, name: str) -> Subquery:
        found = model.objects.filter(agreement=OuterRef("pk")).order_by().values("agreement")
        return Subquery(found.annotate(total=Sum(name)).values("total"), output_field=IntegerField())

    return rows.annotate(
        months_over=months,
        promised_places=F("months_over") * F("places_per_month"),
        promised_candidates=F("months_over") * F("candidates_per_month"),
        offered=total(EnterpriseMonth, "offered"),
        asked=total(EnterpriseMonth, "asked"),
        delivered=total(MunicipalityMonth, "delivered"),
        filled=total(EnterpriseMonth, "filled"),
        behind=Case(When(RUNS_BEHIND, then=Value(True)), default=Value(False)),
    )


def agreements_for(params: QueryDict, actor: Actor) -> QuerySet[Agreement]:
    """The rows of the overview and of its export."""
    form = AgreementFilter(params)
    form.is_valid()
    today = timezone.localdate()
    return with_counts(form.apply(domains=actor.domains, today=today), today)


def register_lists() -> None:
    """The overview: exact counts are there of the domains of whoever exports, so each export is in the read log."""
    register_list(
        ListPage(
            code="agreements",
            title=_("Places and candidates"),
            url_name="agreements",
            permission="accounts.view_agreements",
            model=Agreement,
            rows=agreements_for,
            sensitive=True,
            columns=(
                Column("enterprise", _("Enterprise"), "case_file__name"),
                Column("case_file", _("Case file"), "case_file__reference", chosen=False),
                Column("instrument", _("Instrument"), "instrument", Instrument.choices),
                Column("domain", _("Domain"), "domain", Domain.choices, chosen=False),
                Column("from", _("From"), "starts_on"),
                Column("until", _("Up to and including"), "ends_on"),
                Column("places", _("Places per month"), "places_per_month"),
                Column("candidates", _("Candidates per month"), "candidates_per_month"),
                Column("promised_places", _("Places promised until now"), "promised_places"),
                Column("offered", _("Places offered"), "offered"),
                Column("asked", _("Candidates asked"), "asked"),
                Column("promised_candidates", _("Candidates promised until now"), "promised_candidates"),
                Column("delivered", _("Candidates delivered"), "delivered"),
                Column("filled", _("Places filled"), "filled"),
                Column("behind", _("Runs behind"), "behind"),
            ),
        )
    )
