"""The report of a removal in words. It holds counts and the names of colleagues, nothing of who was removed."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext as _

from portal.kernel.models import RemovalOrder
from portal.kernel.privacy.orders import RETENTION
from portal.kernel.privacy.registry import retention_kind, subject_of
from portal.kernel.privacy.walk import label_of


@dataclass(frozen=True)
class Report:
    """[(kind, number)] per thing that happened."""

    removed: list[tuple[str, int]]
    history: int
    unlinked: list[tuple[str, int]]
    redacted: list[tuple[str, int]]
    people: int
    people_stay: int


def title_of(order: RemovalOrder) -> str:
    """What it is about: a list by name, a subject by its kind; its name only while it is there."""
    if order.kind == RETENTION:
        try:
            return str(retention_kind(order.target).label)
        except KeyError:
            return order.target
    subject = subject_of(order.kind)
    label = subject.describe(order.target) if order.state not in (RemovalOrder.State.DONE,) else None
    return label or _("%(kind)s (removed)") % {"kind": subject.label}


def report_of(order: RemovalOrder) -> Report:
    """The counts of an order, tables by their names on screen."""
    report = order.report
    return Report(
        _lines(report.get("removed", {})),
        sum(report.get("history", {}).values()),
        _lines(report.get("unlinked", {})),
        _lines(report.get("redacted", {})),
        sum(report.get("people", {}).values()),
        sum(report.get("people_stay", {}).values()),
    )


def _lines(counts: dict[str, int]) -> list[tuple[str, int]]:
    names = {}
    for model in apps.get_models(include_auto_created=True):
        tracked = getattr(model, "pgh_tracked_model", None)
        name = label_of(tracked or model)
        names[model._meta.db_table] = _("history of %(kind)s") % {"kind": name} if tracked else name
    return sorted((names.get(table, table), number) for table, number in counts.items())
