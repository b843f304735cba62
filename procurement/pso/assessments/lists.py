"""Self-assessments enterprises shared, with the filters of the address: for the page and for its export alike."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.kernel.exports.registry import Column, ListPage
from portal.kernel.exports.registry import register as register_list
from portal.kernel.permissions import Actor
from procurement.pso.assessments import queries
from procurement.pso.assessments.forms import SharedFilter
from procurement.pso.assessments.models import PsoAssessment
from procurement.pso.words import LEVEL_LABELS


def shared_for(form: SharedFilter) -> QuerySet[PsoAssessment]:
    """What fits the filters, the newest first."""
    form.is_valid()
    data = form.cleaned_data
    return queries.shared(
        text=(data.get("tekst") or "").strip(), year=data.get("jaar"), level=data.get("trede")
    )


def _exported(params: QueryDict, _actor: Actor) -> QuerySet[PsoAssessment]:
    return shared_for(SharedFilter(params))


def register() -> None:
    """Make the list known. What an enterprise shared is read in the read log, so its export is too."""
    register_list(
        ListPage(
            code="pso-assessments",
            title=_("PSO self-assessments"),
            url_name="pso_assessments",
            permission="procurement.view_pso_assessments",
            model=PsoAssessment,
            rows=_exported,
            sensitive=True,
            columns=(
                Column("enterprise", _("Enterprise"), "case_file__name"),
                Column("case_file", _("Case file"), "case_file__reference", chosen=False),
                Column("year", _("Reference year"), "year"),
                Column("number", _("Version"), "number"),
                Column("level", _("Step"), "level", tuple(LEVEL_LABELS.items())),
                Column("score", _("Score"), "score"),
                Column("fte", _("Size in fte"), "fte"),
                Column("shared", _("Shared"), "shared_at"),
            ),
        )
    )
