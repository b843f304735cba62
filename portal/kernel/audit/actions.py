"""Writing the log of sensitive reads."""

from __future__ import annotations

from collections.abc import Iterable

from portal.kernel.audit.models import ReadLog
from portal.kernel.people.models import Person


def record_reads(
    *, person: Person, municipality_id: int, path: str, reads: Iterable[tuple[str, object, str, str]]
) -> None:
    """Log reads of sensitive data, in one query. Each read is (kind, object id, label, domain or "")."""
    ReadLog.objects.bulk_create(
        [
            ReadLog(
                person=person,
                municipality_id=municipality_id,
                kind=kind,
                object_id=str(object_id),
                label=label[:200],
                domain=domain,
                path=path[:200],
            )
            for kind, object_id, label, domain in reads
        ]
    )
