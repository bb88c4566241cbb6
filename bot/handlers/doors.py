"""The doors that stand in the pinned post, in the welcome and on the Home tab: feedback, details, all networks."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.handlers.answers import answer
from bot.messages.feedback import feedback_blocks, feedback_facts
from bot.messages.leadership_letter import week_blocks, week_facts
from bot.messages.profile import profile_blocks, profile_facts
from bot.services.home import gather


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the doors that no other file listens to."""

    @app.action("profile.show.v1")
    async def profile(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any], respond: AsyncRespond
    ) -> None:
        language = context["language"]
        shown = profile_blocks(await deps.do(gather, context["actor"], profile_facts), language)
        await answer(body, client, respond, shown, language.word("buttons.our_details"))
        await ack()

    @app.action("feedback.open.v1")
    async def feedback(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any], respond: AsyncRespond
    ) -> None:
        language = context["language"]
        channel_id = (body.get("channel") or {}).get("id")
        facts = await deps.do(gather, context["actor"], feedback_facts, channel_id)
        await answer(body, client, respond, feedback_blocks(facts, language), language.word("buttons.feedback"))
        await ack()

    @app.action("networks.show.v1")
    async def networks(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any], respond: AsyncRespond
    ) -> None:
        language = context["language"]
        shown = week_blocks(await deps.do(gather, context["actor"], week_facts), language)
        await answer(body, client, respond, shown, language.word("buttons.networks"))
        await ack()
