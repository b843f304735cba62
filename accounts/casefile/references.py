"""References people quote: a letter, the year and a number per municipality."""

from __future__ import annotations

from django.db import connection

from portal.kernel.models import Municipality


def next_reference(*, municipality: Municipality, prefix: str, year: int, model_table: str) -> str:
    """The next free reference, like "D-2026-0042"."""
    (reference,) = next_references(
        municipality=municipality, prefix=prefix, year=year, model_table=model_table, count=1
    )
    return reference


def next_references(
    *, municipality: Municipality, prefix: str, year: int, model_table: str, count: int
) -> list[str]:
    """The next `count` free references. Serialised per municipality and prefix by an advisory lock.

    The lock is held until the transaction ends, so two at once never get the same number.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [f"reference-{prefix}-{year}", municipality.pk]
        )
        start = f"{prefix}-{year}-"
        cursor.execute(
            f"SELECT max(substring(reference from %s)::int) FROM {connection.ops.quote_name(model_table)}"  # noqa: S608
            " WHERE municipality_id = %s AND reference LIKE %s",
            [rf"^{start}(\d+)$", municipality.pk, start + "%"],
        )
        (highest,) = cursor.fetchone()
    first = (highest or 0) + 1
    return [f"{start}{number:04d}" for number in range(first, first + count)]
