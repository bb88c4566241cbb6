"""Annual wheels outside Slack, under unguessable addresses: the picture on a page, and the calendar.

Nothing here writes, and nothing is shown that the person who was given the address may not see at this moment. What
draws is loaded when somebody looks.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.deps import Deps
from bot.documents.calendar_feed import Entry, calendar_feed
from bot.documents.fonts import FILES
from bot.domain.wheel import Wheel
from bot.domain.wheel_year import in_language
from bot.errors import NotFound
from bot.language import Language
from bot.services.feeds import Feed, feed
from bot.services.links import Followed, follow_link
from bot.services.wheel_picture import wheel_values
from bot.storage.db import Database

#: Pictures kept ready; a picture is the same as long as the wheel, the day and the language are.
KEPT = 64
#: Addresses are secrets: no caches on the way, no index, nothing told to other sites, no scripts.
HEADERS: Mapping[str, str] = {
    "cache-control": "private, max-age=300",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; img-src 'self' data:",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
}


def routes(deps: Deps) -> list[Route]:
    """Return the addresses of wheels, of calendars, and of the font they are set in."""

    def answering(use_case: Callable[..., Response]) -> Callable[[Request], object]:
        async def answered(request: Request) -> Response:
            try:
                answer = await deps.do_behind(use_case, deps.workspace_id, request.path_params["token"])
            except NotFound as error:
                language = Language(deps.settings.locale, deps.clock().date())
                return PlainTextResponse(language.say(error.sentence), status_code=404, headers=HEADERS)

            return _unless_known(answer, request.headers.get("if-none-match"))

        return answered

    return [
        Route("/wheel/{token}.png", answering(_picture)),
        Route("/wheel/{token}", answering(_page)),
        Route("/calendar/{token}.ics", answering(_calendar)),
        *(Route(f"/fonts/{path.name}", _font(str(path))) for path in FILES.values()),
    ]


def _unless_known(answer: Response, known: str | None) -> Response:
    """Return the answer with a mark of what stands in it; without its body for who has that already."""
    mark = f'"{sha256(bytes(answer.body)).hexdigest()[:32]}"'
    if known == mark:
        return Response(status_code=304, headers={**HEADERS, "etag": mark})
    answer.headers["etag"] = mark
    return answer


def _font(path: str) -> Callable[[Request], object]:
    async def font(_request: Request) -> Response:
        return FileResponse(path, headers={"cache-control": "public, max-age=31536000, immutable"})

    return font


def _page(database: Database, workspace_id: int, token: str, *, now: datetime) -> Response:
    wheel, language = _wheel(database, workspace_id, token, now)
    return Response(_html(wheel, language), media_type="text/html", headers=HEADERS)


def _picture(database: Database, workspace_id: int, token: str, *, now: datetime) -> Response:
    wheel, language = _wheel(database, workspace_id, token, now)
    return Response(kept_png(wheel, language), media_type="image/png", headers=HEADERS)


def _calendar(database: Database, workspace_id: int, token: str, *, now: datetime) -> Response:
    followed = follow_link(database, workspace_id, "calendar", token, now=now)
    language = _language(followed, now)
    found = feed(database, followed.actor, followed.unit_id, now=now)
    written = feed_file(found, language, ZoneInfo(followed.actor.timezone))
    return Response(written, media_type="text/calendar", headers=HEADERS)


def feed_file(found: Feed, language: Language, zone: ZoneInfo) -> bytes:
    """Return a feed as calendar programs read it."""
    name = language.word("picture.calendar").format(unit=", ".join(found.units))
    return calendar_feed(name, _entries(found, language), zone, language.locale)


def _entries(found: Feed, language: Language) -> list[Entry]:
    """Return the feed's milestones as entries on their last day, which is what people plan by.

    The description tells since when; of several units each is named.
    """
    several = len(found.units) > 1
    entries = []
    for one in found.entries:
        title = in_language(one.title, language.text)
        # Said as of its own day: a calendar shows the year, and the same entry reads the same on every day.
        days = Language(language.locale, one.ends_on).span(one.starts_on, one.ends_on)
        entry = Entry(
            uid_parts=("milestone", str(one.unit_id), one.step, str(one.year)),
            title=f"{one.unit}: {title}" if several else title,
            day=one.ends_on,
            last_day=None,
            description=f"{one.unit}: {days}",
            url=None,
            sequence=one.sequence,
            cancelled=one.cancelled,
            changed_at=one.changed_at,
        )
        entries.append(entry)
    return entries


def _wheel(database: Database, workspace_id: int, token: str, now: datetime) -> tuple[Wheel, Language]:
    followed = follow_link(database, workspace_id, "wheel", token, now=now)
    if followed.unit_id is None:
        raise NotFound("link-unknown")
    from bot.documents.wheel_words import in_words

    language = _language(followed, now)
    return in_words(wheel_values(database, followed.actor, followed.unit_id, now=now), language), language


def _language(followed: Followed, now: datetime) -> Language:
    return Language(followed.actor.locale, followed.actor.day(now))


@lru_cache(KEPT)
def kept_png(wheel: Wheel, language: Language) -> bytes:
    """Return the picture of a wheel; one that was drawn before is not drawn again."""
    from bot.documents.wheel_png import wheel_png
    from bot.documents.wheel_svg import wheel_svg

    return wheel_png(wheel_svg(wheel, language))


@lru_cache(KEPT)
def _html(wheel: Wheel, language: Language) -> str:
    from bot.documents.wheel_page import wheel_page

    return wheel_page(wheel, language)
