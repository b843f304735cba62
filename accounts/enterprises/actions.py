"""Making and correcting enterprises."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from accounts.enterprises.models import Enterprise
from portal.kernel.models import Municipality


@transaction.atomic
def get_or_create_enterprise(
    *, municipality: Municipality, kvk_number: str, name: str, **facts: Any
) -> Enterprise:
    """The enterprise with this KVK number, made when it is new. Without a number a new one is always made.

    Two at once with the same number get the same enterprise: the database's unique constraint decides.
    """
    if not kvk_number:
        return Enterprise.objects.create(municipality=municipality, name=name, **facts)
    found = Enterprise.objects.filter(kvk_number=kvk_number).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return Enterprise.objects.create(kvk_number=kvk_number, name=name, **facts)
    except IntegrityError:
        return Enterprise.objects.get(kvk_number=kvk_number)


@transaction.atomic
def set_kvk_number(*, enterprise: Enterprise, kvk_number: str) -> Enterprise:
    """Give an enterprise its KVK number; from then on its identity is a public fact."""
    enterprise.kvk_number = kvk_number
    enterprise.municipality = None
    enterprise.save(update_fields=["kvk_number", "municipality"])
    return enterprise
