"""Commands, buttons, shortcuts, events and answers, as they reach a real Bolt app."""

import asyncio
import re
from typing import Any

import pytest
from aiohttp import ClientSession, web
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from playground import NotPossibleError, NotShownError, Person, Playground
from tests.playground.small_bot import Bot

Json = dict[str, Any]
FIELDS = (
    "team_id channel_id channel_name user_id user_name command text response_url trigger_id api_app_id "
    "is_enterprise_install"
)


def button(text: str, action_id: str) -> Json:
    return {"type": "button", "action_id": action_id, "value": "7", "text": {"type": "plain_text", "text": text}}


def actions(*elements: Json) -> list[Json]:
    return [{"type": "actions", "elements": list(elements)}]


@pytest.fixture
def kim(slack: Playground) -> Person:
    return slack.person("U0BODEN")


async def test_a_command_carries_all_fields_and_its_text_as_entities(bot: Bot, kim: Person) -> None:
    bodies: list[Json] = []

    @bot.app.command("/atagande")
    async def taken(ack: Any, body: Json) -> None:
        bodies.append(body)
        await ack("klart & &lt;b&gt;")

    await kim.command("/atagande", "a & b <c>", channel="C0NORR")
    assert set(FIELDS.split()) <= bodies[0].keys()
    assert bodies[0]["text"] == "a &amp; b &lt;c&gt;"
    [answer] = kim.messages("C0NORR")
    assert (answer.plain(), answer.ephemeral_to) == ("klart & <b>", "U0BODEN")


async def test_an_answer_in_the_channel_is_seen_by_all(slack: Playground, bot: Bot, kim: Person) -> None:
    @bot.app.command("/atagande")
    async def taken(ack: Any) -> None:
        await ack(text="hej alla", response_type="in_channel")

    await kim.command("/atagande", channel="C0NORR")
    assert slack.person("U0LULEA").find("C0NORR", "hej alla").ephemeral_to is None


async def test_a_late_answer_is_a_timeout_the_person_sees(slack: Playground, bot: Bot, kim: Person) -> None:
    slack.timing.ack_seconds = 0.1

    @bot.app.command("/atagande")
    async def slow(ack: Any) -> None:
        await asyncio.sleep(0.2)
        await ack("för sent")

    delivered = await kim.command("/atagande", channel="C0NORR")
    assert delivered.error == "operation_timeout"
    assert [trouble.kind for trouble in kim.seen] == ["operation_timeout"]
    assert kim.messages("C0NORR") == []
    await asyncio.sleep(0.15)


async def test_other_failures_of_the_bot_are_seen_too(slack: Playground, bot: Bot, kim: Person) -> None:
    await kim.command("/finns-inte")
    slack.bot_url = "http://127.0.0.1:9/slack/events"
    await kim.command("/atagande")
    assert [trouble.kind for trouble in kim.seen] == ["http_error", "connection_failed"]


async def test_a_wrong_signature_is_refused_by_bolt(slack: Playground, bot: Bot, kim: Person) -> None:
    @bot.app.command("/atagande")
    async def taken(ack: Any) -> None:
        await ack()

    slack.signing_secret = "another"
    assert (await kim.command("/atagande")).status == 401


async def test_people_of_other_workspaces_have_no_commands(slack: Playground) -> None:
    slack.add_user("U0GAST", "gast", team_id="T0ANNAN")
    with pytest.raises(NotPossibleError, match="another workspace"):
        await slack.person("U0GAST").command("/atagande")


async def test_a_button_on_a_message(slack: Playground, bot: Bot, kim: Person) -> None:
    bodies: list[Json] = []

    @bot.app.action(re.compile("done|menu"))
    async def done(ack: Any, body: Json) -> None:
        bodies.append(body)
        await ack()

    menu = {
        "type": "overflow",
        "action_id": "menu",
        "options": [{"text": {"type": "plain_text", "text": text}, "value": text} for text in ("Flytta", "Avsluta")],
    }
    await bot.client.chat_postMessage(channel="C0NORR", text="kort", blocks=actions(button("Klart", "done"), menu))
    card = kim.find("C0NORR", "[Klart]")
    await kim.click("Klart", in_=card)
    await kim.click("Avsluta", in_=card)
    pressed, chosen = bodies
    assert pressed["container"] == {
        "type": "message",
        "message_ts": card.ts,
        "channel_id": "C0NORR",
        "is_ephemeral": False,
    }
    assert pressed["message"]["blocks"] == card.blocks
    assert (pressed["actions"][0]["value"], chosen["actions"][0]["selected_option"]["value"]) == ("7", "Avsluta")
    assert pressed["trigger_id"] != chosen["trigger_id"]
    with pytest.raises(NotShownError, match="Klart"):
        await kim.click("Radera", in_=card)


