"""Places on the spectrum over time. Stands below the case file's actions, which write a place too."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile, Spectrum
from accounts.recognition.models import Placement
from accounts.timeline.actions import add_entry
from portal.kernel.models import Person


def record(
    *, case_file: CaseFile, place: str, reason: str, by: Person | None, on: dt.date | None = None
) -> Placement:
    """Keep a place that the case file has from now on; the caller sets it on the case file."""
    return Placement.objects.create(
        municipality_id=case_file.municipality_id,
        case_file=case_file,
        place=place,
        reason=reason[:500],
        by=by,
        on=on or timezone.localdate(),
    )


@transaction.atomic
def place(*, case_file: CaseFile, place: str, on: dt.date, reason: str, by: Person) -> Placement:
    """Place an enterprise on the spectrum from a day on. The case file follows the latest day.

    The same place and day with the same reason is a double click: the placement there is, is returned.
    """
    current = CaseFile.objects.select_for_update(of=("self",)).get(pk=case_file.pk)
    again = Placement.objects.filter(case_file=current, place=place, on=on, reason=reason[:500]).first()
    if again:
        return again
    made = record(case_file=current, place=place, reason=reason, by=by, on=on)
    latest = Placement.objects.filter(case_file=current).order_by("-on", "-pk")[0]
    if latest.place != current.spectrum:
        current.spectrum = latest.place
        current.version += 1
        current.save(update_fields=["spectrum", "version"])
    text = _("Place on the spectrum: %(place)s") % {"place": Spectrum(place).label}
    add_entry(case_file=current, kind="placement", text=text, by=by)
    return made
