"""Making and correcting enterprises."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.enterprises.models import Enterprise
from accounts.timeline.actions import add_entry
from portal.kernel.models import Municipality, Person


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
def fill_kvk_number(*, enterprise_id: int, kvk_number: str) -> None:
    """Give an enterprise that had no KVK number the one it turned out to have, unless another one has it."""
    if not kvk_number:
        return
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise_id)
    if enterprise.kvk_number or Enterprise.objects.filter(kvk_number=kvk_number).exists():
        return
    enterprise.kvk_number, enterprise.municipality = kvk_number, None
    enterprise.save(update_fields=["kvk_number", "municipality"])


@transaction.atomic
def change_enterprise(*, case_file: CaseFile, changes: dict[str, Any], by: Person) -> Enterprise:
    """Correct facts of the enterprise; a first KVK number makes it public. The case file follows its name."""
    # The case file first, as merging does, so that two at once wait for each other in one order.
    case_file = CaseFile.objects.select_for_update(of=("self",)).get(pk=case_file.pk)
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=case_file.enterprise_id)
    renamed = enterprise.name != changes.get("name", enterprise.name)
    for name, value in changes.items():
        setattr(enterprise, name, value)
    if enterprise.kvk_number:
        enterprise.municipality = None
    enterprise.save()
    if renamed:
        CaseFile.objects.filter(enterprise=enterprise).update(name=enterprise.name)
    add_entry(case_file=case_file, kind="changed", text=_("Facts of the enterprise changed"), by=by)
    return enterprise
