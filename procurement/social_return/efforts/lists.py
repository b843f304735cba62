"""What waits for judgement with the filter of its address: for the page and for its export alike."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.kernel.exports.registry import Column, ListPage
from portal.kernel.exports.registry import register as register_list
from portal.kernel.permissions import Actor
from procurement.social_return.efforts.models import Effort, EffortKind, EffortState
from procurement.social_return.efforts.queries import to_judge


def only_mine(params: QueryDict) -> bool:
    """Only the contracts I keep."""
    return params.get("wie") == "mij"


def efforts_for(params: QueryDict, actor: Actor) -> QuerySet[Effort]:
    """What waits, the longest first."""
    rows = to_judge()
    return rows.filter(contract__coordinator=actor.person) if only_mine(params) else rows


def register() -> None:
    """Make the list known. It tells of people, be it without a name: each export is in the read log."""
    register_list(
        ListPage(
            code="efforts",
            title=_("To judge"),
            url_name="efforts",
            permission="procurement.manage_contracts",
            model=Effort,
            rows=efforts_for,
            sensitive=True,
            views=False,
            columns=(
                Column("submitted", _("Handed in"), "submitted_at"),
                Column("supplier", _("Supplier"), "contract__supplier__enterprise__name"),
                Column("contract", _("Contract"), "contract__reference"),
                Column("kind", _("Kind"), "kind", EffortKind.choices),
                Column("state", _("State"), "state", EffortState.choices),
                Column("first", _("First day"), "first"),
                Column("last", _("Last day"), "last"),
                Column("hours", _("Hours"), "hours"),
                Column("amount", _("Amount"), "amount"),
                Column("value", _("Calculated value"), "value"),
                Column("bought_from", _("Bought from"), "bought_from", chosen=False),
                Column("explanation", _("Explanation"), "text", chosen=False),
            ),
        )
    )
