"""Two municipalities, an enterprise in the first, and its people."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from accounts.models import CaseFile, EnterpriseMember, TransferOffer
from accounts.transfer import actions, receiving
from portal.kernel.models import Municipality, Person
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file, make_municipality, make_person, make_staff


@dataclass
class Move:
    """A case file that may go from `here` to `there`."""

    here: Municipality
    there: Municipality
    manager: Person
    receiver: Person
    owner: Person
    file: CaseFile

    def at_here(self, person: Person | None = None):
        return scoped([self.here.pk], domains=["economy"], person=(person or self.manager).pk)

    def at_there(self):
        return scoped([self.there.pk], domains=["economy"], person=self.receiver.pk)

    def ask(self, **more):
        words = {"to": self.there, "reason": "De werkplaats verhuist.", "by": self.manager, **more}
        with self.at_here():
            return actions.ask(case_file=self.file, **words)

    def consent(self, transfer, parts=None):
        parts = ["timeline", "recognition", "impact", "questions", "conversation", "documents", "financing"] if parts is None else parts  # fmt: skip
        with self.at_here(self.owner):
            actions.consent(transfer=transfer, chosen=parts, by=self.owner)
        return self.offer()

    def offer(self):
        with self.at_there():
            return TransferOffer.objects.order_by("pk").last()

    def accept(self, offer, **more):
        with self.at_there():
            words = {"account_manager": self.receiver, "by": self.receiver, **more}
            return receiving.accept(offer=offer, **words)

    def go(self, parts=None, **asked):
        """Asked, consented to and accepted; gives (transfer, case file there)."""
        transfer = self.ask(**asked)
        done = self.accept(self.consent(transfer, parts))
        with self.at_here():
            transfer.refresh_from_db()
        with self.at_there():
            return transfer, CaseFile.objects.get(pk=done.case_file_id)


def make_move(kvk_number: str = "") -> Move:
    here, there = make_municipality(), make_municipality()
    more = {"kvk_number": kvk_number} if kvk_number != "-" else {"kvk_number": ""}
    file = make_case_file(here, **({} if kvk_number == "" else more))
    owner = make_person()
    with scoped([here.pk]):
        EnterpriseMember.objects.create(municipality=here, case_file=file, person=owner)
    return Move(
        here, there, make_staff(here, "account_manager", domains=("economy",)),
        make_staff(there, "account_manager", domains=("economy",)), owner, file,
    )  # fmt: skip


@pytest.fixture
def move(db):
    return make_move()
