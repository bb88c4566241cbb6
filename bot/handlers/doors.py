"""The doors that stand in the pinned post, in the welcome and on the Home tab: feedback, details, all networks."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.handlers.asked import asked
from bot.messages.feedback import feedback_blocks, feedback_facts
from bot.messages.leadership_letter import week_blocks, week_facts
from bot.messages.profile import profile_blocks, profile_facts
from bot.services.home import gather


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the doors that no other file listens to."""

    @app.action("profile.show.v1")
    async def profile(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        shown = profile_blocks(await by.do(gather, profile_facts), by.language)
        await by.show(shown, by.language.word("buttons.our_details"))
        await ack()

    @app.action("feedback.open.v1")
    async def feedback(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        facts = await by.do(gather, feedback_facts, by.channel_id)
        await by.show(feedback_blocks(facts, by.language), by.language.word("buttons.feedback"))
        await ack()

    @app.action("networks.show.v1")
    async def networks(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        shown = week_blocks(await by.do(gather, week_facts), by.language)
        await by.show(shown, by.language.word("buttons.networks"))
        await ack()
