"""Pictures: given to Slack before the message that shows them is posted.

Slack looks at a file for a while before a message may show it. Until then the row waits; where Slack will not have the
picture at all, or it cannot be drawn, its words are posted in its place. What was given is remembered by what it shows,
so that the same picture is not given again soon; a process that is killed meanwhile leaves a file that nobody sees.
"""

import asyncio
from dataclasses import replace

import structlog

from bot.messages.registry import Picture
from bot.slack import blocks
from bot.slack.outcomes import CALL_ERRORS, Fault, Refusal, given, refusal_of
from bot.storage.sending import Claim
from scheduler.compose import Composed
from scheduler.guard import Broken, guarded
from scheduler.sender import Sender

log = structlog.get_logger(__name__)

#: How often Slack is asked whether it has looked at a file while the row is held, and how far apart, in seconds.
LOOKS, BETWEEN_LOOKS = 5, 0.5
#: After so many seconds the row is taken again, and so often; then the words go without the picture.
AGAIN, MOST_ATTEMPTS = 5.0, 8
#: Pictures remembered.
MOST_REMEMBERED = 64


async def with_picture(sender: Sender, held: Claim, message: Composed) -> Composed | Refusal:
    """Return the message with its picture, or in words alone when Slack will not have it; or why it must wait."""
    picture = message.message.picture
    # Without having looked whether Slack has taken it in, a message with it is mostly refused.
    if picture is None or sender.deps.permissions.lack("files:write", "files:read"):
        return message
    slack_file = await _given(sender, held, picture)
    refusal = slack_file if isinstance(slack_file, Refusal) else await _looked_at(sender, slack_file)
    if refusal is None:
        return _showing(message, picture, str(slack_file))
    if refusal.fault is Fault.RETRY and held.attempt < MOST_ATTEMPTS:
        return refusal
    sender.pictures.pop(picture.key, None)
    log.warning("A picture is told in words", delivery=held.id, code=refusal.code)
    return message


async def _given(sender: Sender, held: Claim, picture: Picture) -> str | Refusal:
    """Give Slack the picture, unless it has it; return what it is known as there."""
    if picture.key in sender.pictures:
        return sender.pictures[picture.key]
    content = await guarded(asyncio.to_thread(picture.draw), delivery=held.id, picture=picture.name)
    if isinstance(content, Broken):
        return Refusal(Fault.DELIVERY, "picture-not-drawn")
    try:
        answer = await sender.deps.slack.files_upload_v2(
            filename=picture.name, content=content, title=picture.title, alt_txt=picture.alt
        )
        slack_file = str(given(answer, "files", 0, "id"))
    except CALL_ERRORS as error:
        return refusal_of(error)
    if len(sender.pictures) >= MOST_REMEMBERED:
        sender.pictures.pop(next(iter(sender.pictures)))
    return sender.pictures.setdefault(picture.key, slack_file)


async def _looked_at(sender: Sender, slack_file: str) -> Refusal | None:
    """Wait a little for Slack to have looked at a file; return why it cannot be shown, None when it can."""
    for look in range(LOOKS):
        if look:
            await asyncio.sleep(BETWEEN_LOOKS)
        try:
            answer = await sender.deps.slack.files_info(file=slack_file)
            if given(answer, "file").get("mimetype"):
                return None
        except CALL_ERRORS as error:
            return refusal_of(error)
    return Refusal(Fault.RETRY, "picture-not-ready", AGAIN)


def _showing(message: Composed, picture: Picture, slack_file: str) -> Composed:
    block = blocks.picture(slack_file, picture.title, picture.alt)
    shown = replace(message.message, blocks=[block, *message.message.blocks[1:]])
    return replace(message, message=shown, in_words=message)
