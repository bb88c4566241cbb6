"""A wheel as a picture, as a page and as a calendar: each asked for by a button; addresses are revoked by another."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.wheel_people import OF_WHEEL, units_of
from bot.handlers.asked import asked, pressed
from bot.language import Language
from bot.messages.wheel_links import links_message, picture_message, revoked_message
from bot.services.links import Kind, open_links, revoke_links
from bot.services.wheel import unit_wheel
from bot.services.wheel_picture import ask_for_picture


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the buttons about addresses."""

    @app.action("wheel.picture.v1")
    async def picture(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        unit = await by.do(ask_for_picture, pressed(body))
        deps.nudge()
        await by.show(picture_message(unit, by.language), _title(by.language))
        await ack()

    @app.action("wheel.links.v1")
    async def links(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        wheel = await by.do(unit_wheel, pressed(body), by.channel_id)
        base = deps.settings.base_url.rstrip("/")
        wanted: list[tuple[Kind, int | None]] = [("wheel", wheel.unit.id), ("calendar", wheel.unit.id)]
        if len(units_of(by.actor, *OF_WHEEL)) > 1:
            wanted.append(("calendar", None))
        page, *calendars = await by.do(open_links, *wanted)
        of_unit, *own = [f"{base}/calendar/{token}.ics" for token in calendars]
        addresses = f"{base}/wheel/{page}", of_unit, own[0] if own else None
        await by.show(links_message(wheel.unit.name, *addresses, by.language), _title(by.language))
        await ack()

    @app.action("wheel.revoke.v1")
    async def revoke(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        count = await by.do(revoke_links)
        await by.show(revoked_message(count, by.language), _title(by.language), replace=True)
        await ack()


def _title(language: Language) -> str:
    return language.word("milestones.wheel")
