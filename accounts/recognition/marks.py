"""Keeping marks: added and changed by staff, signalled once when they expire."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.recognition.hooks import marks_changed
from accounts.recognition.models import Mark
from accounts.timeline.actions import add_entry, end_signal
from portal.kernel.conflicts import lock_version
from portal.kernel.models import Person


class OverlapError(Exception):
    """The same mark of the same enterprise would be valid twice on one day."""


def mark_key(mark_id: int) -> str:
    """Key of the signal that a mark expires."""
    return f"mark-{mark_id}"


def _save(mark: Mark) -> None:
    try:
        with transaction.atomic():
            mark.save()
    except IntegrityError as error:
        if "mark_no_overlap" not in str(error):
            raise
        raise OverlapError from error


@transaction.atomic
def add_mark(*, case_file: CaseFile, by: Person, at: Any = None, **facts: Any) -> Mark:
    """Write a mark down, checked by this person. Raises OverlapError."""
    mark = Mark(municipality_id=case_file.municipality_id, case_file=case_file, checked_by=by, **facts)
    _save(mark)
    _after(mark, _("Mark: %(mark)s"), by, at)
    # A renewal answers the signal that the former one expires.
    for former in Mark.objects.filter(case_file=case_file, kind=mark.kind, name__iexact=mark.name).exclude(
        pk=mark.pk
    ):
        if former.valid_to and (mark.valid_to is None or former.valid_to < mark.valid_to):
            end_signal(municipality_id=mark.municipality_id, key=mark_key(former.pk), by=by)
    return mark


@transaction.atomic
def change_mark(*, mark: Mark, version: int, by: Person, **facts: Any) -> Mark:
    """Change a mark, or end it earlier (`valid_to`). Raises StaleVersionError and OverlapError."""
    mark = lock_version(mark, version)
    if facts.get("valid_to", mark.valid_to) != mark.valid_to:
        mark.signalled_at = None
        end_signal(municipality_id=mark.municipality_id, key=mark_key(mark.pk), by=by)
    for name, value in facts.items():
        setattr(mark, name, value)
    mark.checked_by = by
    mark.version += 1
    _save(mark)
    _after(mark, _("Mark changed: %(mark)s"), by, None)
    return mark


def _after(mark: Mark, text: str, by: Person, at: Any) -> None:
    add_entry(
        case_file=mark.case_file,
        kind="mark",
        text=text % {"mark": mark.label},
        by=by,
        at=at,
        url=reverse("recognition", args=[mark.case_file_id]),
        for_entrepreneur=True,
    )
    marks_changed(mark.municipality_id)
