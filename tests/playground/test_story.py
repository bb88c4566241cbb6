"""A person, a real Bolt app and the playground: from a typed command to a pressed button."""

from typing import Any

from playground import Playground
from tests.playground.small_bot import Bot, form


def commitment_app(bot: Bot) -> None:
    @bot.app.command("/atagande")
    async def opened(ack: Any, body: dict[str, Any], client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form())
        await ack()

    @bot.app.view("commitment")
    async def submitted(ack: Any, view: dict[str, Any], client: Any) -> None:
        text = view["state"]["values"]["text"]["v"]["value"]
        if "fel" in text:
            await ack(response_action="errors", errors={"text": "Skriv något annat"})
            return
        button = {"type": "button", "text": {"type": "plain_text", "text": "Klart"}, "action_id": "done", "value": "1"}
        blocks = [
            {"type": "section", "text": {"type": "plain_text", "text": text}},
            {"type": "actions", "elements": [button]},
        ]
        await client.chat_postMessage(channel="C0NORR", text=text, blocks=blocks)
        await ack()

    @bot.app.action("done")
    async def done(ack: Any, respond: Any) -> None:
        await respond(text="klart", replace_original=True)
        await ack()


async def test_a_commitment_from_command_to_done(slack: Playground, bot: Bot) -> None:
    commitment_app(bot)
    kim, alex = slack.person("U0BODEN"), slack.person("U0LULEA")
    await kim.command("/atagande", channel="C0NORR")
    assert kim.form.title == "Nytt åtagande"
    assert kim.form.labels() == ["Åtagande", "Senast klart"]
    kim.form.fill("Åtagande", "Vi läser & skriver <mer>")
    kim.form.fill("Senast klart", "2027-06-01")
    result = await kim.form.submit()
    assert result.closed
    assert not kim.has_form
    card = alex.find("C0NORR", "Vi läser & skriver <mer>")
    assert "[Klart]" in card.plain()
    await alex.click("Klart", in_=card)
    assert card.plain() == "klart"
    assert not kim.seen
    assert not list(slack.calls.refused())


async def test_errors_from_the_bot_stand_at_their_field_and_the_text_is_kept(slack: Playground, bot: Bot) -> None:
    commitment_app(bot)
    kim = slack.person("U0BODEN")
    await kim.command("/atagande")
    kim.form.fill("Åtagande", "fel")
    result = await kim.form.submit()
    assert result.errors == {"Åtagande": "Skriv något annat"}
    assert not result.closed
    assert kim.form.value("Åtagande") == "fel"


async def test_a_required_field_left_empty_never_reaches_the_bot(slack: Playground, bot: Bot) -> None:
    commitment_app(bot)
    kim = slack.person("U0BODEN")
    await kim.command("/atagande")
    before = len(bot.requests)
    result = await kim.form.submit()
    assert not result.sent
    assert list(result.errors) == ["Åtagande"]
    assert len(bot.requests) == before
