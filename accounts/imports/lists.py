"""The rows of an import as a list that can be exported."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from accounts.imports.models import Import, ImportRow, Outcome, Result
from portal.kernel.exports.registry import Column, ListPage, of_number, register
from portal.kernel.permissions import Actor


def rows_for(source: Import, params: QueryDict) -> QuerySet[ImportRow]:
    """The rows of an import in the order of the sheet; ?uitkomst= narrows them down."""
    return narrowed(ImportRow.objects.filter(source=source).order_by("number"), params)


def narrowed(rows: QuerySet[Any], params: QueryDict) -> QuerySet[Any]:
    """Rows of an import of any kind, by ?uitkomst=."""
    wanted = params.get("uitkomst", "")
    if wanted in Outcome.values:
        return rows.filter(outcome=wanted)
    if wanted == Result.CONFLICT:
        return rows.filter(result=wanted)
    return rows


def _exported(params: QueryDict, actor: Actor) -> QuerySet[ImportRow]:
    return rows_for(get_object_or_404(Import, pk=of_number(params)), params)


def register_all() -> None:
    """Called once, when the apps are ready."""
    register(
        ListPage(
            code="import-rows",
            title=_("Rows of the import"),
            url_name="import",
            permission="accounts.import",
            model=ImportRow,
            rows=_exported,
            views=False,
            of_one=True,
            columns=(
                Column("number", _("Row"), "number"),
                Column("name", _("Enterprise"), "name"),
                Column("outcome", _("Outcome"), "outcome", Outcome.choices),
                Column("result", _("Result"), "result", Result.choices),
                Column("case_file", _("Case file"), "case_file__reference"),
            ),
        )
    )
