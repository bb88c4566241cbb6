"""The command for the annual wheel: one's own, a school's or a municipality's by its name, the schools in numbers."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.wheel_people import may_turn, units_of
from bot.errors import NotFound
from bot.handlers.asked import Asked, asked, number, pressed, value_of
from bot.handlers.dialogues import open_dialogue
from bot.handlers.many_milestones import open_marking
from bot.messages.many_milestones import MINE
from bot.messages.registry import Message
from bot.messages.wheel_answers import ShownWheel, help_message, wheel_message
from bot.messages.wheel_schools import ShownRow, ShownTable, own_schools_message, schools_message, table_message
from bot.services.wheel import UnitWheel, headed_wheels, own_wheels, unit_wheel, wheel_named
from bot.services.wheel_table import schools_table, schools_with
from bot.slack.commands import command_name, typed_text, understood

#: A school's name in what is typed; longer is no name.
MOST_NAME = 100


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the command and to the buttons that show wheels and tables."""

    @app.command(command_name("wheel"))
    async def command(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        answer = await _answer(by, typed_text(body.get("text", "")).strip())
        if answer is None:
            await ack()
        else:
            await ack(text=answer.text, blocks=answer.blocks, response_type="ephemeral")

    @app.action("wheel.show.v1")
    async def show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        value = value_of(body)
        if value == MINE:
            message = await _own(by)
        else:
            found = await by.do(unit_wheel, number(value), by.channel_id)
            message = wheel_message([_shown(found, by)], by.language)
        await by.show(message, by.language.word("milestones.wheel"))
        await ack()

    @app.action("wheel.table.v1")
    async def table(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        await by.show(await _table(by), by.language.word("milestones.wheel"))
        await ack()

    @app.action("wheel.schools.v1")
    async def own_schools(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        offset = pressed(body)
        message = await _own_schools(by, offset)
        await by.show(message, by.language.word("milestones.wheel"), replace=offset > 0)
        await ack()

    @app.action("milestone.schools.v1")
    async def schools(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        parts = value_of(body).split(":")
        if len(parts) != 4:
            raise NotFound("button-too-old")
        municipality, step, year, offset = number(parts[0]), parts[1], number(parts[2]), number(parts[3])
        standings = await by.do(schools_with, municipality, step, year)
        may_move = municipality in units_of(by.actor, "administration")
        may_do = may_turn(by.actor, "do", standings[0].place)
        message = schools_message(municipality, standings, offset, by.language, may_do=may_do, may_move=may_move)
        await by.show(message, by.language.word("milestones.wheel"), replace=offset > 0)
        await ack()


async def _answer(by: Asked, text: str) -> Message | None:
    """Do what is wished; return what to answer, None when a form was opened."""
    wish = understood(text) if text and len(text.split()) == 1 else None
    if not text:
        return await _own(by)
    if wish == "help":
        return help_message(by.language)
    if wish == "table":
        return await _table(by)
    if wish == "dialogue":
        await open_dialogue(by)
        return None
    if wish == "done":
        return await open_marking(by, MINE)
    found = await by.do(wheel_named, text[:MOST_NAME], by.channel_id)
    return wheel_message([_shown(found, by)], by.language)


async def _own(by: Asked) -> Message:
    found: list[UnitWheel] = await by.do(own_wheels, by.channel_id)
    heads = bool(units_of(by.actor, "head_of_schools"))
    if heads and not found:
        return await _own_schools(by, 0)
    follows = heads or bool(units_of(by.actor, "administration"))
    return wheel_message(_all_shown(found, by), by.language, follows_schools=follows, heads_schools=heads)


async def _own_schools(by: Asked, offset: int) -> Message:
    found: list[UnitWheel] = await by.do(headed_wheels)
    return own_schools_message(_all_shown(found, by), offset, by.language)


async def _table(by: Asked) -> Message:
    tables = [
        ShownTable(
            one.unit,
            one.year,
            one.schools,
            [ShownRow(row.standing, row.done, row.waived, row.count) for row in one.rows],
        )
        for one in await by.do(schools_table)
    ]
    return table_message(tables, by.language)


def _all_shown(wheels: Iterable[UnitWheel], by: Asked) -> list[ShownWheel]:
    return [_shown(one, by) for one in wheels]


def _shown(one: UnitWheel, by: Asked) -> ShownWheel:
    return ShownWheel(
        one.unit,
        one.year,
        one.open_years,
        one.standings,
        one.beside,
        ZoneInfo(by.actor.timezone),
        may_do=one.may_do,
        may_follow=one.may_follow,
        may_publish=one.may_publish,
    )