async def test_an_ephemeral_card_is_replaced_and_removed_by_its_response_url(bot: Bot, kim: Person) -> None:
    bodies: list[Json] = []

    @bot.app.action("next")
    async def step(ack: Any, body: Json, respond: Any) -> None:
        bodies.append(body)
        await ack()
        if len(bodies) == 1:
            await respond(text="två", blocks=actions(button("Vidare", "next")), replace_original=True)
        else:
            await respond(delete_original=True)

    await bot.client.chat_postEphemeral(
        channel="C0NORR", user="U0BODEN", text="ett", blocks=actions(button("Vidare", "next"))
    )
    [card] = kim.messages("C0NORR")
    await kim.click("Vidare", in_=card)
    assert bodies[0]["container"]["is_ephemeral"]
    assert "message" not in bodies[0]
    assert card.text == "två"
    await kim.click("Vidare", in_=card)
    assert kim.messages("C0NORR") == []
    with pytest.raises(NotShownError, match="no longer"):
        await kim.click("Vidare", in_=card)


async def test_a_response_url_lives_for_five_answers_and_half_an_hour(slack: Playground, kim: Person) -> None:
    url = kim.payloads.command("/x", "", slack.workspace.channel("C0NORR"))["response_url"]
    webhook = AsyncWebhookClient(url)
    answers = [await webhook.send(text=f"nr {n}", response_type="in_channel" if n == 1 else None) for n in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body
    assert [message.ephemeral_to for message in kim.messages("C0NORR")][:2] == ["U0BODEN", None]
    slack.response_urls.seconds = 0
    old = kim.payloads.command("/x", "", slack.workspace.channel("C0NORR"))["response_url"]
    assert "expired_url" in (await AsyncWebhookClient(old).send(text="sent")).body


async def test_shortcuts(slack: Playground, bot: Bot, kim: Person) -> None:
    bodies: list[Json] = []

    @bot.app.shortcut("log_commitment")
    async def taken(ack: Any, body: Json) -> None:
        bodies.append(body)
        await ack()

    said = await slack.person("U0LULEA").say("C0NORR", "vi lovar <mer> & bättre")
    await kim.message_shortcut("log_commitment", said)
    await kim.shortcut("log_commitment")
    assert bodies[0]["message"]["text"] == "vi lovar &lt;mer&gt; &amp; bättre"
    assert (bodies[0]["channel"]["id"], bodies[0]["type"]) == ("C0NORR", "message_action")
    assert (bodies[1]["type"], "channel" in bodies[1]) == ("shortcut", False)


async def test_what_people_write_reaches_the_bot_when_it_subscribes(slack: Playground, bot: Bot, kim: Person) -> None:
    heard: list[tuple[str, str]] = []

    @bot.app.event("message")
    async def message(event: Json) -> None:
        heard.append((event["channel_type"], event["text"]))

    @bot.app.event("app_mention")
    async def mention(event: Json) -> None:
        heard.append(("mention", event["text"]))

    await kim.tell_bot("klart & nytt")
    await kim.say("C0NORR", "hej")
    await kim.mention("C0NORR", "vad är öppet?")
    bot_user = slack.workspace.bot_user
    assert heard == [("im", "klart &amp; nytt"), ("mention", f"<@{bot_user}> vad är öppet?")]
    slack.events.subscribed.add("message.channels")
    await kim.say("C0NORR", "hej igen")
    assert heard[-1] == ("channel", "hej igen")


async def test_what_happens_in_the_workspace(slack: Playground, bot: Bot, client: AsyncWebClient) -> None:
    heard: list[Json] = []
    for kind in ("member_joined_channel", "user_change", "channel_archive", "channel_id_changed", "app_uninstalled"):

        @bot.app.event(kind)
        async def happened(event: Json) -> None:
            heard.append(event)

    slack.add_user("U0NY", "ny")
    norr = slack.workspace.channel("C0NORR")
    await slack.happenings.join(slack.workspace, norr, "U0NY")
    await slack.happenings.change_user(slack.workspace, "U0NY", deleted=True)
    await slack.happenings.change_channel_id(slack.workspace, norr, "C0NYTT")
    await slack.happenings.archive(slack.workspace, norr)
    assert [event["type"] for event in heard] == [
        "member_joined_channel",
        "user_change",
        "channel_id_changed",
        "channel_archive",
    ]
    assert heard[1]["user"]["deleted"]
    body = slack.delivery.sent[-1].payload
    assert body["event_id"].startswith("Ev")
    app = AsyncWebClient(token=slack.app_token, base_url=slack.api_url)
    listed = await app.apps_event_authorizations_list(event_context=body["event_context"])
    assert listed["authorizations"] == body["authorizations"]
    slack.events.subscribed.remove("tokens_revoked")
    await slack.happenings.uninstall(slack.workspace)
    assert heard[-1]["type"] == "app_uninstalled"
    assert client.token in slack.revoked


async def test_an_event_is_tried_four_times(slack: Playground, bot: Bot) -> None:
    async def down() -> web.Response:
        return web.Response(status=503)

    bot.instead = down
    event = {"type": "team_join"}
    attempts = await slack.events.tell(slack.workspace, event)
    assert [attempt.status for attempt in attempts] == [503] * 4
    assert len({attempt.payload["event_id"] for attempt in attempts}) == 1

    async def declined() -> web.Response:
        return web.Response(status=500, headers={"x-slack-no-retry": "1"})

    bot.instead = declined
    assert len(await slack.events.tell(slack.workspace, event)) == 1


async def test_a_retry_says_which_and_why(slack: Playground, bot: Bot) -> None:
    failed: list[int] = []

    async def once() -> web.Response:
        failed.append(1)
        bot.instead = None
        await asyncio.sleep(0.2)
        return web.Response()

    slack.timing.ack_seconds = 0.1
    bot.instead = once

    @bot.app.event("team_join")
    async def joined() -> None:
        """Taken at the second attempt."""

    attempts = await slack.events.tell(slack.workspace, {"type": "team_join"})
    assert [attempt.error for attempt in attempts] == ["operation_timeout", ""]
    headers = bot.requests[-1].headers
    assert headers["x-slack-retry-num"] == ["1"]
    assert headers["x-slack-retry-reason"] == ["http_timeout"]
    await asyncio.sleep(0.15)


async def test_threads(bot: Bot, kim: Person) -> None:
    posted = await bot.client.chat_postMessage(channel="C0NORR", text="fråga")
    parent = kim.find("C0NORR", "fråga")
    await kim.say("C0NORR", "svar", thread=parent)
    assert [reply.plain() for reply in kim.replies(parent)] == ["svar"]
    assert [message.plain() for message in kim.messages("C0NORR", threads=False)] == ["fråga"]
    replies = await bot.client.conversations_replies(channel="C0NORR", ts=posted["ts"])
    assert replies["messages"][1]["user"] == "U0BODEN"


async def test_the_signature_counts_the_raw_bytes(slack: Playground, bot: Bot) -> None:
    assert slack.bot_url
    async with ClientSession() as session, session.post(slack.bot_url, data=b"command=%2Fatagande") as response:
        assert response.status == 401


async def test_what_was_chosen_on_a_message_comes_with_the_next_press(bot: Bot, kim: Person) -> None:
    bodies: list[Json] = []

    @bot.app.action(re.compile(".*"))
    async def taken(ack: Any, body: Json) -> None:
        bodies.append(body)
        await ack()

    chosen = {"text": {"type": "plain_text", "text": "Grön"}, "value": "g"}
    menu = {"type": "static_select", "action_id": "colour", "options": [chosen]}
    date = {"type": "datepicker", "action_id": "day"}
    elements = actions(menu, date, button("Spara", "save"))
    await bot.client.chat_postMessage(channel="C0NORR", text="färg", blocks=elements)
    card = kim.messages("C0NORR")[-1]
    await kim.click("Grön", in_=card)
    await kim.choose("2027-02-10", in_=card)
    await kim.click("Spara", in_=card)
    [values] = bodies[-1]["state"]["values"].values()
    assert values == {
        "colour": {"type": "static_select", "selected_option": chosen},
        "day": {"type": "datepicker", "selected_date": "2027-02-10"},
    }
    assert bodies[1]["actions"][0]["selected_date"] == "2027-02-10"


async def test_waiting_for_a_message(slack: Playground, kim: Person, client: AsyncWebClient) -> None:
    async def later() -> None:
        await asyncio.sleep(0.05)
        await client.chat_postMessage(channel="C0NORR", text="nu", blocks=actions(button("Klart", "done")))

    slack.happenings.soon(later())
    card = await kim.sees("C0NORR", "[Klart]")
    assert card.buttons() == ["Klart"]
    with pytest.raises(NotShownError, match="Klart"):
        await kim.sees("C0NORR", "aldrig", seconds=0.05)


async def test_the_app_may_hear_of_its_own_messages_and_ignores_them(slack: Playground, bot: Bot) -> None:
    heard: list[Json] = []

    @bot.app.event("message")
    async def message(event: Json) -> None:
        heard.append(event)

    slack.echo = True
    await bot.client.chat_postMessage(channel="U0BODEN", text="hej")
    delivered = await slack.until(lambda: slack.delivery.sent and slack.delivery.sent[-1].status)
    assert delivered == 200
    assert slack.delivery.sent[-1].payload["event"]["bot_id"] == slack.workspace.bot_id
    assert heard == [], "Bolt keeps the app's own messages from its listeners"
