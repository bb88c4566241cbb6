"""What a municipality says of its steps, who may, and what becomes of it when the conference moves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.content.faults import ContentError
from bot.content.municipalities import PROGRAMMES
from bot.domain.people import Actor
from bot.errors import BadInput, NotFound, Refused, StaleVersion
from bot.services.content import load
from bot.services.preparation import ensure_tasks, ladder
from bot.services.tasks import TaskWords, give_more_time, mark_task_done, note_task, reopen_task, shown_task
from bot.storage.tables import Event, Meeting, Membership, Network, Task
from tests.preparation.conftest import NORR, Play, at, conference

FEBRUARY = NORR + conference("2027-02-10")
KIM, NOA, ROBIN, ALEX = "U0BODEN", "U0BODEN2", "U0KALIX", "U0LEAD"


def days(play: Play, municipality: str = "Boden") -> list[tuple[date | None, date | None]]:
    return [(task.starts_on, task.due_on) for task in play.tasks(municipality)]


def test_every_member_gets_every_step_once_counted_from_the_conference(play: Play) -> None:
    play.load(FEBRUARY)
    assert days(play) == days(play, "Kalix") == days(play, "Haparanda")
    assert days(play) == [
        (date(2026, 12, 2), date(2026, 12, 16)),
        (date(2026, 12, 17), date(2027, 1, 20)),
        (date(2027, 1, 21), date(2027, 2, 2)),
        (date(2027, 1, 28), date(2027, 2, 4)),
        (date(2027, 2, 4), date(2027, 2, 9)),
    ]
    with play.database.transaction(Actor(play.workspace, None, via="bot"), play.now) as session:
        assert ensure_tasks(session, play.workspace, now=play.now) == 0
        assert len(list(session.scalars(select(Task)))) == 5 * 7


def test_what_is_done_stays_and_the_rest_moves_with_the_conference(play: Play) -> None:
    play.load(FEBRUARY)
    first, second, *_ = play.tasks("Boden")
    mark_task_done(play.database, play.actor(KIM), first.id, now=play.now)
    give_more_time(play.database, play.actor(KIM), second.id, date(2027, 1, 25), now=play.now)
    play.load(NORR + conference("2027-02-17"))
    assert days(play)[:2] == [(date(2026, 12, 2), date(2026, 12, 16)), (date(2027, 1, 14), date(2027, 1, 27))]
    # The conference moved by more than they had asked for: the later day holds.
    assert shown_task(play.database, play.actor(KIM), second.id, now=play.now)[0].last_day == date(2027, 1, 27)
    play.load(FEBRUARY)
    assert shown_task(play.database, play.actor(KIM), second.id, now=play.now)[0].last_day == date(2027, 1, 25)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_days_kept_before_they_were_counted_in_school_weeks_are_brought_up_to_date(play: Play) -> None:
    play.load(NORR + conference("2027-09-15"))
    counted = days(play)
    assert counted[0] == (date(2027, 6, 2), date(2027, 6, 16))
    with play.database.transaction(Actor(play.workspace, None, via="bot"), play.now) as session:
        for task in session.scalars(select(Task).where(Task.step == "follow-up")):
            task.starts_on, task.due_on = date(2027, 7, 28), date(2027, 8, 11)
        assert ensure_tasks(session, play.workspace, now=play.now) == 0
    assert days(play) == counted


def test_a_step_that_is_opened_again_has_the_days_of_the_conference_as_it_is(play: Play) -> None:
    play.load(FEBRUARY)
    first = play.tasks("Boden")[0]
    mark_task_done(play.database, play.actor(KIM), first.id, now=play.now)
    play.load(NORR + conference("2027-02-17"))
    assert reopen_task(play.database, play.actor(NOA), first.id, now=play.now).due_on == date(2027, 1, 13)


def test_a_cancelled_or_past_conference_gets_no_tasks_and_a_former_member_neither(play: Play) -> None:
    play.load(NORR + conference("2027-02-10", more=", cancelled: true") + conference("2026-11-25", number=2))
    assert play.tasks("Boden") == play.tasks("Boden", 2) == []
    with play.database.transaction(Actor(play.workspace, None, via="load"), play.now) as session:
        session.scalars(select(Meeting).where(Meeting.number == 1)).one().cancelled_at = None
        session.scalars(select(Membership).limit(1)).one().valid_to = play.now
        assert ensure_tasks(session, play.workspace, now=play.now) == 5 * 6


def test_a_file_says_that_a_conference_is_cancelled_and_that_it_is_not(play: Play) -> None:
    def is_cancelled() -> bool:
        with play.database.reading() as session:
            return session.scalars(select(Meeting)).one().cancelled_at is not None

    play.load(FEBRUARY)
    assert not is_cancelled()
    for words, cancelled in ((", cancelled: true", True), ("", True), (", cancelled: false", False)):
        play.load(NORR + conference("2027-02-10", more=words))
        assert is_cancelled() is cancelled


def test_done_is_done_once_and_says_who_did_it_first(play: Play) -> None:
    play.load(FEBRUARY)
    task = play.tasks("Boden")[0]
    done = mark_task_done(play.database, play.actor(NOA), task.id, now=at("2026-12-28"))
    again = mark_task_done(play.database, play.actor(KIM), task.id, now=at("2026-12-29"))
    assert again == done
    assert again.done_at == at("2026-12-28")


def test_a_neighbour_is_refused_with_whom_to_ask_and_the_leadership_is_not(play: Play) -> None:
    play.load(FEBRUARY)
    task, robin = play.tasks("Boden")[0], play.actor(ROBIN)
    for refused in (
        lambda: mark_task_done(play.database, robin, task.id, now=play.now),
        lambda: reopen_task(play.database, robin, task.id, now=play.now),
        lambda: shown_task(play.database, robin, task.id, now=play.now),
        lambda: give_more_time(play.database, robin, task.id, date(2027, 1, 10), now=play.now),
        lambda: note_task(play.database, robin, task.id, TaskWords("Hej"), "f", version=1, now=play.now),
    ):
        with pytest.raises(Refused, match="refused-change"):
            refused()
    assert play.tasks("Boden")[0].done_at is None
    assert mark_task_done(play.database, play.actor(ALEX), task.id, now=play.now).done_at == play.now


def test_a_step_that_is_not_there_is_told_so(play: Play) -> None:
    play.load(FEBRUARY)
    with pytest.raises(NotFound):
        mark_task_done(play.database, play.actor(KIM), 99_999, now=play.now)


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        (date(2026, 11, 30), "due-has-been"),
        (date(2027, 1, 19), "more-time-earlier"),
        (date(2027, 2, 10), "more-time-too-late"),
    ],
)
def test_more_time_ends_before_the_conference_and_not_before_the_step(play: Play, until: date, sentence: str) -> None:
    play.load(FEBRUARY)
    with pytest.raises(BadInput, match=sentence):
        give_more_time(play.database, play.actor(KIM), play.tasks("Boden")[1].id, until, now=play.now)


def test_more_time_can_be_given_back(play: Play) -> None:
    play.load(FEBRUARY)
    task = play.tasks("Boden")[1]
    given = give_more_time(play.database, play.actor(KIM), task.id, date(2027, 2, 1), now=play.now)
    assert given.last_day == date(2027, 2, 1)
    back = give_more_time(play.database, play.actor(NOA), task.id, date(2027, 1, 20), now=play.now)
    assert (back.last_day, back.extended_to) == (date(2027, 1, 20), None)


def test_a_note_is_kept_once_and_never_written_over(play: Play) -> None:
    play.load(FEBRUARY)
    task = play.tasks("Boden")[1]
    kims = TaskWords("Vi skriver i *juni*", "https://boden.example/missiv")
    kept = note_task(play.database, play.actor(KIM), task.id, kims, "f1", version=1, now=play.now)
    assert (kept.note, kept.link) == (kims.note, kims.link)
    assert note_task(play.database, play.actor(KIM), task.id, kims, "f1", version=1, now=play.now) == kept
    with pytest.raises(StaleVersion):
        note_task(play.database, play.actor(NOA), task.id, TaskWords("Vi väntar"), "f2", version=1, now=play.now)
    assert play.tasks("Boden")[1].note == "Vi skriver i *juni*"


def test_the_history_says_who_did_what(play: Play) -> None:
    play.load(FEBRUARY)
    task = play.tasks("Boden")[0]
    kim = play.actor(KIM)
    mark_task_done(play.database, kim, task.id, now=play.now)
    with play.database.reading() as session:
        of_task = select(Event).where(Event.subject == "tasks", Event.subject_id == task.id).order_by(Event.id)
        events = list(session.scalars(of_task))
    assert [(event.action, event.via, event.person_id) for event in events] == [
        ("created", "load", None),
        ("changed", "slack", kim.person_id),
    ]


def test_the_ladder_shows_the_leadership_all_and_a_municipality_its_own(play: Play) -> None:
    play.load(FEBRUARY)
    play.now = at("2027-01-10")
    mark_task_done(play.database, play.actor(ROBIN), play.tasks("Kalix")[0].id, now=play.now)
    with play.database.reading() as session:
        network = session.scalars(select(Network.id)).one()
    whole = ladder(play.database, play.actor(ALEX), network, now=play.now)
    own = ladder(play.database, play.actor(KIM), network, now=play.now)
    assert whole is not None
    assert own is not None
    states = {name: [rung.state for rung in rungs] for name, rungs in whole.municipalities}
    assert len(states) == 7
    assert states["Kalix"] == ["done", "ongoing", "ahead", "ahead", "ahead"]
    assert [(name, [rung.state for rung in rungs]) for name, rungs in own.municipalities] == [
        ("Boden", ["late", "ongoing", "ahead", "ahead", "ahead"])
    ]
    assert ladder(play.database, play.actor("U0GAVLE"), network, now=play.now) is None


def test_two_who_plan_at_a_time_make_each_task_once(play: Play) -> None:
    play.load(FEBRUARY)
    with play.database.transaction(Actor(play.workspace, None, via="load"), play.now) as session:
        for task in session.scalars(select(Task)):
            session.delete(task)

    def make(_: int) -> int:
        with play.database.transaction(Actor(play.workspace, None, via="bot"), play.now) as session:
            return ensure_tasks(session, play.workspace, now=play.now)

    with ThreadPoolExecutor(4) as pool:
        made = sorted(pool.map(make, range(4)))
    assert made == [0, 0, 0, 5 * 7]


def test_a_step_that_is_in_use_cannot_be_taken_out_of_the_programme(play: Play, tmp_path: Path) -> None:
    play.load(FEBRUARY)
    text = (PROGRAMMES / "pisa-2015.yaml").read_text(encoding="utf-8").replace("- id: own-brief", "- id: another-brief")
    path = tmp_path / "pisa-2015.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        load(play.database, Actor(play.workspace, None, via="load"), [path], timezone="Europe/Stockholm", now=play.now)
    assert [(fault.field, fault.what.name) for fault in refused.value.faults] == [("preparation", "load-id-removed")]


def test_a_programme_that_counts_other_days_moves_the_steps(play: Play, tmp_path: Path) -> None:
    play.load(FEBRUARY)
    text = (PROGRAMMES / "pisa-2015.yaml").read_text(encoding="utf-8")
    path = tmp_path / "pisa-2015.yaml"
    path.write_text(text.replace("due: {before: conference, days: 21}", "due: {before: conference, days: 14}"), "utf-8")
    load(play.database, Actor(play.workspace, None, via="load"), [path], timezone="Europe/Stockholm", now=play.now)
    assert days(play)[1] == (date(2026, 12, 17), date(2027, 1, 27))
