"""Two people at the same moment, in real transactions."""

from __future__ import annotations

import pytest

from accounts.models import CaseFile, Transfer
from accounts.transfer import actions
from accounts.transfer.actions import RefusedError
from tests.accounts.intake.test_same_moment import at_once
from tests.accounts.transfer.conftest import make_move
from tests.factories import make_staff

pytestmark = pytest.mark.django_db(transaction=True)


def told(call):
    def run():
        try:
            return call()
        except RefusedError:
            return "told"

    return run


def test_two_colleagues_ask_at_once_and_one_request_goes_out():
    move = make_move()
    other = make_staff(move.here, "account_manager")
    results = at_once(told(lambda: move.ask().pk), told(lambda: move.ask(by=other, reason="Andere reden").pk))
    assert "told" in results
    with move.at_here():
        assert Transfer.objects.count() == 1


def test_withdrawn_and_accepted_at_once_is_one_of_the_two():
    move = make_move()
    transfer = move.ask()
    offer = move.consent(transfer)

    def withdraw():
        with move.at_here(move.owner):
            return actions.withdraw(transfer=transfer, by=move.owner).state

    results = at_once(told(withdraw), told(lambda: move.accept(offer).state))
    assert "told" in results
    with move.at_here():
        transfer.refresh_from_db()
    with move.at_there():
        assert CaseFile.objects.count() == (1 if transfer.state == "accepted" else 0)
        assert move.offer().state == ("accepted" if transfer.state == "accepted" else "gone")


def test_two_of_the_receiver_accept_at_once_and_one_case_file_comes():
    move = make_move()
    offer = move.consent(move.ask())
    other = make_staff(move.there, "account_manager")
    results = at_once(
        told(lambda: move.accept(offer).case_file_id), told(lambda: move.accept(offer, by=other).case_file_id)
    )
    assert "told" in results
    with move.at_there():
        assert CaseFile.objects.count() == 1
