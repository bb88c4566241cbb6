"""Asking about conferences, and what the leadership sees and does about one."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.people import Actor
from bot.errors import BadInput, NotFound, Refused
from bot.services.commitments import CommitmentWords, log_commitment
from bot.services.conferences import Silent, preview_summary, send_summary, show_conferences, who_is_silent
from bot.services.inquiries import About, Written, decline, hand_in
from bot.services.people import identify
from bot.storage.db import Database
from bot.storage.deliveries import queue
from bot.storage.tables import Delivery, Meeting, Network, Person, Role
from tests.cast import CHANNEL, LOADED, Cast, actor, hold_conference

STARTS, ENDS = datetime(2027, 2, 10, 9, tzinfo=UTC), datetime(2027, 2, 11, 14, tzinfo=UTC)
DURING, AFTER = datetime(2027, 2, 11, 12, tzinfo=UTC), datetime(2027, 2, 12, 8, tzinfo=UTC)
NOON = datetime(2027, 2, 15, 11, tzinfo=UTC)


@pytest.fixture
def conference(database: Database, cast: Cast) -> int:
    return hold_conference(database, cast, STARTS, ENDS)


def hand(database: Database, cast: Cast, conference: int, who: str, unit: int, kind: str, **answers: str) -> None:
    kim = actor(database, cast, who, DURING)
    written = Written(json.dumps(answers), None, f"{who} {kind}")
    hand_in(database, kim, About(conference, kind, unit), written, now=DURING)


def promise(database: Database, cast: Cast, text: str) -> None:
    kim = actor(database, cast, "U0BODEN", DURING)
    log_commitment(database, kim, cast.network, cast.boden, CommitmentWords(text), text, now=DURING)


def rows(database: Database, kind: str = "summary") -> list[Delivery]:
    with database.reading() as session:
        return list(session.scalars(select(Delivery).where(Delivery.kind == kind).order_by(Delivery.id)))


def wait_for_noon(database: Database, cast: Cast, conference: int) -> str:
    """Queue the summary as planning does."""
    key = f"summary:meetings-{conference}:once:network:{cast.network}"
    with database.transaction(Actor(cast.workspace, None, via="bot"), AFTER) as session:
        queue(
            session,
            key=key,
            kind="summary",
            recipient=f"network:{cast.network}",
            subject="meetings",
            subject_id=conference,
            due_at=NOON,
            now=AFTER,
        )
    return key


def end(database: Database, cast: Cast, status: str) -> None:
    """Let every summary there is have ended like this."""
    with database.transaction(Actor(cast.workspace, None, via="bot"), NOON) as session:
        session.execute(update(Delivery).where(Delivery.kind == "summary").values(status=status))


def test_everybody_sees_the_next_conference_and_the_latest(database: Database, cast: Cast, conference: int) -> None:
    ute = actor(database, cast, "U0UTE")
    before = show_conferences(database, ute, CHANNEL, now=STARTS - timedelta(days=1))
    assert (before.next_one and before.next_one.number, before.latest, before.leads) == (1, None, False)
    during = show_conferences(database, ute, CHANNEL, now=DURING)
    assert (during.next_one, during.latest and during.latest.number) == (None, 1)
    assert during.latest is not None
    assert (during.latest.first_day, during.latest.last_day) == (date(2027, 2, 10), date(2027, 2, 11))
    assert (during.latest.host, during.latest.themes) == ("Boden", ("Höga förväntningar",))


def test_one_is_found_by_its_number_cancelled_or_not(database: Database, cast: Cast, conference: int) -> None:
    kim = actor(database, cast, "U0BODEN")
    with database.transaction(Actor(cast.workspace, None, via="load"), LOADED) as session:
        session.get_one(Meeting, conference).cancelled_at = LOADED
    found = show_conferences(database, kim, CHANNEL, None, 1, now=DURING)
    assert found.asked_for is not None
    assert found.asked_for.cancelled
    assert show_conferences(database, kim, CHANNEL, now=DURING).latest is None
    with pytest.raises(NotFound) as missing:
        show_conferences(database, kim, CHANNEL, None, 2, now=DURING)
    assert missing.value.sentence.name == "conference-number-unknown"


def test_elsewhere_it_is_the_persons_own_network(database: Database, cast: Cast, conference: int) -> None:
    for user in ("U0BODEN", "U0LEAD"):
        assert show_conferences(database, actor(database, cast, user), "D0", now=DURING).network == "Norr"
    with pytest.raises(NotFound) as nowhere:
        show_conferences(database, actor(database, cast, "U0UTE"), "D0", now=DURING)
    assert nowhere.value.sentence.name == "conference-nowhere"


def test_who_has_several_networks_says_which(database: Database, cast: Cast, conference: int) -> None:
    with database.transaction(Actor(cast.workspace, None, via="load"), LOADED) as session:
        session.add(Network(workspace_id=cast.workspace, programme_id=cast.programme, name="Syd"))
    lead = actor(database, cast, "U0LEAD")
    with pytest.raises(BadInput) as several:
        show_conferences(database, lead, "D0", now=DURING)
    assert several.value.sentence.values["networks"] == ["Norr", "Syd"]
    assert show_conferences(database, lead, "D0", "norr", now=DURING).network == "Norr"
    assert show_conferences(database, lead, CHANNEL, "Syd", now=DURING).network == "Syd"
    with pytest.raises(NotFound) as unknown:
        show_conferences(database, actor(database, cast, "U0BODEN"), "D0", "Syd", now=DURING)
    assert unknown.value.sentence.name == "conference-network-unknown"


@pytest.mark.parametrize("use_case", [preview_summary, who_is_silent, send_summary])
@pytest.mark.parametrize("who", ["U0BODEN", "U0BODEN2", "U0KALIX", "U0UTE", "U0ANNAN"])
def test_only_the_leadership_of_the_programme_may(
    database: Database, cast: Cast, conference: int, use_case: object, who: str
) -> None:
    with database.transaction(Actor(cast.workspace, None, via="load"), LOADED) as session:
        other = Person(workspace_id=cast.workspace, slack_user_id="U0ANNAN", name="Sam Exempel")
        session.add(other)
        session.flush()
        common = {"workspace_id": cast.workspace, "person_id": other.id, "valid_from": LOADED}
        session.add(Role(**common, kind="leadership", programme_id=None))
    with pytest.raises(Refused) as refused:
        use_case(database, actor(database, cast, who), conference, now=AFTER)  # type: ignore[operator]  # one of three
    assert refused.value.sentence.name == "refused-lead"
    assert rows(database) == []


def test_an_unknown_conference_is_nobodys(database: Database, cast: Cast) -> None:
    with pytest.raises(NotFound):
        preview_summary(database, actor(database, cast, "U0LEAD"), 4711, now=AFTER)


def test_the_leadership_sees_who_has_not_answered(database: Database, cast: Cast, conference: int) -> None:
    lead = actor(database, cast, "U0LEAD")
    everybody = ["evaluation", "takeaways", "commitment"]
    assert who_is_silent(database, lead, conference, now=AFTER).silent == [
        Silent("Boden", everybody, ["Kim Exempel", "Noa Exempel"]),
        Silent("Kalix", everybody, ["Robin Exempel"]),
    ]
    promise(database, cast, "Vi inför kollegial handledning.")
    hand(database, cast, conference, "U0BODEN", cast.boden, "evaluation", value="5", groups="4")
    hand(database, cast, conference, "U0BODEN", cast.boden, "takeaways", first="Vem läser?")
    decline(database, actor(database, cast, "U0KALIX"), conference, cast.kalix, now=DURING)
    answers = who_is_silent(database, lead, conference, now=AFTER)
    assert answers.silent == [Silent("Kalix", ["takeaways", "commitment"], ["Robin Exempel"])]
    assert answers.declined == ["Kalix"]


def test_a_preview_tells_what_is_said_and_when_it_comes(database: Database, cast: Cast, conference: int) -> None:
    lead = actor(database, cast, "U0LEAD")
    promise(database, cast, "Vi inför kollegial handledning.")
    assert preview_summary(database, lead, conference, now=AFTER).posted_on is None
    wait_for_noon(database, cast, conference)
    shown = preview_summary(database, lead, conference, now=AFTER)
    assert ([one.text for one in shown.said.commitments], shown.posted_on) == (
        ["Vi inför kollegial handledning."],
        date(2027, 2, 15),
    )


def test_it_cannot_be_sent_while_the_conference_goes_on(database: Database, cast: Cast, conference: int) -> None:
    with pytest.raises(BadInput) as early:
        send_summary(database, actor(database, cast, "U0LEAD"), conference, now=DURING)
    assert early.value.sentence.values == {"day": date(2027, 2, 11)}
    assert rows(database) == []


def test_one_that_was_never_planned_is_queued_with_its_thread(database: Database, cast: Cast, conference: int) -> None:
    promise(database, cast, "Vi inför kollegial handledning.")
    lead = actor(database, cast, "U0LEAD")
    assert send_summary(database, lead, conference, now=AFTER) == "sent"
    (summary,), (words,) = rows(database), rows(database, "summary-municipality")
    assert (summary.key, summary.due_at) == (f"summary:meetings-{conference}:once:network:{cast.network}", AFTER)
    assert (words.thread_key, words.due_at) == (summary.key, AFTER)
    assert send_summary(database, lead, conference, now=AFTER) == "on_its_way"
    assert len(rows(database)) == 1


def test_one_that_waits_for_its_hour_comes_now_instead(database: Database, cast: Cast, conference: int) -> None:
    wait_for_noon(database, cast, conference)
    assert send_summary(database, actor(database, cast, "U0LEAD"), conference, now=AFTER) == "sent"
    assert [row.due_at for row in rows(database)] == [AFTER]


@pytest.mark.parametrize("status", ["skipped", "failed", "expired", "cancelled"])
def test_one_that_ended_without_a_message_is_sent_anew(
    database: Database, cast: Cast, conference: int, status: str
) -> None:
    promise(database, cast, "Vi inför kollegial handledning.")
    wait_for_noon(database, cast, conference)
    end(database, cast, status)
    lead = identify(database, cast.workspace, "U0LEAD", now=NOON)
    assert send_summary(database, lead, conference, now=NOON) == "sent"
    first, again = rows(database)
    assert (first.status, again.status) == (status, "pending")
    assert again.key == f"summary:meetings-{conference}:again-1:network:{cast.network}"
    assert [row.thread_key for row in rows(database, "summary-municipality")] == [again.key]


def test_one_that_stands_in_the_channel_is_brought_up_to_date(database: Database, cast: Cast, conference: int) -> None:
    wait_for_noon(database, cast, conference)
    end(database, cast, "sent")
    later = NOON + timedelta(days=90)
    assert send_summary(database, actor(database, cast, "U0LEAD"), conference, now=later) == "refreshed"
    (row,) = rows(database)
    assert row.refresh_at is not None
    assert row.expires_at == later + timedelta(days=14), "somebody may have deleted it: then it is posted anew"


def test_one_that_nobody_knows_the_end_of_is_not_sent_twice(database: Database, cast: Cast, conference: int) -> None:
    wait_for_noon(database, cast, conference)
    for status in ("sending", "uncertain"):
        end(database, cast, status)
        assert send_summary(database, actor(database, cast, "U0LEAD"), conference, now=NOON) == "on_its_way"
    assert len(rows(database)) == 1
