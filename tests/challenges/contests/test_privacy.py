"""What is kept of a challenge, and what goes when its term is over."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from challenges.models import Challenge, Entry, JuryScore
from challenges.privacy import old_entries
from portal.kernel.jobs.actions import run
from portal.kernel.privacy import orders
from portal.kernel.tenancy.scope import scoped
from tests.challenges.jury import make_decided

pytestmark = pytest.mark.django_db(transaction=True)


def test_entries_that_did_not_win_go_two_years_after_the_closing(municipality, staff) -> None:
    manager, officer = staff("account_manager", domains=("economy",)), staff("privacy_officer")
    challenge = make_decided(municipality, manager, jurors=2, entries=3)
    with scoped([municipality.pk]):
        assert not old_entries(timezone.now() - dt.timedelta(days=730)).exists()
        long_ago = timezone.now() - dt.timedelta(days=800)
        Challenge.objects.filter(pk=challenge.pk).update(
            opens_at=long_ago - dt.timedelta(days=1), closes_at=long_ago
        )
        Entry.objects.update(created_at=long_ago)
    with scoped([municipality.pk], person=officer.pk):
        order = orders.ask_removal(
            municipality=municipality, kind="retention", target="challenge-entries", by=officer
        )
    run(str(order.job_id), municipality.pk)
    with scoped([municipality.pk], person=manager.pk):
        order.refresh_from_db()
        orders.confirm(order=order, typed=str(orders.WORD), by=officer)
        order = orders.agree(order=order, by=manager)
    run(str(order.job_id), municipality.pk)
    with scoped([municipality.pk]):
        order.refresh_from_db()
        assert order.state == "done", order.job.error
        assert [entry.state for entry in Entry.objects.all()] == ["winner"]
        assert set(JuryScore.objects.values_list("ballot__entry__state", flat=True)) == {"winner"}
