"""What Slack tells about people: name, language, zone, and whether they are still there. Asked once a day each.

Posting to somebody who has left succeeds, so whether people are there is known from here and not from a failed call.
"""

import asyncio
from collections.abc import Collection
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.deps import Deps
from bot.services.people import Profile, Unknown, people_to_look_up, profile_in, store_profile
from bot.slack.outcomes import CALL_ERRORS, Fault, NotGiven, given, refusal_of
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
#: Looked up at a time.
AT_A_TIME = 50


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
    """Ask Slack about everybody it is time to ask about; return False when some of it is left to another time.

    Somebody whom Slack will not tell about is passed over, so that the others are not waited for in vain.
    """
    asked, passed_over = 0, set[int]()
    while unknown := await _still_unknown(deps, passed_over):
        for person in unknown:
            if stopping is not None and stopping.is_set():
                return True
            try:
                profile = await _ask(deps, person)
            except CALL_ERRORS as error:
                log.warning("Slack does not tell about somebody now", code=refusal_of(error).code)
                if not _is_about_one(error):
                    return False
                passed_over.add(person.person_id)
            else:
                await deps.do_behind(store_profile, deps.workspace_id, person.person_id, profile)
            asked += 1
            await asyncio.sleep(PAUSE if asked > BURST else 0)
    return not passed_over


async def _still_unknown(deps: Deps, passed_over: Collection[int]) -> list[Unknown]:
    by_email = not deps.permissions.lack("users:read.email")
    at_most = AT_A_TIME + len(passed_over)
    unknown = await deps.do_behind(people_to_look_up, deps.workspace_id, by_email=by_email, at_most=at_most)
    return [person for person in unknown if person.person_id not in passed_over]


async def _ask(deps: Deps, person: Unknown) -> Profile:
    """Return what Slack tells about somebody; raises one of CALL_ERRORS when it does not."""
    try:
        slack_user_id = person.slack_user_id or await _id_of(deps, person.email or "")
        answer: Any = await deps.slack.users_info(user=slack_user_id, include_locale=True)
        return profile_in(given(answer, "user"))
    except SlackApiError as error:
        if refusal_of(error).code not in NOBODY:
            raise
        # Nobody whom Slack knows here: nothing to learn until tomorrow.
        return Profile(person.slack_user_id)


def _is_about_one(error: Exception) -> bool:
    """Return whether Slack answered, and only about this person not as it should: the next one may be told about."""
    if isinstance(error, SlackApiError):
        refusal = refusal_of(error)
        return refusal.fault in {Fault.DELIVERY, Fault.UNKNOWN} and not refusal.code.startswith("http_")
    return isinstance(error, NotGiven | AttributeError)


async def _id_of(deps: Deps, email: str) -> str:
    answer: Any = await deps.slack.users_lookupByEmail(email=email)
    return str(given(answer, "user", "id"))
