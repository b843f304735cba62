"""Holding a row as it is, without standing in each other's way."""

from __future__ import annotations

from django.db import connection, models


def hold(row: models.Model) -> None:
    """Until the transaction ends nobody changes this row; others may hold it too (FOR SHARE, which Django lacks).

    For what many do at once under a condition that stands in the row, like a moment of closing: who moves it waits
    until they are done, and who comes later sees where it went. Read the row after this.
    """
    table, column = row._meta.db_table, row._meta.pk.column  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT 1 FROM "{table}" WHERE "{column}" = %s FOR SHARE', [row.pk])  # noqa: S608
