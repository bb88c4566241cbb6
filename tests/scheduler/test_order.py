"""Whose turn it is."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.storage.sending import Waits
from scheduler.order import in_turn

NOW = datetime(2027, 1, 18, 7, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def turns(rows: list[Waits], *, apart: int = 1, limit: int = 100) -> list[int]:
    return [one.id for one in in_turn(rows, interval=SECOND, apart=apart, limit=limit, now=NOW)]


def row(number: int, recipient: str, expires: timedelta = HOUR) -> Waits:
    return Waits(number, recipient, NOW + expires)


def test_what_is_soonest_of_no_use_goes_first() -> None:
    assert turns([row(1, "a", 3 * HOUR), row(2, "b", 2 * HOUR), row(3, "c", HOUR)]) == [3, 2, 1]


def test_of_equal_deadlines_the_longest_queue_goes_first() -> None:
    rows = [row(1, "a"), row(2, "b"), row(3, "b"), row(4, "b")]
    assert turns(rows)[:2] == [2, 3]


def test_of_equals_the_oldest_goes_first() -> None:
    assert turns([row(4, "b"), row(7, "a"), row(9, "c")]) == [4, 7, 9]


def test_one_recipients_messages_stand_apart_while_others_have_any() -> None:
    rows = [*(row(number, "long") for number in range(5)), row(10, "a"), row(11, "b"), row(12, "c"), row(13, "d")]
    assert turns(rows, apart=3) == [0, 10, 11, 1, 12, 13, 2, 3, 4]


def test_one_recipient_alone_goes_on() -> None:
    assert turns([row(number, "only") for number in range(4)], apart=4) == [0, 1, 2, 3]


ROWS = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 600)), max_size=40).map(
    lambda made: [row(number, recipient, expires * SECOND) for number, (recipient, expires) in enumerate(made)]
)


@given(ROWS, st.integers(1, 6), st.integers(0, 50))
def test_everybody_gets_a_turn_once_and_keeps_their_own_order(rows: list[Waits], apart: int, limit: int) -> None:
    order = turns(rows, apart=apart, limit=limit)
    assert len(order) == min(limit, len(rows)) == len(set(order))
    for recipient in "abcd":
        own = [number for number in order if rows[number].recipient == recipient]
        assert own == [one.id for one in rows if one.recipient == recipient][: len(own)]
