"""Writing the log of sensitive reads."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from portal.kernel.audit.models import ReadLog
from portal.kernel.people.models import Person


def record_reads(
    *,
    person: Person,
    municipality_id: int,
    path: str,
    reads: Iterable[tuple[str, object, str, str] | tuple[str, object, str, str, object]],
    about: object = "",
) -> None:
    """Log reads of sensitive data, in one query. Each read is (kind, object id, label, domain or "").

    `about` is the pk of the case file that was read of; the officer searches by it. Where a list shows several case
    files, each read has its own as a fifth value.
    """
    ReadLog.objects.bulk_create(
        [
            ReadLog(
                person=person,
                municipality_id=municipality_id,
                kind=kind,
                object_id=str(object_id)[:40],
                about_id=str(own[0] if own else about)[:40],
                label=label[:200],
                domain=domain,
                path=path[:200],
            )
            for kind, object_id, label, domain, *own in reads
        ]
    )


def record_figures(
    *, person: Person, municipality_id: int, path: str, of: models.Model, label: str, about: object = ""
) -> None:
    """Log that a colleague saw figures about people that others see as "< 5" or not at all."""
    reads = [("people-figures", of.pk, label, "")]
    record_reads(person=person, municipality_id=municipality_id, path=path, reads=reads, about=about)
