"""Reading what people type in spreadsheets."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.imports import engine, headings

TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Naam ondernemming", "name"), ("KvK-nr.", "kvk_number"), ("KVK nummer", "kvk_number"), ("Thema's", "themes"),
        ("Tel.", "contact_phone"), ("E-mail", "contact_email"), ("acountmanager", "account_manager"),
        ("Datum laatste contact", "last_contact"), ("OPMERKINGEN ", "notes"), ("Post-code", "postcode"),
        ("Aantal werkplekken", "jobs"), ("Rij", ""), ("Waarom niet", ""), ("Budget", ""), (None, ""),
    ],
)  # fmt: skip
def test_headings_are_recognised_with_typing_errors(heading: object, field: str) -> None:
    assert headings.guess(heading) == field


@pytest.mark.parametrize(
    ("cell", "number"),
    [(12345678, "12345678"), (12345678.0, "12345678"), ("12345678.0", "12345678"), (1234567, "01234567"),
     (" 12.345.678 ", "12345678"), ("KVK: 12345678", "12345678"), ("12345678,00", "12345678")],
)  # fmt: skip
def test_kvk_numbers_are_mended(cell: object, number: str) -> None:
    assert engine.read_kvk(cell) == (number, "", "")


@pytest.mark.parametrize(
    ("cell", "code"),
    [("1,23E+07", "kvk-rounded"), ("abc", "kvk-letters"), (123456789012, "kvk-branch"), (12345, "kvk-length"),
     ("١٢٣٤٥٦٧٨", "kvk-letters"), (-12345678, "kvk-letters")],
)  # fmt: skip
def test_kvk_numbers_that_cannot_be_mended_say_why(cell: object, code: str) -> None:
    found = engine.read_kvk(cell)
    assert found[1] == code or (code == "kvk-letters" and found[0] == "12345678")


@pytest.mark.parametrize(
    "cell",
    ["31-12-2025", "2025-12-31", "31 dec 2025", "31 december 2025", 46022, 46022.0, "46022", "31/12/2025", "31.12.25",
     "2025-12-31 00:00:00", dt.datetime(2025, 12, 31, 9), dt.date(2025, 12, 31)],
)  # fmt: skip
def test_dates_in_every_style(cell: object) -> None:
    assert engine.read_date(cell, TODAY) == ("2025-12-31", "", "")


@pytest.mark.parametrize(
    ("cell", "code"),
    [("ooit", "date"), ("31-02-2026", "date"), ("12/31/2025", "date"), ("26-11-2026", "date-future"),
     ("1-1-1899", "date-old"), (99999, "date-future"), ("0000-00-00", "date"), (10 ** 30, "date")],
)  # fmt: skip
def test_dates_that_make_no_sense(cell: object, code: str) -> None:
    assert engine.read_date(cell, TODAY)[1] == code


def test_an_address_is_taken_apart() -> None:
    assert engine.read_address("Kerkstraat 1, 1234ab Vechtstede")[0] == {
        "street": "Kerkstraat 1", "postcode": "1234 AB", "city": "Vechtstede",
    }  # fmt: skip
    assert engine.read_address("Kerkstraat 1")[0] == "Kerkstraat 1"


def test_phone_numbers_get_their_zero_back() -> None:
    for text in (
        "0612345678",
        "612345678",
        "+31 6 12345678",
        "06-12 34 56 78",
        "0031 612345678",
        "+31 (0)6 12345678",
    ):
        assert engine.read_phone(text)[0] == "0612345678"
    assert engine.read_phone("0612")[1] == "phone"


def test_a_name_that_two_managers_share_is_refused() -> None:
    keys = engine.manager_keys([(1, "Sanne de Wit", "sanne@x.nl"), (2, "Sanne Bos", "bos@x.nl")])
    assert engine.read_manager("Sanne", keys)[1] == "manager-more"
    assert engine.read_manager("SANNE DE WIT", keys)[0] == 1
    assert engine.read_manager("bos@x.nl", keys)[0] == 2
    assert engine.read_manager("Piet", keys)[1] == "manager"


def test_a_status_can_be_a_phase_and_the_other_way_round() -> None:
    assert engine.read_phase_or_state("Rustend")[0] == {"state": "resting"}
    assert engine.read_phase_or_state("groeifase")[0] == {"phase": "growth"}


@given(st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes()))
def test_any_cell_is_read_or_refused_with_a_reason(cell: object) -> None:
    mapping = dict.fromkeys(engine.FIELDS, 0)
    facts = engine.read_row([cell], mapping, {}, TODAY)
    assert facts.problems or "name" in facts.values
    assert all("\x00" not in str(value) for value in facts.values.values())


@given(st.lists(st.text(max_size=12), max_size=8))
def test_moving_columns_keeps_the_fingerprint(words: list[str]) -> None:
    assert headings.fingerprint(words) == headings.fingerprint([*reversed(words), "Waarom niet", None])
