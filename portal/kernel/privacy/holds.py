"""Legal holds: what may not be removed, whatever its term."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.kernel.models import Municipality, Person
from portal.kernel.privacy.models import LegalHold


def held(subject_kind: str) -> list[str]:
    """Ids of the subjects of this kind that are held."""
    return list(
        LegalHold.objects.filter(subject_kind=subject_kind, lifted_at=None).values_list(
            "subject_id", flat=True
        )
    )


def hold_on(subject_kind: str, subject_id: str) -> LegalHold | None:
    """The hold on one subject, if there is one."""
    return (
        LegalHold.objects.filter(subject_kind=subject_kind, subject_id=subject_id, lifted_at=None)
        .select_related("placed_by")
        .first()
    )


@transaction.atomic
def place_hold(
    *, municipality: Municipality, subject_kind: str, subject_id: str, reason: str, by: Person
) -> LegalHold:
    """Keep a subject because of an objection or a case. A second hold changes nothing: the first one stays."""
    try:
        with transaction.atomic():
            return LegalHold.objects.create(
                municipality=municipality,
                subject_kind=subject_kind,
                subject_id=subject_id,
                reason=reason,
                placed_by=by,
            )
    except IntegrityError:
        found = hold_on(subject_kind, subject_id)
        assert found is not None
        return found


@transaction.atomic
def lift_hold(*, hold: LegalHold, by: Person) -> None:
    """The reason is gone: the terms count again."""
    LegalHold.objects.filter(pk=hold.pk, lifted_at=None).update(lifted_at=timezone.now(), lifted_by=by)
