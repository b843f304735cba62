"""Choices: the one that counts, and who may decide."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.kernel.models import Membership, Person
from procurement.tenders.circular.choice.models import ChoiceState, CircularChoice, CircularLetter
from procurement.tenders.circular.programme.models import CircularTender
from procurement.tenders.circular.submissions.models import CircularSubmission

#: Colleagues to choose from; more fit in no list.
MOST_COLLEAGUES = 200


def choices() -> QuerySet[CircularChoice]:
    """Those in scope, the newest first."""
    return CircularChoice.objects.select_related(
        "tender__municipality", "winner", "director", "proposed_by"
    ).order_by("-pk")


def latest(tender: CircularTender) -> CircularChoice | None:
    """The last one made, whatever became of it."""
    return choices().filter(tender=tender).first()


def decided(tender: CircularTender) -> CircularChoice | None:
    """The one that counts."""
    return choices().filter(tender=tender, state=ChoiceState.DECIDED).first()


def directors(by: Person) -> list[Person]:
    """Colleagues who may decide on what `by` proposes: everyone but that person."""
    rows = (
        Membership.objects.filter(is_active=True)
        .exclude(person=by)
        .select_related("person")
        .order_by("person__name")[:MOST_COLLEAGUES]
    )
    return [row.person for row in rows]


def letter_of(submission: CircularSubmission) -> CircularLetter | None:
    """The last letter that was sent about this submission."""
    return (
        CircularLetter.objects.filter(submission=submission, choice__letters_on__isnull=False)
        .select_related("choice", "file")
        .order_by("-choice_id")
        .first()
    )
