"""Asking, consenting, withdrawing, declining, and what comes in between."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.casefile.actions import remove_member
from accounts.models import CaseFile, EnterpriseMember, TimelineEntry, Transfer, TransferOffer
from accounts.tasks import expire_transfers
from accounts.transfer import actions, engine, receiving
from accounts.transfer.actions import RefusedError
from portal.kernel.models import Mail
from portal.kernel.privacy.models import RemovalOrder
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file, make_person

DAY = dt.date(2026, 6, 1)


@given(st.sampled_from(sorted(engine.STEPS)), st.sampled_from([*sorted(engine.OPEN), "refused", "accepted"]), st.integers(-3, 3))  # fmt: skip
def test_nothing_moves_on_after_its_last_day_and_nothing_leaves_an_end_state(verb, state, days):
    today = DAY + dt.timedelta(days=days)
    try:
        after = engine.step(verb, state, expires_on=DAY, today=today)
    except engine.NotNowError:
        after = state
    assert state in engine.OPEN or after == state
    if after != state:
        assert not (verb in {"consent", "accept"} and today > DAY)
        assert not (verb == "expire" and today <= DAY)


def mails_to(person):
    return list(Mail._base_manager.filter(to=person.email).values_list("subject", flat=True))


def test_all_three_are_told_by_mail(move):
    move.go()
    with move.at_here():
        assert len(mails_to(move.owner)) == 2
        assert len(mails_to(move.manager)) == 2
    with move.at_there():
        assert len(mails_to(move.receiver)) == 1


def test_the_same_request_twice_is_one_and_another_is_told_who_was_first(move):
    first = move.ask()
    assert move.ask() == first
    with pytest.raises(RefusedError, match=move.manager.name):
        move.ask(reason="Iets anders")


def test_the_receiver_sees_nothing_before_consent_and_no_case_file_before_it_accepts(move):
    transfer = move.ask()
    assert move.offer() is None
    offer = move.consent(transfer)
    assert offer.name == move.file.name
    assert offer.consent_name == move.owner.name
    with move.at_there():
        assert not CaseFile.objects.exists()
        assert not Transfer.objects.exists()


def test_consent_says_who_and_when_and_is_given_once(move):
    transfer = move.ask()
    move.consent(transfer)
    move.consent(transfer)
    with move.at_here():
        transfer.refresh_from_db()
        assert transfer.answered_by == move.owner
        assert transfer.answered_at
        assert TimelineEntry.objects.filter(kind="transfer", by=move.owner).count() == 1
    with move.at_there():
        assert TransferOffer.objects.count() == 1


def test_someone_whose_access_ended_cannot_consent(move):
    transfer = move.ask()
    with move.at_here():
        remove_member(member=EnterpriseMember.objects.get(), by=move.manager)
    with pytest.raises(RefusedError):
        move.consent(transfer)


def test_nobody_to_consent_is_said_before_asking(move):
    with move.at_here():
        EnterpriseMember.objects.all().delete()
    with pytest.raises(RefusedError, match="inloggen"):
        move.ask()


def test_a_withdrawn_consent_at_the_moment_of_acceptance_moves_nothing(move):
    transfer = move.ask()
    offer = move.consent(transfer)
    with move.at_here(move.owner):
        actions.withdraw(transfer=transfer, by=move.owner)
    with pytest.raises(RefusedError, match="ingetrokken"):
        move.accept(offer)
    gone = move.offer()
    assert (gone.state, gone.facts, gone.counts, gone.reason, gone.consent_name) == ("gone", [], {}, "", "")
    with move.at_there():
        assert not CaseFile.objects.exists()


def test_after_acceptance_consent_can_no_longer_be_withdrawn(move):
    transfer, _there = move.go()
    with move.at_here(move.owner), pytest.raises(RefusedError, match="al verhuisd"):
        actions.withdraw(transfer=transfer, by=move.owner)


def test_refused_by_the_entrepreneur_the_receiver_never_hears_of_it(move):
    transfer = move.ask()
    with move.at_here(move.owner):
        actions.refuse(transfer=transfer, by=move.owner)
        actions.refuse(transfer=transfer, by=move.owner)
        transfer.refresh_from_db()
        assert transfer.state == "refused"
    assert move.offer() is None
    move.ask(reason="Nu wel?")


def test_declined_with_a_reason_that_sender_and_entrepreneur_read(move):
    transfer = move.ask()
    offer = move.consent(transfer)
    with move.at_there():
        receiving.decline(offer=offer, reason="Niet bij ons.", by=move.receiver)
    with move.at_here():
        transfer.refresh_from_db()
        assert (transfer.state, transfer.end_reason) == ("declined", "Niet bij ons.")
        move.file.refresh_from_db()
        assert move.file.state == "active"
        assert Mail.objects.filter(to=move.owner.email, text__contains="Niet bij ons.").exists()


def test_accepting_twice_makes_one_case_file_and_a_colleague_is_told(move):
    offer = move.consent(move.ask())
    first = move.accept(offer)
    assert move.accept(offer).case_file_id == first.case_file_id
    with pytest.raises(RefusedError, match="al verhuisd"):
        move.accept(offer, by=make_person())
    with move.at_there():
        assert CaseFile.objects.count() == 1


def test_called_off_the_offer_is_gone(move):
    transfer = move.ask()
    offer = move.consent(transfer)
    with move.at_here():
        actions.cancel(transfer=transfer, reason="Toch niet.", by=move.manager)
    with pytest.raises(RefusedError, match="stopte"):
        move.accept(offer)


def test_past_its_last_day_it_ends_and_can_be_asked_again(move):
    transfer = move.ask()
    offer = move.consent(transfer)
    with move.at_here():
        Transfer.objects.update(expires_on=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(RefusedError, match="termijn"):
        move.accept(offer)
    assert expire_transfers() == 1
    assert expire_transfers() == 0
    assert move.offer().state == "gone"
    assert move.ask() != transfer


def test_a_file_that_was_merged_meanwhile_does_not_move(move):
    offer = move.consent(move.ask())
    other = make_case_file(move.here)
    with move.at_here():
        CaseFile.objects.filter(pk=move.file.pk).update(merged_into=other)
    with pytest.raises(RefusedError, match="samengevoegd"):
        move.accept(offer)


def test_a_file_that_is_being_removed_does_not_move(move):
    offer = move.consent(move.ask())
    with move.at_here():
        RemovalOrder.objects.create(
            municipality=move.here, number=1, kind="enterprise", target=str(move.file.pk), rule="AVG",
            requested_by=move.manager,
        )  # fmt: skip
    with pytest.raises(RefusedError, match="verwijderd"):
        move.accept(offer)


def test_a_file_that_was_removed_meanwhile_does_not_move(move):
    offer = move.consent(move.ask())
    with move.at_here():
        Transfer.objects.all().delete()
    with pytest.raises(RefusedError, match="verwijderd"):
        move.accept(offer)


def test_the_entrepreneur_finds_the_new_municipality_first_and_the_old_one_after_it(move):
    from accounts.self_service.queries import my_case_files

    _transfer, there = move.go()
    with scoped([move.here.pk, move.there.pk], person=move.owner.pk):
        assert [item.pk for item in my_case_files(move.owner)] == [there.pk, move.file.pk]


def test_a_file_that_left_is_not_asked_for_again(move):
    move.go()
    with pytest.raises(RefusedError, match="ging op"):
        move.ask(reason="Nog eens")


def test_who_still_writes_to_the_file_that_was_left_hears_where_it_is_once_a_day(move):
    from accounts.conversation.actions import write_on_page

    move.go()
    with move.at_here(move.owner):
        for text in ("Bent u er nog?", "Ik hoor niets."):
            write_on_page(case_file=move.file, by=move.owner, text=text)
    with move.at_here():
        told = Mail.objects.filter(to=move.owner.email, subject__startswith="Uw onderneming hoort nu bij")
        assert told.count() == 1
        assert str(move.there) in told.get().text
        assert move.file.messages.count() == 2
