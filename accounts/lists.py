"""The lists of the case file's own pages: what can be exported of them, in the order of the list."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.casefile.models import CaseFile, CaseFileState, Phase, Spectrum, Theme
from accounts.enterprises.models import Enterprise
from accounts.intake.models import Intake, IntakeState
from accounts.questions.models import Question, QuestionState
from portal.kernel.exports.registry import Column, ListPage, register
from portal.kernel.models import Domain
from portal.kernel.permissions import Actor


def _case_files(params: QueryDict, actor: Actor) -> QuerySet[Any]:
    from accounts.casefile.queries import CaseFileFilter

    assert actor.municipality is not None
    form = CaseFileFilter(params, municipality=actor.municipality)
    form.is_valid()
    return form.apply()


def _questions(params: QueryDict, actor: Actor) -> QuerySet[Any]:
    from accounts.questions.views import questions_for

    return questions_for(params, actor).annotate(
        domains=ArrayAgg("routes__domain", distinct=True, default=[])
    )


def _intakes(params: QueryDict, actor: Actor) -> QuerySet[Any]:
    from accounts.triage.queries import intakes_for

    return intakes_for(params)


def register_all() -> None:
    """Called once, when the apps are ready."""
    register(
        ListPage(
            code="case-files",
            title=_("Case files"),
            url_name="case_files",
            permission="accounts.view_case_files",
            model=CaseFile,
            rows=_case_files,
            columns=(
                Column("reference", _("Reference"), "reference"),
                Column("name", _("Enterprise"), "name"),
                Column("kvk", _("KVK number"), "enterprise__kvk_number"),
                Column("phase", _("Phase"), "phase", Phase.choices),
                Column("state", _("State"), "state", CaseFileState.choices),
                Column("themes", _("Impact themes"), "themes", Theme.choices),
                Column("manager", _("Account manager"), "account_manager__name"),
                Column(
                    "form",
                    _("Legal form"),
                    "enterprise__legal_form",
                    Enterprise.LegalForm.choices,
                    chosen=False,
                ),
                Column("spectrum", _("Place on the spectrum"), "spectrum", Spectrum.choices, chosen=False),
                Column("district", _("District"), "district", chosen=False),
                Column("street", _("Street and number"), "enterprise__street", chosen=False),
                Column("postcode", _("Postcode"), "enterprise__postcode", chosen=False),
                Column("city", _("Place"), "enterprise__city"),
                Column("website", _("Website"), "enterprise__website", chosen=False),
                Column("summary", _("What they do"), "summary", chosen=False),
                Column("opened", _("Opened"), "opened_at", chosen=False),
                Column("activity", _("Last activity"), "last_activity_at"),
            ),
        )
    )
    register(
        ListPage(
            code="questions",
            title=_("Questions"),
            url_name="questions",
            permission="accounts.view_case_files",
            model=Question,
            rows=_questions,
            sensitive=True,
            columns=(
                Column("text", _("Question"), "text"),
                Column("enterprise", _("Enterprise"), "case_file__name"),
                Column("case_file", _("Case file"), "case_file__reference", chosen=False),
                Column("domains", _("Laid with"), "domains", Domain.choices),
                Column("state", _("State"), "state", QuestionState.choices),
                Column("deadline", _("Before"), "deadline"),
                Column("answer", _("Answer"), "answer", chosen=False),
            ),
        )
    )
    register(
        ListPage(
            code="intakes",
            title=_("Intakes"),
            url_name="triage_list",
            permission="accounts.triage",
            model=Intake,
            views=False,
            rows=_intakes,
            sensitive=True,
            columns=(
                Column("reference", _("Reference"), "reference"),
                Column("name", _("Enterprise"), "name"),
                Column("kvk", _("KVK number"), "kvk_number"),
                Column("sent", _("Sent in"), "submitted_at"),
                Column("state", _("State"), "state", IntakeState.choices),
                Column("decided_by", _("Decided by"), "decided_by__name"),
            ),
        )
    )
