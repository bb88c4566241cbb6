"""Commitments as use cases: at once, refused whole, and kept as they were decided."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.domain.people import Actor
from bot.errors import BadInput, NotFound, Refused, StaleVersion
from bot.services.commitments import CommitmentWords, change_commitment, log_commitment
from bot.services.drafts import keep_draft, kept_draft
from bot.services.lists import list_commitments
from bot.services.offers import for_change, offer
from bot.services.people import identify
from bot.services.progress import SupportAsked, ask_support, close_early, mark_done, move_date, reopen
from bot.storage.commitments import Activity, BoardDecision, CommitmentView
from bot.storage.db import Database
from bot.storage.tables import Base, Commitment, Delivery, Event, Person, SupportRequest
from tests.cast import CHANNEL, NOW, Cast, actor

WORDS = CommitmentWords("Vi inför kollegial handledning", date(2027, 6, 1))
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def kim(database: Database, cast: Cast) -> Actor:
    return actor(database, cast, "U0BODEN")


@pytest.fixture
def logged(database: Database, cast: Cast, kim: Actor) -> CommitmentView:
    return log_commitment(database, kim, *cast.place(cast.boden), WORDS, "key-1", now=NOW)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def count(database: Database, table: type[Base]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def at_once(pool: ThreadPoolExecutor, *calls: Callable[[], Any]) -> list[Any]:
    return [one.result(timeout=120) for one in [pool.submit(call) for call in calls]]


def test_numbers_have_no_doubles_and_no_gaps(
    database: Database, cast: Cast, kim: Actor, pool: ThreadPoolExecutor
) -> None:
    def call(number: int) -> Callable[[], CommitmentView]:
        return lambda: log_commitment(database, kim, *cast.place(cast.boden), WORDS, f"key-{number}", now=NOW)

    made = at_once(pool, *map(call, range(20)))
    assert sorted(one.number for one in made) == list(range(1, 21))
    assert count(database, Delivery) == 20


def test_a_form_is_stored_once_however_often_and_fast_it_comes(
    database: Database, cast: Cast, kim: Actor, pool: ThreadPoolExecutor
) -> None:
    def call() -> CommitmentView:
        return log_commitment(database, kim, *cast.place(cast.boden), WORDS, "the-form", now=NOW)

    made = at_once(pool, *[call] * 12)
    assert {(one.id, one.number) for one in made} == {(made[0].id, 1)}
    assert count(database, Commitment) == 1
    after = log_commitment(database, kim, *cast.place(cast.boden), WORDS, "another-form", now=NOW)
    assert after.number == 2


def test_of_two_changes_at_once_one_is_told_of_the_other(
    database: Database, logged: CommitmentView, kim: Actor, cast: Cast, pool: ThreadPoolExecutor
) -> None:
    noa = actor(database, cast, "U0BODEN2")

    def call(by: Actor, text: str) -> Callable[[], str]:
        def change() -> str:
            words = replace(WORDS, text=text)
            try:
                change_commitment(database, by, logged.id, words, text, version=1, now=LATER)
            except StaleVersion as stale:
                return f"after {stale.sentence.values['who']}"
            return text

        return change

    said = at_once(pool, call(kim, "Kims"), call(noa, "Noas"))
    assert sorted(said) in (["Kims", "after Kim Exempel"], ["Noas", "after Noa Exempel"])
    with database.reading() as session:
        assert session.scalars(select(Commitment.text)).all() == [said[0] if "after" in said[1] else said[1]]


def test_support_is_asked_for_once_at_once(
    database: Database, logged: CommitmentView, kim: Actor, pool: ThreadPoolExecutor
) -> None:
    asked = SupportAsked("leadership", "Någon att ringa", "the-form")
    at_once(pool, *[lambda: ask_support(database, kim, logged.id, asked, now=LATER)] * 6)
    assert count(database, SupportRequest) == 1


def test_somebody_new_is_one_person_however_often_they_come_at_once(
    database: Database, cast: Cast, pool: ThreadPoolExecutor
) -> None:
    met = at_once(pool, *[lambda: identify(database, cast.workspace, "U0NY", now=NOW)] * 8)
    assert len({one.person_id for one in met}) == 1
    assert met[0].roles == ()
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person).where(Person.slack_user_id == "U0NY")) == 1


def refusals(database: Database, cast: Cast, commitment: int) -> dict[str, Callable[[Actor], Any]]:
    """Everything that changes something, by name."""
    asked = SupportAsked("nobody", None, "the-form")
    return {
        "log": lambda by: log_commitment(database, by, *cast.place(cast.boden), WORDS, "key-2", now=LATER),
        "change": lambda by: change_commitment(database, by, commitment, WORDS, "key-3", version=1, now=LATER),
        "done": lambda by: mark_done(database, by, commitment, now=LATER),
        "reopen": lambda by: reopen(database, by, commitment, now=LATER),
        "close": lambda by: close_early(database, by, commitment, "Skälet", now=LATER),
        "date": lambda by: move_date(database, by, commitment, date(2027, 7, 1), now=LATER),
        "support": lambda by: ask_support(database, by, commitment, asked, now=LATER),
        "open": lambda by: for_change(database, by, commitment, now=LATER),
    }


@pytest.mark.parametrize("user", ["U0KALIX", "U0NY"])
def test_who_may_not_is_refused_and_nothing_is_stored(
    database: Database, cast: Cast, logged: CommitmentView, user: str
) -> None:
    by = actor(database, cast, user)
    before = count(database, Event)
    for name, call in refusals(database, cast, logged.id).items():
        with pytest.raises(Refused) as refused:
            call(by)
        assert refused.value.sentence.values["people"] == ("Kim Exempel", "Noa Exempel"), name
    assert count(database, Event) == before


@pytest.mark.parametrize("user", ["U0BODEN", "U0BODEN2", "U0LEAD"])
def test_who_may_is_not_refused(database: Database, cast: Cast, logged: CommitmentView, user: str) -> None:
    by = actor(database, cast, user)
    for call in refusals(database, cast, logged.id).values():
        call(by)


def test_a_role_counts_from_its_beginning_to_its_end(database: Database, cast: Cast, logged: CommitmentView) -> None:
    before = actor(database, cast, "U0BODEN", NOW - timedelta(days=30))
    assert before.roles == ()
    with pytest.raises(Refused):
        mark_done(database, before, logged.id, now=NOW)


@pytest.mark.parametrize("commitment", [0, -1, 4711])
def test_a_commitment_that_is_not_there_is_not_found(
    database: Database, cast: Cast, kim: Actor, commitment: int
) -> None:
    for name, call in refusals(database, cast, commitment).items():
        if name != "log":
            with pytest.raises(NotFound):
                call(kim)


def test_a_commitment_of_another_workspace_is_not_found(
    database: Database, cast: Cast, kim: Actor, logged: CommitmentView
) -> None:
    stranger = replace(kim, workspace_id=cast.workspace + 1)
    for call in refusals(database, cast, logged.id).values():
        with pytest.raises(NotFound):
            call(stranger)
    assert list_commitments(database, stranger, "mine", None, now=NOW).total == 0
    assert list_commitments(database, stranger, "network", CHANNEL, now=NOW).total == 0
    with pytest.raises(Refused):
        offer(database, stranger, CHANNEL, now=NOW)


def test_what_is_refused_leaves_nothing_behind(database: Database, cast: Cast, kim: Actor) -> None:
    keep_draft(database, kim, "commitment", None, "{}", now=NOW)
    has_been = replace(WORDS, due_on=date(2026, 11, 22))
    before = count(database, Event)
    with pytest.raises(BadInput) as refused:
        log_commitment(database, kim, *cast.place(cast.boden), has_been, "key-1", now=NOW)
    assert refused.value.field == "due_on"
    assert (count(database, Event), count(database, Delivery), count(database, Commitment)) == (before, 0, 0)
    # The draft is still there, and so is the number.
    assert kept_draft(database, kim, "commitment", None, now=NOW) is not None
    assert log_commitment(database, kim, *cast.place(cast.boden), WORDS, "key-1", now=NOW).number == 1
    assert kept_draft(database, kim, "commitment", None, now=NOW) is None


def test_a_date_that_has_been_may_stay(database: Database, kim: Actor, logged: CommitmentView) -> None:
    much_later = NOW + timedelta(days=365)
    words = replace(WORDS, text="Något annat")
    changed = change_commitment(database, kim, logged.id, words, "k", version=1, now=much_later)
    assert (changed.text, changed.due_on) == ("Något annat", date(2027, 6, 1))
    with pytest.raises(BadInput):
        change_commitment(
            database, kim, logged.id, replace(words, due_on=date(2027, 6, 2)), "l", version=2, now=much_later
        )


BOARD = BoardDecision("BUN", date(2026, 11, 20), "§ 12")
FREE = [
    replace(WORDS, due_on=date(2027, 7, 1), board=BOARD),
    replace(WORDS, effect="Fler når målen", activities=[Activity("Utbilda")], board=BOARD),
    replace(WORDS, board=replace(BOARD, diary_number="2026/17")),
]
LOCKED = [
    replace(WORDS, text="Något annat", board=BOARD),
    replace(WORDS, board=None),
    replace(WORDS, board=replace(BOARD, paragraph="§ 13")),
    replace(WORDS, board=replace(BOARD, paragraph=None)),
    replace(WORDS, board=replace(BOARD, decided_on=date(2026, 11, 21))),
]


@pytest.mark.parametrize("words", FREE)
def test_beside_what_is_decided_much_may_change(
    database: Database, cast: Cast, kim: Actor, words: CommitmentWords
) -> None:
    decided = replace(WORDS, board=BOARD)
    one = log_commitment(database, kim, *cast.place(cast.boden), decided, "key", now=NOW)
    assert change_commitment(database, kim, one.id, words, "k", version=1, now=LATER).version == 2


@pytest.mark.parametrize("words", LOCKED)
def test_what_is_decided_is_changed_with_a_reason(
    database: Database, cast: Cast, kim: Actor, words: CommitmentWords
) -> None:
    decided = replace(WORDS, board=BOARD)
    one = log_commitment(database, kim, *cast.place(cast.boden), decided, "key", now=NOW)
    with pytest.raises(BadInput) as refused:
        change_commitment(database, kim, one.id, words, "k", version=1, now=LATER)
    assert refused.value.field == "change_reason"
    changed = change_commitment(database, kim, one.id, words, "k", version=1, reason="Det stod fel", now=LATER)
    assert (changed.text, changed.board) == (words.text, words.board)


def test_marking_done_again_says_nothing_new(database: Database, kim: Actor, logged: CommitmentView) -> None:
    mark_done(database, kim, logged.id, "Alla är med", now=LATER)
    before = count(database, Event)
    again = mark_done(database, kim, logged.id, now=LATER + timedelta(days=1))
    assert (again.state_comment, again.closed_at, again.version) == ("Alla är med", LATER, 2)
    assert count(database, Event) == before


def test_the_last_choice_comes_first(database: Database, cast: Cast) -> None:
    alex = actor(database, cast, "U0LEAD")
    assert [one.municipality for one in offer(database, alex, None, now=NOW).choices] == ["Boden", "Kalix"]
    log_commitment(database, alex, *cast.place(cast.kalix), WORDS, "key", now=NOW)
    assert [one.municipality for one in offer(database, alex, None, now=NOW).choices] == ["Kalix", "Boden"]
