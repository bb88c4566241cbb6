"""A municipality's sheet of answers about a conference: shared, handed in, changed, declined; and who may not."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.people import Actor
from bot.errors import NotFound, Refused, StaleVersion
from bot.services.inquiries import (
    About,
    Written,
    answerable,
    decline,
    hand_in,
    programme_form,
    save_draft,
    sheet,
)
from bot.storage.db import Database
from bot.storage.deliveries import queue
from bot.storage.inquiries import EVALUATION, TAKEAWAYS, Stand, members_asked, stands
from bot.storage.tables import Delivery, Event, Inquiry, Meeting, Membership, Person, Programme, Response, Role, Unit
from tests.cast import LOADED, Cast, actor, hold_conference

#: Wednesday and Thursday; the municipal groups sit down on Thursday at 13.
STARTS, ENDS = datetime(2026, 12, 2, 9, tzinfo=UTC), datetime(2026, 12, 3, 14, tzinfo=UTC)
AT_TABLE = datetime(2026, 12, 3, 12, tzinfo=UTC)


def written(version: int | None = None, key: str | None = "f1", **answers: str) -> Written:
    return Written(json.dumps(answers, ensure_ascii=False), version, key)


@pytest.fixture
def meeting(database: Database, cast: Cast) -> int:
    return hold_conference(database, cast, STARTS, ENDS)


@pytest.fixture
def boden(cast: Cast, meeting: int) -> About:
    return About(meeting, EVALUATION, cast.boden)


def kim(database: Database, cast: Cast) -> Actor:
    return actor(database, cast, "U0BODEN")


def noa(database: Database, cast: Cast) -> Actor:
    return actor(database, cast, "U0BODEN2")


def leader(database: Database, cast: Cast) -> Actor:
    return actor(database, cast, "U0LEAD")


def stand(database: Database, about: About) -> Stand:
    with database.reading() as session:
        return stands(session, about.meeting_id, about.kind).get(about.unit_id, Stand(about.unit_id))


def test_each_one_is_asked_for_their_own_municipality(database: Database, cast: Cast, meeting: int) -> None:
    for user in ("U0BODEN", "U0BODEN2"):
        offered = answerable(database, actor(database, cast, user), meeting, EVALUATION, now=AT_TABLE)
        assert offered.choices == [(cast.boden, "Boden")]
    offered = answerable(database, leader(database, cast), meeting, TAKEAWAYS, now=AT_TABLE)
    assert [name for _, name in offered.choices] == ["Boden", "Kalix"]
    assert [question.id for question in offered.form.questions] == ["first", "second", "third"]


def test_an_outsider_is_told_whom_to_ask(database: Database, cast: Cast, meeting: int) -> None:
    outsider = actor(database, cast, "U0UTE")
    with pytest.raises(Refused) as caught:
        answerable(database, outsider, meeting, EVALUATION, now=AT_TABLE)
    assert caught.value.sentence.name == "answer-refused"
    assert caught.value.sentence.values == {
        "network": "Norr",
        "people": ("Kim Exempel", "Noa Exempel", "Robin Exempel"),
    }
    # Reading what is answerable is for everybody.
    assert programme_form(database, outsider, meeting, EVALUATION, now=AT_TABLE).id == EVALUATION


def test_nobody_answers_for_another_municipality(database: Database, cast: Cast, meeting: int) -> None:
    kalix = About(meeting, EVALUATION, cast.kalix)
    for attempt in (
        lambda: sheet(database, kim(database, cast), kalix, now=AT_TABLE),
        lambda: hand_in(database, kim(database, cast), kalix, written(value="5"), now=AT_TABLE),
        lambda: save_draft(database, kim(database, cast), kalix, written(value="5"), now=AT_TABLE),
        lambda: decline(database, kim(database, cast), meeting, cast.kalix, now=AT_TABLE),
    ):
        with pytest.raises(Refused) as caught:
            attempt()
        assert caught.value.sentence.name == "refused-answer"
        assert caught.value.sentence.values == {"municipality": "Kalix", "people": ("Robin Exempel",)}
    assert stand(database, kalix) == Stand(cast.kalix)


def test_not_even_the_leadership_answers_for_who_is_no_member(database: Database, cast: Cast, meeting: int) -> None:
    with database.transaction(Actor(cast.workspace, None, via="load"), LOADED) as session:
        unit = Unit(workspace_id=cast.workspace, kind="municipality", name="Luleå")
        session.add(unit)
    with pytest.raises(NotFound, match="inquiry-not-member"):
        sheet(database, leader(database, cast), About(meeting, EVALUATION, unit.id), now=AT_TABLE)


@pytest.mark.parametrize("meeting_id", [0, 10**6])
def test_a_conference_that_is_not_there(database: Database, cast: Cast, meeting: int, meeting_id: int) -> None:
    with pytest.raises(NotFound, match="meeting-unknown"):
        answerable(database, kim(database, cast), meeting_id, EVALUATION, now=AT_TABLE)


def test_a_cancelled_conference_asks_nothing(database: Database, cast: Cast, boden: About) -> None:
    with database.transaction(Actor(cast.workspace, None, via="load"), AT_TABLE) as session:
        session.get_one(Meeting, boden.meeting_id).cancelled_at = AT_TABLE
    with pytest.raises(NotFound, match="meeting-cancelled"):
        hand_in(database, kim(database, cast), boden, written(value="5"), now=AT_TABLE)


def test_a_programme_that_asks_nothing(database: Database, cast: Cast, boden: About) -> None:
    with database.transaction(Actor(cast.workspace, None, via="load"), AT_TABLE) as session:
        programme = session.get_one(Programme, cast.programme)
        programme.content = programme.content | {"forms": []}
    with pytest.raises(NotFound, match="inquiry-unknown"):
        answerable(database, kim(database, cast), boden.meeting_id, EVALUATION, now=AT_TABLE)
    with pytest.raises(NotFound, match="inquiry-unknown"):
        hand_in(database, kim(database, cast), boden, written(value="5"), now=AT_TABLE)


def test_two_people_write_in_turn_and_hand_in(database: Database, cast: Cast, boden: About) -> None:
    assert save_draft(database, kim(database, cast), boden, written(value="5"), now=AT_TABLE)
    found = sheet(database, noa(database, cast), boden, now=AT_TABLE)
    assert (found.municipality, found.written_by, found.stand.version) == ("Boden", "Kim Exempel", 1)
    assert json.loads(found.stand.answers) == {"value": "5"}
    assert found.stand.is_silent, "a draft is no answer"
    hand_in(database, noa(database, cast), boden, written(1, value="5", good="Allt"), now=AT_TABLE)
    now = stand(database, boden)
    assert (now.handed_in_by, now.handed_in_at, now.version) == ("Noa Exempel", AT_TABLE, 2)
    assert json.loads(now.answers) == {"value": "5", "good": "Allt"}


def test_somebody_elses_words_stay_when_two_write_at_once(database: Database, cast: Cast, boden: About) -> None:
    assert save_draft(database, kim(database, cast), boden, written(good="Kims"), now=AT_TABLE)
    # Noa opened the form before Kim had written.
    assert not save_draft(database, noa(database, cast), boden, written(good="Noas"), now=AT_TABLE)
    with pytest.raises(StaleVersion) as caught:
        hand_in(database, noa(database, cast), boden, written(good="Noas"), now=AT_TABLE)
    assert caught.value.sentence.values == {"who": "Kim Exempel"}
    assert json.loads(stand(database, boden).answers) == {"good": "Kims"}
    assert stand(database, boden).is_silent


def test_the_same_form_twice_hands_in_once(database: Database, cast: Cast, boden: About) -> None:
    for _ in range(2):
        hand_in(database, kim(database, cast), boden, written(key="same", value="5"), now=AT_TABLE)
    assert stand(database, boden).version == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Response)) == 1


def test_answers_are_changed_by_handing_in_again(database: Database, cast: Cast, boden: About) -> None:
    hand_in(database, kim(database, cast), boden, written(key="a", value="5"), now=AT_TABLE)
    later = AT_TABLE + timedelta(days=9)
    hand_in(database, noa(database, cast), boden, written(1, "b", value="2"), now=later)
    now = stand(database, boden)
    assert json.loads(now.answers) == {"value": "2"}
    assert (now.handed_in_by, now.handed_in_at) == ("Kim Exempel", AT_TABLE), "who did it first, and when"
    with database.reading() as session:
        changed = session.scalars(
            select(Event.changes).where(Event.subject == "responses", Event.person_id.is_not(None)).order_by(Event.id)
        ).all()
    assert [json.loads(change["answers"][1]) for change in changed if "answers" in change] == [
        {"value": "5"},
        {"value": "2"},
    ]


def test_what_is_handed_in_is_not_changed_by_a_draft(database: Database, cast: Cast, boden: About) -> None:
    hand_in(database, kim(database, cast), boden, written(value="5"), now=AT_TABLE)
    assert not save_draft(database, kim(database, cast), boden, written(1, value="1"), now=AT_TABLE)
    assert save_draft(database, kim(database, cast), boden, written(1, value="5"), now=AT_TABLE), "nothing was changed"
    assert json.loads(stand(database, boden).answers) == {"value": "5"}


def test_an_empty_sheet_is_no_draft(database: Database, cast: Cast, boden: About) -> None:
    assert save_draft(database, kim(database, cast), boden, written(), now=AT_TABLE)
    assert stand(database, boden).version is None


def test_declining_and_then_answering(database: Database, cast: Cast, boden: About) -> None:
    decline(database, noa(database, cast), boden.meeting_id, cast.boden, now=AT_TABLE)
    declined = stand(database, boden)
    assert (declined.declined_at, declined.handed_in_at, declined.is_silent) == (AT_TABLE, None, False)
    hand_in(database, kim(database, cast), boden, written(declined.version, value="5"), now=AT_TABLE)
    answered = stand(database, boden)
    assert (answered.declined_at, answered.handed_in_by) == (None, "Kim Exempel")


def test_declining_after_answering_changes_nothing(database: Database, cast: Cast, boden: About) -> None:
    hand_in(database, kim(database, cast), boden, written(value="5"), now=AT_TABLE)
    before = stand(database, boden)
    decline(database, noa(database, cast), boden.meeting_id, cast.boden, now=AT_TABLE)
    assert stand(database, boden) == before


def test_declining_twice_is_declining_once_and_keeps_the_draft(database: Database, cast: Cast, boden: About) -> None:
    save_draft(database, kim(database, cast), boden, written(good="Kims"), now=AT_TABLE)
    for minutes in (1, 2):
        decline(database, noa(database, cast), boden.meeting_id, cast.boden, now=AT_TABLE + timedelta(minutes=minutes))
    declined = stand(database, boden)
    assert declined.declined_at == AT_TABLE + timedelta(minutes=1)
    assert json.loads(declined.answers) == {"good": "Kims"}


def test_each_kind_has_its_own_sheet(database: Database, cast: Cast, boden: About) -> None:
    takeaways = About(boden.meeting_id, TAKEAWAYS, cast.boden)
    hand_in(database, kim(database, cast), boden, written(key="a", value="5"), now=AT_TABLE)
    hand_in(database, kim(database, cast), takeaways, written(key="b", first="Vem läser?"), now=AT_TABLE)
    hand_in(database, kim(database, cast), takeaways, written(1, "c", first="Vem läser det?"), now=AT_TABLE)
    assert json.loads(stand(database, boden).answers) == {"value": "5"}
    with database.reading() as session:
        assert sorted(session.scalars(select(Inquiry.kind))) == [EVALUATION, TAKEAWAYS]


def test_two_of_a_municipality_at_the_same_instant_make_one_sheet(database: Database, cast: Cast, boden: About) -> None:
    people = [kim(database, cast), noa(database, cast)] * 4

    def attempt(number: int) -> str:
        try:
            hand_in(database, people[number], boden, written(key=f"f{number}", good=str(number)), now=AT_TABLE)
        except StaleVersion:
            return "stale"
        return str(number)

    with ThreadPoolExecutor(len(people)) as pool:
        ends = list(pool.map(attempt, range(len(people))))
    (winner,) = [end for end in ends if end != "stale"]
    assert json.loads(stand(database, boden).answers) == {"good": winner}


def queued(database: Database, meeting: int, who: Actor, kind: str, recipient: str) -> str:
    key = f"{kind}:meetings-{meeting}:once:{recipient}"
    with database.transaction(who, AT_TABLE) as session:
        queue(
            session,
            key=key,
            kind=kind,
            recipient=recipient,
            due_at=AT_TABLE,
            subject="meetings",
            subject_id=meeting,
            now=AT_TABLE,
        )
    return key


def marks(database: Database) -> dict[str, datetime | None]:
    with database.reading() as session:
        rows = session.execute(select(Delivery.kind, Delivery.refresh_at).order_by(Delivery.id))
        return {row.kind: row.refresh_at for row in rows}


@pytest.mark.parametrize("declines", [False, True])
def test_what_speaks_of_the_conference_is_brought_up_to_date(
    database: Database, cast: Cast, boden: About, declines: bool
) -> None:
    who = kim(database, cast)
    queued(database, boden.meeting_id, who, "municipal-group", f"person:{who.person_id}")
    queued(database, boden.meeting_id, who, "summary", f"network:{cast.network}")
    queued(database, boden.meeting_id + 1, who, "preparation", f"person:{who.person_id}")
    save_draft(database, who, boden, written(good="Kims"), now=AT_TABLE)
    assert set(marks(database).values()) == {None}, "a draft is nobody else's business"
    if declines:
        decline(database, who, boden.meeting_id, cast.boden, now=AT_TABLE)
    else:
        hand_in(database, who, boden, written(1, value="5"), now=AT_TABLE + timedelta(days=30))
    own, summary, other = marks(database).values()
    assert own is not None
    assert summary is not None
    assert own < summary, "whoever answers watches their own message"
    assert other is None


def test_a_conference_asks_those_who_were_members_then(database: Database, cast: Cast, meeting: int) -> None:
    with database.transaction(Actor(cast.workspace, None, via="load"), LOADED) as session:
        units = [Unit(workspace_id=cast.workspace, kind="municipality", name=name) for name in ("Arjeplog", "Ystad")]
        session.add_all(units)
        session.flush()
        left, joined = (
            Membership(workspace_id=cast.workspace, network_id=cast.network, unit_id=unit.id, valid_from=LOADED)
            for unit in units
        )
        left.valid_to = STARTS - timedelta(days=1)
        joined.valid_from = ENDS + timedelta(days=1)
        session.add_all([left, joined])
    with database.reading() as session:
        assert list(members_asked(session, session.get_one(Meeting, meeting)).values()) == ["Boden", "Kalix"]


def test_a_conference_loaded_afterwards_asks_the_members_loaded_with_it(database: Database, cast: Cast) -> None:
    earlier = hold_conference(database, cast, STARTS - timedelta(days=300), ENDS - timedelta(days=300))
    with database.reading() as session:
        assert list(members_asked(session, session.get_one(Meeting, earlier)).values()) == ["Boden", "Kalix"]


def test_a_person_of_two_municipalities_may_choose(database: Database, cast: Cast, meeting: int) -> None:
    with database.transaction(Actor(cast.workspace, None, via="load"), LOADED) as session:
        robin = session.scalars(select(Person).where(Person.slack_user_id == "U0KALIX")).one()
        session.add(
            Role(
                workspace_id=cast.workspace,
                person_id=robin.id,
                kind="member",
                level="principal",
                network_id=cast.network,
                unit_id=cast.boden,
                valid_from=LOADED,
            )
        )
    offered = answerable(database, actor(database, cast, "U0KALIX"), meeting, EVALUATION, now=AT_TABLE)
    assert [name for _, name in offered.choices] == ["Boden", "Kalix"]
