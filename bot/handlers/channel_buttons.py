"""The leadership chooses another channel for a network, or lets it be."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.handlers.asked import asked, pressed
from bot.handlers.forms import open_form, read_form
from bot.messages.channels import let_be_blocks
from bot.services.channels import channel_to_choose, choose_channel
from bot.slack.channels import enter
from bot.slack.forms.build import callback_id

FORM = "network_channel"
#: The form's question.
CHANNEL = "channel"


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the buttons about a lost channel, and to the form that one of them opens."""

    @app.action("channel.choose.v1")
    async def choose(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        network_id = pressed(body)
        network, _ = await by.do(channel_to_choose, network_id)
        await open_form(by, FORM, subject=network_id, notice=by.language.word("channels.of").format(network=network))
        await ack()

    @app.action("channel.let_be.v1")
    async def let_be(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        network_id = pressed(body)
        network, _ = await by.do(channel_to_choose, network_id)
        await by.show(let_be_blocks(network_id, network, by.language), replace=True)
        await ack()

    @app.view(callback_id(FORM))
    async def chosen(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        state, answers = read_form(body["view"], {})
        channel = str(answers[CHANNEL])
        await by.do(channel_to_choose, state.subject)
        await enter(client, channel, field=CHANNEL, may_join=deps.permissions.may_join)
        await by.do(choose_channel, state.subject, channel)
        deps.nudge()
        await ack()
