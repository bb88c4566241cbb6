"""The summary after a conference, from nothing said to forty commitments each, and what comes late."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, select, update

from bot.domain.people import Actor
from bot.language import Language
from bot.messages.summary import summary_blocks, summary_facts
from bot.services.commitments import CommitmentWords, change_commitment
from bot.slack.blocks import MOST_BLOCK_CHARACTERS, size
from bot.storage.deliveries import forget_waiting, queue
from bot.storage.tables import Commitment, Delivery, Meeting
from scheduler.preview import upcoming
from tests.conference.conftest import AT_THE_TABLE, NOON, Story

NEXT_DAY = NOON + timedelta(days=1)
WEEK = timedelta(days=7)
#: A teacher's bad day: control sequences, marks of Slack's and of ours, other alphabets.
HOSTILE = "<!channel> *fet* _kursiv_ `kod` <https://exempel.se|hit> & {{ 7 * 7 }} %(namn)s {x} \u202e\U0001f3eb"


async def test_it_comes_at_noon_of_the_second_working_day_even_when_nobody_has_said_anything(story: Story) -> None:
    before = await story.run(NOON - timedelta(minutes=1))
    assert (before.sent, story.summaries) == (0, [])
    await story.run(NOON)
    assert story.summary.plain() == (
        "Sammanfattning: Nätverk Norr, konferensen ons 10–tors 11 feb, v. 6\n"
        "Inga åtaganden än. 0 av 2 har lämnat utvärdering.\n"
        "*Nästa konferens:* ingen är inplanerad än\n"
        "[Alla åtaganden]"
    )
    assert story.summary.text.startswith("Sammanfattning")
    assert story.thread == []


async def test_it_says_what_was_promised_thought_and_graded(story: Story) -> None:
    story.promise("Vi inför kollegial handledning i matematik på alla högstadieskolor.", due_on=date(2027, 5, 28))
    story.promise("Vi besöker varandras lektioner.")
    story.promise("Alla rektorer leder sin egen grupp.", who="U0KALIX")
    story.answer("takeaways", first="Vem läser våra uppföljningar?", second="Och varför?")
    story.answer("evaluation", value="5", groups="1", good="Samtalen")
    story.answer("evaluation", who="U0KALIX", value="6", groups="2")
    _plan_next(story)
    await story.run(NOON)
    assert story.summary.plain() == (
        "Sammanfattning: Nätverk Norr, konferensen ons 10–tors 11 feb, v. 6\n"
        "3 åtaganden från 2 kommuner. 2 av 2 har lämnat utvärdering. Betyg i snitt: 5,5 av 6.\n"
        'Boden: "Vi inför kollegial handledning i matematik på alla högstadieskolor." Klart senast fre 28 maj, v. 21\n'
        'Kalix: "Alla rektorer leder sin egen grupp."\n'
        "Tankeställare\n"
        '• "Vem läser våra uppföljningar?" (Boden)\n'
        "*Nästa konferens:* tis 14–ons 15 sep, v. 37, i Kalix\n"
        "Allt som sades står i tråden, kommun för kommun.\n"
        "[Alla åtaganden]"
    )


async def test_the_thread_holds_every_municipalitys_words_whole(story: Story) -> None:
    story.promise("Vi inför kollegial handledning.\nFör alla.", due_on=date(2027, 5, 28), effect="Bättre samtal")
    story.answer("takeaways", first="Vem läser?", second="Och varför?")
    story.answer("evaluation", value="5", groups="1", good="Samtalen", better=HOSTILE)
    await story.run(NOON)
    (boden,) = story.thread
    assert boden.plain() == (
        "Boden\nÅtagande 1, klart senast fre 28 maj, v. 21\n> Vi inför kollegial handledning.\nFör alla.\n"
        "Förväntad effekt: Bättre samtal\nTankeställare\n> Vem läser?\n> Och varför?\n"
        f"Ur utvärderingen\nVad var bra? Samtalen\nVad kan bli bättre till nästa gång? {HOSTILE}"
    )
    assert "Kalix" not in story.summary.plain(), "who is silent is not named"


async def test_a_grade_alone_is_no_words_for_the_thread(story: Story) -> None:
    story.answer("evaluation", who="U0KALIX", value="6", groups="2")
    await story.run(NOON)
    assert "1 av 2 har lämnat utvärdering. Betyg i snitt: 6,0 av 6." in story.summary.plain()
    assert "tråden" not in story.summary.plain()
    assert story.thread == []


async def test_a_late_answer_brings_it_up_to_date_once(story: Story) -> None:
    story.promise("Vi inför kollegial handledning.")
    await story.run(NOON)
    assert "Senast uppdaterad" not in story.summary.plain()
    story.answer("evaluation", who="U0KALIX", value="4", groups="2", now=NEXT_DAY)
    assert await story.refresh(NEXT_DAY) == 1
    assert "1 av 2 har lämnat utvärdering. Betyg i snitt: 4,0 av 6." in story.summary.plain()
    assert story.summary.plain().endswith("Senast uppdaterad tis 16 feb, v. 7")
    assert await story.refresh(NEXT_DAY) == 0


async def test_a_mark_without_a_change_leaves_the_day_of_the_last_change(story: Story) -> None:
    story.promise("Vi inför kollegial handledning.")
    await story.run(NOON)
    story.answer("evaluation", value="4", groups="2", now=NEXT_DAY)
    await story.refresh(NEXT_DAY)
    story.answer("evaluation", value="4", groups="3", now=NEXT_DAY + timedelta(days=3))
    assert await story.refresh(NEXT_DAY + timedelta(days=3)) == 0
    assert story.summary.plain().endswith("Senast uppdaterad tis 16 feb, v. 7")


async def test_a_late_commitment_comes_to_the_summary_and_its_thread(story: Story) -> None:
    await story.run(NOON)
    number = story.promise("Vi hann inte på plats.", who="U0KALIX", now=NEXT_DAY)
    await story.refresh(NEXT_DAY)
    assert 'Kalix: "Vi hann inte på plats."' in story.summary.plain()
    await story.run(NEXT_DAY)
    assert [message.plain() for message in story.thread] == [f"Kalix\nÅtagande {number}\n> Vi hann inte på plats."]
    await story.run(NEXT_DAY + timedelta(hours=1))
    assert len(story.thread) == 1


async def test_words_that_come_after_weeks_come_all_the_same(story: Story) -> None:
    await story.run(NOON)
    later = NOON + timedelta(days=60)
    story.answer("takeaways", who="U0KALIX", first="Det tog tid.", now=later)
    await story.refresh(later)
    await story.run(later)
    assert [message.plain() for message in story.thread] == ["Kalix\nTankeställare\n> Det tog tid."]


async def test_words_that_were_empty_when_they_were_due_come_when_they_are_there(story: Story) -> None:
    story.answer("takeaways", first="Vem läser?")
    await story.run(NOON - timedelta(hours=1))
    story.answer("takeaways", first="")
    await story.run(NOON)
    assert [row.reason for row in story.rows("summary-municipality")] == ["nothing-said"]
    story.answer("takeaways", first="Nu vet vi.", now=NEXT_DAY)
    await story.run(NEXT_DAY)
    assert [message.plain() for message in story.thread] == ["Boden\nTankeställare\n> Nu vet vi."]


async def test_forty_commitments_from_each_of_seven_municipalities_fit(story: Story) -> None:
    units = [story.cast.boden, story.cast.kalix]
    units += story.grow(["Haparanda", "Lycksele", "Piteå", "Robertsfors", "Strömsund"])
    for unit in units:
        story.promise_much(unit, ["å" * 3000] * 40)
    result = await story.run(NOON)
    assert result.failed == 0
    assert "280 åtaganden från 7 kommuner. 0 av 7 har lämnat utvärdering." in story.summary.plain()
    assert len(story.summary.text.encode()) <= 3500
    thread = story.thread
    assert sum(message.plain().count("å" * 3000) for message in thread) == 280
    assert [message.plain().splitlines()[0] for message in thread[:2]] == ["Boden (1 av 14)", "Boden (2 av 14)"]
    for message in [story.summary, *thread]:
        assert size(message.blocks) <= MOST_BLOCK_CHARACTERS
        assert len(message.text.encode()) <= 3500


async def test_more_words_go_on_in_another_message_and_fewer_leave_a_line(story: Story) -> None:
    story.promise_much(story.cast.boden, ["å" * 3000] * 3)
    await story.run(NOON)
    assert [message.plain().splitlines()[0] for message in story.thread] == ["Boden"]
    story.promise("ä" * 3000, now=NEXT_DAY)
    await story.refresh(NEXT_DAY)
    await story.run(NEXT_DAY)
    assert [message.plain().splitlines()[0] for message in story.thread] == ["Boden (1 av 2)", "Boden (2 av 2)"]
    _shorten(story)
    await story.refresh(NEXT_DAY)
    first, second = (message.plain() for message in story.thread)
    assert first.startswith("Boden\n")
    assert second == "Boden\nDet som stod här står nu i ett annat meddelande i tråden."


async def test_it_is_foreseen_that_the_words_will_stand_in_the_summarys_thread(story: Story) -> None:
    story.promise("Vi inför kollegial handledning.")
    before = NOON - timedelta(minutes=1)
    await story.run(before)
    lines = upcoming(story.database, story.cast.workspace, before, NOON + timedelta(minutes=1), now=before)
    assert {(one.kind, one.why_not) for one in lines if "summary" in one.kind} == {
        ("summary", None),
        ("summary-municipality", None),
    }


async def test_words_without_a_posted_summary_are_not_posted_in_the_channel(story: Story) -> None:
    story.promise("Vi inför kollegial handledning.")
    await story.run(NOON - timedelta(minutes=1))
    with story.database.transaction(Actor(story.cast.workspace, None, via="bot"), NOON) as session:
        session.execute(update(Delivery).where(Delivery.kind == "summary").values(status="failed"))
    await story.run(NOON)
    assert [row.reason for row in story.rows("summary-municipality")] == ["no-summary"]
    assert story.summaries == []


async def test_a_cancelled_conference_has_no_summary(story: Story) -> None:
    await story.run(NOON - timedelta(minutes=1))
    with story.database.transaction(Actor(story.cast.workspace, None, via="load"), NOON) as session:
        session.get_one(Meeting, story.conference).cancelled_at = NOON
    await story.run(NOON)
    assert [row.reason for row in story.rows("summary")] == ["cancelled"]
    assert story.summaries == []


async def test_a_moved_conference_has_one_summary_at_its_new_time(story: Story) -> None:
    story.promise("Vi inför kollegial handledning.")
    await story.run(NOON - timedelta(minutes=1))
    with story.database.transaction(Actor(story.cast.workspace, None, via="load"), NOON) as session:
        meeting = session.get_one(Meeting, story.conference)
        meeting.starts_at, meeting.ends_at = meeting.starts_at + WEEK, meeting.ends_at + WEEK
        forget_waiting(session, subject="meetings", subject_ids=[meeting.id])
    assert (await story.run(NOON)).sent == 0
    await story.run(NOON + WEEK)
    assert "konferensen ons 17–tors 18 feb, v. 7" in story.summary.plain()
    assert len(story.thread) == 1


async def test_a_conference_that_was_over_before_it_was_loaded_has_none_by_itself(story: Story) -> None:
    over = datetime(2026, 11, 10, 14, tzinfo=UTC)
    with story.database.transaction(Actor(story.cast.workspace, None, via="load"), NOON) as session:
        meeting = session.get_one(Meeting, story.conference)
        meeting.starts_at, meeting.ends_at = over - timedelta(days=1), over
    # Loaded on 21 November; noon of the second working day was 12 November.
    await story.run(over + timedelta(days=12))
    assert story.rows("summary") == []


async def test_hostile_words_stand_as_they_were_typed_and_call_nobody(story: Story) -> None:
    story.promise(HOSTILE)
    story.answer("takeaways", first=HOSTILE)
    await story.run(NOON)
    assert f'Boden: "{HOSTILE}"' in story.summary.plain()
    assert [message.notifies for message in (story.summary, *story.thread)] == [[], []]


@pytest.mark.parametrize("commitments", [1, 40])
def test_the_gist_takes_as_many_queries_however_much_is_said(story: Story, commitments: int) -> None:
    story.promise_much(story.cast.boden, ["Vi inför kollegial handledning."] * commitments)
    story.answer("evaluation", value="5", groups="1")
    with story.database.transaction(Actor(story.cast.workspace, None, via="bot"), NOON) as session:
        about = {"subject": "meetings", "subject_id": story.conference, "recipient": f"network:{story.cast.network}"}
        queue(session, key="summary:x:once:y", kind="summary", due_at=NOON, now=NOON, **about)  # type: ignore[arg-type]  # mixed
    row = story.rows("summary")[0]
    statements: list[str] = []
    with story.database.reading() as session:
        # What never changes is read once in a process.
        summary_facts(session, row, NOON)
    with story.database.reading() as session:
        listen = lambda *args: statements.append(args[2])  # noqa: E731  # taken off again below
        event.listen(story.database.reader, "before_cursor_execute", listen)
        summary_facts(session, row, NOON)
        event.remove(story.database.reader, "before_cursor_execute", listen)
    assert len([one for one in statements if one.startswith("SELECT")]) == 9


async def test_it_can_be_read_in_english(story: Story) -> None:
    story.promise("Vi inför kollegial handledning.")
    story.answer("evaluation", value="5", groups="1")
    await story.run(NOON)
    with story.database.reading() as session:
        facts = summary_facts(session, story.rows("summary")[0], NOON)
        message = summary_blocks(facts, Language("en", date(2027, 2, 15)))  # type: ignore[arg-type]  # no Skip here
    assert "5.0" in message.text


def _plan_next(story: Story) -> None:
    with story.database.transaction(Actor(story.cast.workspace, None, via="load"), AT_THE_TABLE) as session:
        session.add(
            Meeting(
                workspace_id=story.cast.workspace,
                kind="conference",
                network_id=story.cast.network,
                number=2,
                starts_at=datetime(2027, 9, 14, 8, tzinfo=UTC),
                ends_at=datetime(2027, 9, 15, 13, tzinfo=UTC),
                timezone="Europe/Stockholm",
                host_unit_id=story.cast.kalix,
                themes=[],
            )
        )


def _shorten(story: Story) -> None:
    with story.database.reading() as session:
        last = session.scalars(select(Commitment).order_by(Commitment.id.desc()).limit(1)).one()
    kim = story.actor("U0BODEN", NEXT_DAY)
    words = CommitmentWords("Kort.")
    change_commitment(story.database, kim, last.id, words, "short", version=last.version, now=NEXT_DAY)
