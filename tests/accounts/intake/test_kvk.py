"""The trade register is never in the way."""

import time

import pytest

from accounts.intake import kvk


class Slow:
    def find(self, kvk_number):
        time.sleep(0.5)


class Broken:
    def find(self, kvk_number):
        raise ValueError("not what you expect")


def test_leading_zeros_are_part_of_the_number():
    found = kvk.lookup("00012345")
    assert found.record is not None
    assert found.record.name.startswith("Houtgoed")
    assert found.record.kvk_number == "00012345"


def test_number_nobody_has():
    assert kvk.lookup("12345678") == kvk.Lookup(None, available=True)


def test_register_that_is_down():
    assert kvk.lookup("99999999") == kvk.Lookup(None, available=False)


@pytest.mark.parametrize("adapter", ["tests.accounts.intake.test_kvk.Broken", "no.such.Adapter"])
def test_broken_adapter_is_a_register_without_answer(settings, adapter):
    settings.KVK_ADAPTER = adapter
    assert not kvk.lookup("00012345").available


def test_slow_register_is_not_waited_for(settings, monkeypatch):
    settings.KVK_ADAPTER = "tests.accounts.intake.test_kvk.Slow"
    monkeypatch.setattr(kvk, "LONGEST_WAIT", 0.05)
    begun = time.monotonic()
    assert not kvk.lookup("00012345").available
    assert time.monotonic() - begun < 0.4


def test_recorded_answers_are_complete():
    for number in kvk._recorded():
        assert len(number) == 8
        assert number.isdigit()
        record = kvk.RecordedKvk().find(number)
        assert record is not None
        assert record.city
