"""What Slack tells about people: name, language, zone, and whether they are still there. Asked once a day each.

Posting to somebody who has left succeeds, so whether people are there is known from here and not from a failed call.
"""

import asyncio
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.deps import Deps
from bot.services.people import Profile, Unknown, people_to_look_up, profile_in, store_profile
from bot.slack.outcomes import CALL_ERRORS, given, refusal_of
from scheduler.guard import tell_away

log = structlog.get_logger(__name__)

#: What Slack answers about somebody it does not know.
NOBODY = frozenset({"user_not_found", "users_not_found", "user_not_visible"})
#: How often somebody is looked for whom Slack has not told about for a day, in seconds: a load may bring newcomers.
LOOK_EVERY = 60.0
#: A failed round is tried again after this long, in seconds.
AFTER_TROUBLE = 60.0
#: Slack answers this method about a hundred times a minute.
PAUSE = 0.6
#: Up to here a round needs no pauses: Slack grants bursts.
BURST = 50


async def serve_profiles(deps: Deps, stopping: asyncio.Event) -> None:
    """Ask about newcomers as they come, and about everybody once a day, until the process stops."""
    while not stopping.is_set():
        deps.newcomers.clear()
        try:
            wait = LOOK_EVERY if await look_up_people(deps, stopping) else AFTER_TROUBLE
        except SQLAlchemyError as error:
            tell_away(error, "The database is away; people are looked up later")
            wait = AFTER_TROUBLE
        waits = [asyncio.ensure_future(event.wait()) for event in (deps.newcomers, stopping)]
        try:
            await asyncio.wait(waits, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()


async def look_up_people(deps: Deps, stopping: asyncio.Event | None = None) -> bool:
    """Ask Slack about everybody it is time to ask about; return False when it did not answer: another time."""
    asked = 0
    while unknown := await deps.do_behind(people_to_look_up, deps.workspace_id):
        for person in unknown:
            if stopping is not None and stopping.is_set():
                return True
            profile = await _ask(deps, person)
            if profile is None:
                return False
            await deps.do_behind(store_profile, deps.workspace_id, person.person_id, profile)
            asked += 1
            await asyncio.sleep(PAUSE if asked > BURST else 0)
    return True


async def _ask(deps: Deps, person: Unknown) -> Profile | None:
    try:
        slack_user_id = person.slack_user_id or await _id_of(deps, person.email or "")
        answer: Any = await deps.slack.users_info(user=slack_user_id, include_locale=True)
        return profile_in(given(answer, "user"))
    except CALL_ERRORS as error:
        refusal = refusal_of(error)
        if refusal.code in NOBODY:
            # Nobody whom Slack knows here: nothing to learn until tomorrow.
            return Profile(person.slack_user_id)
        log.warning("Slack does not tell about people now", code=refusal.code)
        return None


async def _id_of(deps: Deps, email: str) -> str:
    answer: Any = await deps.slack.users_lookupByEmail(email=email)
    return str(given(answer, "user", "id"))
