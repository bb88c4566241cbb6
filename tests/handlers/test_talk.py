"""What the bot answers when somebody writes to it: once, to the one who wrote, with buttons; never to bots or edits."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.handlers.talk import is_from_a_person, wants_to_finish
from bot.storage.tables import Commitment, Person
from playground.messages import Message
from tests.cast import CHANNEL
from tests.handlers.conftest import House

HELP = "*Det här kan du göra*"


async def write(house: House, *texts: str) -> None:
    kim = house.person("U0BODEN")
    for text in texts:
        await kim.command("/atagande", text, channel=CHANNEL)
        assert (await kim.form.submit()).closed


def answers(house: House, user: str = "U0BODEN") -> list[Message]:
    return [message for message in house.person(user).direct_messages() if message.bot_id]


async def test_whatever_is_written_gets_help_with_buttons(house: House) -> None:
    kim = house.person("U0BODEN")
    for text in ("hej", "hjälp", "Vi inför kollegial handledning", "<!channel> & *fet*", "å" * 4000):
        await kim.tell_bot(text)
    shown = answers(house)
    assert len(shown) == 5
    assert all(message.plain().startswith(HELP) for message in shown)
    assert "[Skriv åtagande] [Våra åtaganden] [Återkoppling] [Våra uppgifter]" in shown[0].plain()
    await kim.click("Skriv åtagande", in_=shown[0])
    assert kim.form.labels().count("Åtagande") == 1


@pytest.mark.parametrize("text", ["klart", "Klart!", "Det är klart.", "klar", "done"])
async def test_klart_asks_which_and_the_button_finishes_it(house: House, text: str) -> None:
    await write(house, "Vi inför kollegial handledning senast 1 juni", "Vi ser över rutinerna")
    kim = house.person("U0BODEN")
    await kim.tell_bot(text)
    (answer,) = answers(house)
    assert answer.plain().startswith("Vilket åtagande är klart?\nÅtagande 1: Vi inför kollegial handledning")
    assert (await kim.click("Klart", in_=answer, nth=0)).ok
    (answer,) = answers(house)
    assert answer.plain().startswith("Åtagande 1 är markerat som klart.\nVilket åtagande är klart?\nÅtagande 2")
    assert (await kim.click("Klart", in_=answer)).ok
    (answer,) = answers(house)
    assert "Ni har inget öppet åtagande att markera som klart." in answer.plain()
    with house.database.reading() as session:
        assert set(session.scalars(select(Commitment.state))) == {"done"}
    assert kim.seen == []


async def test_klart_of_somebody_with_nothing_open_says_so(house: House) -> None:
    for user in ("U0BODEN", "U0LEAD", "U0UTE"):
        await house.person(user).tell_bot("klart")
        (answer,) = answers(house, user)
        assert answer.plain().startswith("Ni har inget öppet åtagande att markera som klart.")


async def test_many_open_commitments_fit_in_one_answer(house: House) -> None:
    await write(house, *[f"{'Vi gör mycket mer. ' * 100}{number}" for number in range(12)])
    await house.person("U0BODEN").tell_bot("klart")
    (answer,) = answers(house)
    assert "Och två åtaganden till. Tryck på Våra åtaganden." in answer.plain()


async def test_a_mention_is_answered_to_the_one_who_wrote(house: House) -> None:
    await write(house, "Vi inför kollegial handledning senast 1 juni")
    kim, robin = house.person("U0BODEN"), house.person("U0KALIX")
    await kim.mention(CHANNEL, "hjälp")
    await kim.mention(CHANNEL, "klart")
    own = [message for message in kim.messages(CHANNEL) if message.ephemeral_to == "U0BODEN"]
    assert [message.plain().splitlines()[0] for message in own] == [HELP, "Vilket åtagande är klart?"]
    assert not [message for message in robin.messages(CHANNEL) if message.ephemeral_to or HELP in message.plain()]
    await kim.click("Klart", in_=own[1])
    newest = [message for message in kim.messages(CHANNEL) if message.ephemeral_to == "U0BODEN"][-1]
    assert newest.plain().startswith("Åtagande 1 är markerat som klart.")


async def test_an_answer_in_a_thread_stays_in_it(house: House) -> None:
    kim = house.person("U0BODEN")
    first = await kim.tell_bot("hej")
    await kim.say(kim.dm.id, "klart", thread=first)
    assert len([message for message in kim.replies(first) if message.bot_id]) == 1


async def test_what_slack_tells_twice_is_answered_once(house: House) -> None:
    kim = house.person("U0BODEN")
    body = envelope(house, {"text": "hej"})
    for _ in range(3):
        await house.slack.events.attempt(body)
    assert len(answers(house)) == 1
    # The same gesture under another name.
    await house.slack.events.attempt(body | {"event_id": "Ev0ANDRA"})
    assert len(answers(house)) == 1
    assert kim.seen == []


async def test_an_answer_that_could_not_be_posted_is_posted_when_slack_tells_again(house: House) -> None:
    house.slack.fail("chat.postMessage", kind="ratelimited:1")
    attempts = await house.slack.events.attempt(envelope(house, {"text": "hej"}))
    assert [attempt.ok for attempt in attempts] == [False, True]
    assert len(answers(house)) == 1


async def test_an_answer_that_may_have_been_posted_is_not_posted_again(house: House) -> None:
    house.slack.fail("chat.postMessage", kind="reset_after_apply")
    told = envelope(house, {"text": "hej"})
    attempts = [*await house.slack.events.attempt(told), *await house.slack.events.attempt(told)]
    assert [attempt.ok for attempt in attempts] == [True, True]
    assert len(answers(house)) == 1


@pytest.mark.parametrize(
    "event",
    [
        {"bot_id": "B0ANNAN", "text": "hej"},
        {"subtype": "bot_message", "bot_id": "B0ANNAN", "text": "hej", "user": None},
        {"subtype": "message_changed", "message": {"user": "U0BODEN", "text": "hej", "ts": "1.1"}},
        {"subtype": "message_changed", "message": {"user": "U0BOT", "bot_id": "B0BOT", "text": "hej", "ts": "1.1"}},
        {"subtype": "message_deleted", "previous_message": {"user": "U0BODEN", "text": "hej"}},
        {"channel_type": "channel", "channel": CHANNEL, "text": "hej"},
    ],
    ids=["a bot", "a bot without a user", "an edit", "the bot's own update", "a deletion", "a channel"],
)
async def test_bots_edits_and_channels_are_not_answered(house: House, event: dict[str, Any]) -> None:
    attempts = await house.slack.events.attempt(envelope(house, event))
    assert [attempt.ok for attempt in attempts] == [True]
    assert answers(house) == []


async def test_the_bots_own_messages_make_nobody_up(house: House) -> None:
    house.slack.echo = True
    await house.person("U0BODEN").tell_bot("hej")
    await house.until(lambda: answers(house))
    with house.database.reading() as session:
        known = set(session.scalars(select(Person.slack_user_id)))
    assert house.slack.workspace.bot_user not in known
    assert len(answers(house)) == 1


@pytest.mark.parametrize(
    ("text", "finishes"),
    [
        ("klart", True),
        ("KLAR.", True),
        ("<@U0BOT> klart", True),
        ("är 12 klart?", True),
        ("klartext", False),
        ("", False),
        ("<@Uklart>", False),
        ("&lt;klart&gt;", False),
    ],
)
def test_klart_is_understood_as_a_word(text: str, finishes: bool) -> None:
    assert wants_to_finish(text) is finishes


def test_a_file_with_words_is_written_by_a_person() -> None:
    assert is_from_a_person({"subtype": "file_share", "user": "U0BODEN"})
    assert not is_from_a_person({"user": None})


def envelope(house: House, event: dict[str, Any]) -> dict[str, Any]:
    """Return what Slack tells of a message to the bot."""
    kim = house.person("U0BODEN")
    common = {"type": "message", "channel": kim.dm.id, "channel_type": "im", "user": kim.id, "ts": "1790000000.000100"}
    named = {"client_msg_id": "en-och-samma", "event_ts": "1790000000.000100"}
    whole = {key: value for key, value in (common | named | event).items() if value is not None}
    return house.slack.events.envelope(house.slack.workspace, whole)
