"""Whether this database speaks for this installation: a copy in another place sends nothing until `adopt`."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.clock import machine_clock
from bot.deps import Deps
from bot.errors import BotError
from bot.slack.outcomes import CALL_ERRORS, given, refusal_of
from bot.storage.doubts import first_contacts, settle_others
from bot.storage.leases import free_lease_ahead
from bot.storage.stops import in_the_way
from bot.storage.tables import Workspace
from scheduler.history import Conversation, Found, notice_others, ours_of, read
from scheduler.transactions import reading, writing


class NotRecognised(BotError):
    """Nothing can be sent: this database speaks for another installation, or Slack does not say who we are."""


@dataclass(frozen=True)
class Installation:
    """Where and as whom the bot speaks."""

    api_url: str | None
    team_id: str | None
    bot_id: str | None
    bot_user_id: str | None


async def recognise(deps: Deps) -> None:
    """Check that this database speaks for the installation at hand; a new one learns it.

    Raises NotRecognised when the address or the bot is another one, when another installation speaks with the same
    bot, or when Slack does not answer.
    """
    known = await reading(deps, _known, deps.workspace_id)
    if known.api_url not in {None, deps.settings.slack_api_url}:
        raise NotRecognised("delivery-other-address", known=known.api_url, address=deps.settings.slack_api_url)
    here = await _ask(deps)
    if any(old not in {None, new} for old, new in ((known.team_id, here.team_id), (known.bot_id, here.bot_id))):
        raise NotRecognised("delivery-other-bot", known=known.bot_id, bot=here.bot_id)
    if known != here:
        await writing(deps, _learn, deps.workspace_id, here)
    await _look_around(deps)


async def adopt(deps: Deps) -> Installation:
    """Let this database speak for the installation at hand, whoever spoke there until now, or held its lease too long.

    Raises NotRecognised when Slack does not answer.
    """
    here = await _ask(deps)
    await writing(deps, _learn, deps.workspace_id, here)
    await _look_for_others(deps)
    await writing(deps, settle_others, deps.workspace_id)
    await writing(deps, free_lease_ahead, workspace_id=deps.workspace_id, machine_now=machine_clock())
    return here


async def _look_around(deps: Deps) -> None:
    """Raise NotRecognised when another installation speaks with the same bot, as far as it is known or easily seen."""
    known = await reading(deps, _in_the_way, deps.workspace_id)
    if not known:
        await _look_for_others(deps)
        known = await reading(deps, _in_the_way, deps.workspace_id)
    if known:
        raise NotRecognised("delivery-other-installation", installation=", ".join(known))


async def _look_for_others(deps: Deps) -> None:
    """Look at the newest messages of channels that this database has never posted in: somebody else may have.

    A channel that cannot be read is passed over: what is certain is seen when it is.
    """
    ours = await reading(deps, ours_of, deps.workspace_id)
    for channel in await reading(deps, first_contacts, deps.workspace_id):
        found = await read(deps.slack, ours, Conversation(channel), None, newest_page=True)
        if isinstance(found, Found):
            await notice_others(deps, found)


def _in_the_way(session: Session, workspace_id: int) -> list[str]:
    return sorted(session.scalars(in_the_way(workspace_id)))


async def _ask(deps: Deps) -> Installation:
    try:
        answer: Any = await deps.slack.auth_test()
        team_id = str(given(answer, "team_id"))
        return Installation(deps.settings.slack_api_url, team_id, answer.get("bot_id"), answer.get("user_id"))
    except CALL_ERRORS as error:
        raise NotRecognised("delivery-no-answer", code=refusal_of(error).code) from error


def _known(session: Session, workspace_id: int) -> Installation:
    row = session.get_one(Workspace, workspace_id)
    return Installation(row.api_url, row.team_id, row.bot_id, row.bot_user_id)


def _learn(session: Session, workspace_id: int, here: Installation) -> None:
    row = session.get_one(Workspace, workspace_id)
    row.api_url, row.team_id = here.api_url, here.team_id
    row.bot_id, row.bot_user_id = here.bot_id, here.bot_user_id
