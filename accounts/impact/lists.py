"""The lists of goals and of claims with the filters of their addresses: for the pages and for their exports alike."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.casefile.models import Theme
from accounts.impact import queries
from accounts.impact.models import Claim, ClaimKind, ClaimState, Goal
from portal.kernel.exports.registry import Column, ListPage
from portal.kernel.exports.registry import register as register_list
from portal.kernel.permissions import Actor

STATES = {
    "": _("Running"),
    "straks": _("Not started yet"),
    "voorbij": _("Ended"),
}


def goals_for(params: QueryDict) -> QuerySet[Goal]:
    """?stand= and ?thema= narrow the goals down."""
    today, state, theme = timezone.localdate(), params.get("stand", ""), params.get("thema", "")
    rows = queries.goals()
    if state == "straks":
        rows = rows.filter(starts_on__gt=today)
    elif state == "voorbij":
        rows = rows.filter(ends_on__lt=today)
    else:
        rows = rows.filter(starts_on__lte=today, ends_on__gte=today)
    return rows.filter(theme=theme) if theme in Theme.values else rows


def state_of(params: QueryDict) -> str:
    """The state of claims that ?stand= asks for; those to check when it asks for none."""
    asked = params.get("stand", "")
    return asked if asked in ClaimState.values else str(ClaimState.CLAIMED)


def claims_for(params: QueryDict) -> QuerySet[Claim]:
    """Claims in the state that is asked for, the newest first."""
    rows = Claim.objects.filter(state=state_of(params)).select_related("case_file", "indicator")
    return rows.order_by("-claimed_at", "-pk")


def _exported_goals(params: QueryDict, _actor: Actor) -> QuerySet[Goal]:
    return goals_for(params)


def _exported_claims(params: QueryDict, _actor: Actor) -> QuerySet[Claim]:
    return claims_for(params)


def register() -> None:
    """Both lists hold exact numbers of people, so only who may see these exports them, and it is in the read log."""
    register_list(
        ListPage(
            code="goals",
            title=_("Goals and impact"),
            url_name="goals",
            permission="accounts.work_on_claims",
            model=Goal,
            rows=_exported_goals,
            sensitive=True,
            views=False,
            columns=(
                Column("title", _("Goal"), "title"),
                Column("theme", _("Theme"), "theme", Theme.choices),
                Column("indicator", _("Indicator"), "indicator__name"),
                Column("from", _("From"), "starts_on"),
                Column("until", _("Up to and including"), "ends_on"),
                Column("baseline", _("Baseline"), "baseline"),
                Column("target", _("Target"), "target"),
                Column("checked", _("Checked"), "checked"),
                Column("unchecked", _("Not checked yet"), "unchecked"),
                Column("source", _("Source document"), "source", chosen=False),
            ),
        )
    )
    register_list(
        ListPage(
            code="claims",
            title=_("Impact claims"),
            url_name="claims",
            permission="accounts.work_on_claims",
            model=Claim,
            rows=_exported_claims,
            sensitive=True,
            views=False,
            columns=(
                Column("enterprise", _("Enterprise"), "case_file__name"),
                Column("case_file", _("Case file"), "case_file__reference", chosen=False),
                Column("kind", _("Kind"), "kind", ClaimKind.choices),
                Column("indicator", _("Indicator"), "indicator__name"),
                Column("quantity", _("Quantity"), "quantity"),
                Column("from", _("From"), "starts_on"),
                Column("until", _("Up to and including"), "ends_on"),
                Column("state", _("State"), "state", ClaimState.choices),
                Column("claimed", _("Claimed on"), "claimed_at"),
                Column("checked_by", _("Checked by"), "checked_by__name", chosen=False),
                Column("checked", _("Checked on"), "checked_at", chosen=False),
                Column("reason", _("Reason"), "reason", chosen=False),
            ),
        )
    )
