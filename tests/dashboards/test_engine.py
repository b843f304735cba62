"""Small cells stay hidden, whatever the reader knows and adds up."""

import datetime as dt
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.dashboards.engine import Cell, Quarter, percentage, protect, protect_overlapping, single


def possible_values(row, hidden):
    """Every combination of hidden cells a reader who knows the rule can think of."""
    visible = sum(cell.value for cell in row.cells.values() if cell.value is not None)
    if row.total.value is None:
        return None
    rest = row.total.value - visible
    ranges = [
        range(1, 5) if row.cells[key].hidden == "small" else range(5, max(6, rest + 1)) for key in hidden
    ]
    return [combination for combination in product(*ranges) if sum(combination) == rest]


@given(st.lists(st.integers(min_value=0, max_value=14), min_size=1, max_size=5))
def test_no_hidden_cell_can_be_worked_out_from_the_total(numbers):
    row = protect({str(index): number for index, number in enumerate(numbers)})
    hidden = [key for key, cell in row.cells.items() if cell.hidden]
    for index, number in enumerate(numbers):
        if 1 <= number <= 4:
            assert row.cells[str(index)] == Cell(None, "small")
    combinations = possible_values(row, hidden)
    if hidden and combinations is not None:
        for position in range(len(hidden)):
            assert len({combination[position] for combination in combinations}) > 1


@given(st.lists(st.integers(min_value=0, max_value=50), min_size=1, max_size=6))
def test_what_is_shown_is_true(numbers):
    row = protect({str(index): number for index, number in enumerate(numbers)})
    for index, number in enumerate(numbers):
        assert row.cells[str(index)].value in (None, number)
    assert row.total.value in (None, sum(numbers))


def test_one_small_cell_takes_a_second_one_with_it():
    row = protect({"a": 3, "b": 9, "c": 40})
    assert row.cells == {"a": Cell(None, "small"), "b": Cell(None, "protected"), "c": Cell(40)}
    assert row.total == Cell(52)


def test_two_cells_of_one_are_not_given_away_by_a_total_of_two():
    row = protect({"a": 1, "b": 1, "c": 0})
    assert row.total.value is None


def test_zero_is_shown():
    assert protect({"a": 0, "b": 12}).cells["a"] == Cell(0)
    assert single(0) == Cell(0)


@pytest.mark.parametrize(("value", "shown"), [(1, None), (4, None), (5, 5)])
def test_a_number_alone_is_hidden_from_1_to_4(value, shown):
    assert single(value).value == shown


def test_percentage_is_rounded_half_up_and_hidden_with_its_parts():
    assert percentage(Cell(1), Cell(8)) == 13
    assert percentage(Cell(None, "small"), Cell(8)) is None
    assert percentage(Cell(0), Cell(0)) is None


def test_quarters_count_over_the_new_year():
    first = Quarter.of(dt.date(2026, 2, 14))
    assert first.previous == Quarter(2025, 4)
    assert first.start == dt.date(2026, 1, 1)
    assert first.end == dt.date(2026, 3, 31)
    assert first.before(5) == Quarter(2024, 4)
    assert Quarter(2025, 3).upto(first) == [Quarter(2025, 3), Quarter(2025, 4), Quarter(2026, 1)]


@given(st.lists(st.integers(min_value=0, max_value=12), min_size=2, max_size=5))
def test_a_small_group_that_overlaps_others_cannot_be_bounded_to_one_number(numbers):
    cells = protect_overlapping({str(index): number for index, number in enumerate(numbers)})
    small = [key for key, cell in cells.items() if cell.hidden == "small"]
    if small and any(number > 4 for number in numbers):
        assert any(cell.hidden == "protected" for cell in cells.values())
    for index, number in enumerate(numbers):
        assert cells[str(index)].value in (None, number)


def test_ten_files_of_which_six_are_in_one_theme_do_not_tell_that_the_other_has_four():
    cells = protect_overlapping({"work": 6, "care": 4, "circular": 0})
    assert cells == {"work": Cell(None, "protected"), "care": Cell(None, "small"), "circular": Cell(0)}
