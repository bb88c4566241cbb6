"""A wheel as a picture, as a page and as a calendar: each asked for by a button; links are ended by others."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.wheel_people import OF_WHEEL, units_of
from bot.domain.wheel_standing import WheelUnit
from bot.handlers.asked import Asked, asked, numbers, pressed, value_of
from bot.language import Language
from bot.messages.wheel_links import (
    NewLinks,
    ShownLink,
    links_message,
    live_links_message,
    picture_message,
    revoked_message,
)
from bot.services.links import Kind, LiveLink, Opened, end_links, live_links, open_links, revoke_links
from bot.services.wheel import unit_wheel
from bot.services.wheel_picture import ask_for_picture


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the buttons about the picture and about links."""

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
        wanted: list[tuple[Kind, int | None]] = [("wheel", wheel.unit.id), ("calendar", wheel.unit.id)]
        if len(units_of(by.actor, *OF_WHEEL)) > 1:
            wanted.append(("calendar", None))
        opened = await by.do(open_links, *wanted)
        await by.show(links_message(_new(wheel.unit, opened, by), by.language), _title(by.language))
        await ack()

    @app.action("wheel.revoke.v1")
    async def revoke(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        count = await by.do(revoke_links)
        await by.show(revoked_message(count, by.language), _title(by.language), replace=True)
        await ack()

    _register_everybodys(app, deps)


def _register_everybodys(app: AsyncApp, deps: Deps) -> None:
    """Listen to the buttons about everybody's links to a wheel."""

    @app.action("wheel.live_links.v1")
    async def live(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        unit_id, offset = numbers(value_of(body), 2)
        await _show_everybodys(by, unit_id, offset, replace=offset > 0)
        await ack()

    @app.action("wheel.end_link.v1")
    async def end(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        unit_id, link_id, offset = numbers(value_of(body), 3)
        _, count = await by.do(end_links, unit_id, link_id)
        await _show_everybodys(by, unit_id, offset, ended=count)
        await ack()

    @app.action("wheel.end_links.v1")
    async def end_all(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        unit_id = pressed(body)
        _, count = await by.do(end_links, unit_id)
        await _show_everybodys(by, unit_id, 0, ended=count)
        await ack()


def _new(unit: WheelUnit, opened: Opened, by: Asked) -> NewLinks:
    base = by.deps.settings.base_url.rstrip("/")
    page, *calendars = opened.tokens
    of_unit, *own = [f"{base}/calendar/{token}.ics" for token in calendars]
    ended = [_shown(one, by) for one in opened.ended]
    return NewLinks(unit.id, unit.name, f"{base}/wheel/{page}", of_unit, own[0] if own else None, ended)


async def _show_everybodys(by: Asked, unit_id: int, offset: int, *, ended: int = 0, replace: bool = True) -> None:
    unit, found = await by.do(live_links, unit_id)
    links = [_shown(one, by) for one in found]
    # The last one of a page may just have been ended.
    first = offset if offset < len(links) else 0
    message = live_links_message(unit_id, unit, links, first, by.language, ended=ended)
    await by.show(message, _title(by.language), replace=replace)


def _shown(link: LiveLink, by: Asked) -> ShownLink:
    return ShownLink(link.id, link.kind, link.unit, link.person, by.day_of(link.since))


def _title(language: Language) -> str:
    return language.word("milestones.wheel")
