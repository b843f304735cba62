"""Two clicks at the same moment, in real transactions."""

import threading

import pytest
from django.db import connection
from django.test import Client

from portal.kernel.models import Mail
from portal.kernel.tenancy.scope import scoped
from tests.accounts.intake.steps import Walk
from tests.factories import make_municipality


def at_once(*calls):
    """Run the calls in threads that start together; their results in order."""
    barrier = threading.Barrier(len(calls))
    results = [None] * len(calls)

    def run(index, call):
        try:
            barrier.wait()
            results[index] = call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_sending_twice_at_the_same_moment_gives_one_reference():
    municipality = make_municipality("Tegelijk")
    walk = Walk(municipality)
    walk.fill()
    responses = at_once(*[lambda: Client().post(f"{walk.base}samenvatting/")] * 4)
    assert {response["Location"] for response in responses} == {f"{walk.base}klaar/"}
    with scoped([municipality.pk]):
        subjects = [message.subject for message in Mail.objects.all()]
    assert sum(walk.intake().reference in subject for subject in subjects) == 1


@pytest.mark.django_db(transaction=True)
def test_two_intakes_at_the_same_moment_get_two_references():
    municipality = make_municipality("Tweetal")
    walks = [Walk(municipality) for _number in range(4)]
    for walk in walks:
        walk.fill()
    at_once(*[walk.submit for walk in walks])
    references = sorted(walk.intake().reference[-4:] for walk in walks)
    assert references == ["0001", "0002", "0003", "0004"]


@pytest.mark.django_db(transaction=True)
def test_two_devices_at_the_same_moment_one_is_told():
    municipality = make_municipality("Tweelicht")
    walk = Walk(municipality)
    walk.post("wie")
    walk.post("wat", summary="Eerst")
    devices = [walk.on_another_device(), walk.on_another_device()]
    version = walk.intake().version
    responses = at_once(
        *[lambda d=device, n=number: d.post("wat", version=version, summary=f"Versie {n}")
          for number, device in enumerate(devices)]
    )  # fmt: skip
    assert sorted(response.status_code for response in responses) == [302, 409]
