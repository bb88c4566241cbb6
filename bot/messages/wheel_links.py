"""What somebody is answered who asks for a wheel's picture or calendar: where it comes, and addresses."""

from bot.language import Language
from bot.messages.registry import Message
from bot.slack import blocks


def links_message(unit: str, page: str, calendar: str, own: str | None, language: Language) -> Message:
    """Return the addresses of a unit's picture and calendar, and of one's own calendar when it holds more."""
    say = language.template("wheel-links")
    told = [say("page", address=page), say("calendar", unit=unit, address=calendar)]
    if own is not None:
        told.append(say("own", address=own))
    body = [blocks.section(say("headline", unit=unit)), *(blocks.section(each) for each in told)]
    body.append(blocks.context(say("care")))
    body.append(blocks.actions(blocks.button("wheel.revoke.v1", language.word("buttons.revoke_links"), "all")))
    return Message(blocks.notification(say.plain("headline", unit=unit).strip("*")), body)


def picture_message(unit: str, language: Language) -> Message:
    """Return that the picture comes in private."""
    say = language.template("wheel-links")
    return Message(blocks.notification(say.plain("picture", unit=unit)), [blocks.section(say("picture", unit=unit))])


def revoked_message(count: int, language: Language) -> Message:
    """Return that addresses work no longer."""
    say = language.template("wheel-links")
    name, values = ("revoked", {"count": count}) if count else ("none_to_revoke", {})
    return Message(blocks.notification(say.plain(name, **values)), [blocks.section(say(name, **values))])
