"""What a conference asks: for which municipality, on the sheet its people share, or that nothing comes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.programme.answers import Answers
from bot.domain.programme.together import together
from bot.errors import NotFound, Sentence, StaleVersion
from bot.handlers.asked import Asked, asked, pressed
from bot.handlers.forms import drawn, form_of, left_in, read_form
from bot.language import Language
from bot.services.drafts import drop_draft, keep_draft, kept_draft
from bot.services.inquiries import About, Answerable, Sheet, Written, answerable, decline, hand_in, save_draft, sheet
from bot.slack.forms import drafts, files
from bot.slack.forms.build import callback_id
from bot.slack.forms.read import typed
from bot.slack.forms.state import FormState, load, opened
from bot.storage.inquiries import EVALUATION, KINDS

#: The form that asks somebody who acts for several municipalities which one it is about.
CHOOSER = "inquiry_municipality"
DECLINE = "decline"
#: Dialogues that Slack lays on top of each other.
MOST_LAYERS = 3


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the buttons and forms of a conference's questions; before the listeners of all forms."""
    for kind in KINDS:
        _register_kind(app, deps, kind)

    @app.action("inquiry.decline.v1")
    async def nothing_comes(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]
    ) -> None:
        desk, meeting_id = _Desk(asked(deps, body, client, context)), pressed(body)
        offered = await desk.answerable(meeting_id, DECLINE)
        if len(offered.choices) == 1:
            await desk.decline(meeting_id, offered.choices[0][0])
        else:
            await client.views_open(trigger_id=body["trigger_id"], view=desk.chooser(meeting_id, DECLINE, offered))
        await ack()

    @app.view(callback_id(CHOOSER))
    async def chosen(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        desk, view = _Desk(asked(deps, body, client, context)), body["view"]
        state = load(view["private_metadata"])
        meeting_id, what = state.subject or 0, str(state.context["what"])
        _, answers = read_form(view, _municipalities(await desk.answerable(meeting_id, what)))
        unit_id = int(str(answers["municipality"]))
        if what == DECLINE:
            await desk.decline(meeting_id, unit_id)
            await ack()
        else:
            about = About(meeting_id, what, unit_id)
            await ack(response_action="update", view=await desk.sheet(about, is_one_of_several=True))

    @app.view_closed(callback_id(CHOOSER))
    async def left(ack: AsyncAck) -> None:
        await ack()


def _register_kind(app: AsyncApp, deps: Deps, kind: str) -> None:
    @app.action(f"inquiry.{kind}.v1")
    async def answer(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        view = await _Desk(asked(deps, body, client, context)).first(pressed(body), kind)
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.view(callback_id(kind))
    async def submit(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        await ack(**await _Desk(asked(deps, body, client, context)).hand_in(body["view"]))

    @app.view_closed(callback_id(kind))
    async def closed(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        await _Desk(asked(deps, body, client, context)).keep(body["view"])
        await ack()


@dataclass(frozen=True)
class _Desk:
    """Somebody answers for a municipality."""

    by: Asked

    @property
    def language(self) -> Language:
        return self.by.language

    async def answerable(self, meeting_id: int, what: str) -> Answerable:
        return await self.by.do(answerable, meeting_id, EVALUATION if what == DECLINE else what)

    async def first(self, meeting_id: int, kind: str) -> dict[str, Any]:
        """Return what opens: the sheet, or for several municipalities the question which one."""
        offered = await self.answerable(meeting_id, kind)
        if len(offered.choices) == 1:
            return await self.sheet(About(meeting_id, kind, offered.choices[0][0]))
        return self.chooser(meeting_id, kind, offered)

    def chooser(self, meeting_id: int, what: str, offered: Answerable) -> dict[str, Any]:
        form = files.form(CHOOSER)
        state = opened(form, subject=meeting_id, context={"what": what})
        return drawn(form, state, self.language, options=_municipalities(offered))

    async def sheet(self, about: About, *, is_one_of_several: bool = False) -> dict[str, Any]:
        """Return a municipality's sheet with what stands on it, and what this person wrote and nobody saw."""
        found = await self.by.do(sheet, about)
        own = await self.by.do(kept_draft, _own_name(about), about.meeting_id)
        theirs = drafts.load(found.stand.answers)
        lines = [self.word("municipality", municipality=found.municipality)] if is_one_of_several else []
        if own is None:
            return self.draw(found, theirs, [*lines, *self.stand(found)])
        answers, differing = together(found.form, drafts.load(own.answers), theirs)
        lines.append(self.word("own_draft", day=self.day(own.saved_at)))
        return self.draw(found, answers, [*lines, *self.theirs(found, differing)])

    def draw(self, found: Sheet, answers: Answers, lines: Sequence[str], *, layer: int = 1) -> dict[str, Any]:
        about = found.about
        state = opened(
            found.form,
            answers=answers,
            subject=about.meeting_id,
            version=found.stand.version,
            context={"unit": about.unit_id, "layer": layer},
        )
        return drawn(found.form, state, self.language, answers=answers, notice="\n".join(lines) or None)

    async def hand_in(self, view: Mapping[str, Any]) -> dict[str, Any]:
        """Hand in what a form says; return how Slack is answered."""
        about = _about(load(view["private_metadata"]))
        found = await self.by.do(sheet, about)
        state, answers = read_form(view, {}, found.form)
        written = Written(drafts.dump(answers), state.version, state.key)
        try:
            await self.by.do(hand_in, about, written)
        except StaleVersion:
            return await self.side_by_side(view, about, state)
        self.by.deps.nudge()
        await self.by.do(drop_draft, _own_name(about), about.meeting_id)
        return {"response_action": "clear"}

    async def side_by_side(self, view: Mapping[str, Any], about: About, state: FormState) -> dict[str, Any]:
        """Show the form once more with everything typed in it, and what somebody else wrote meanwhile.

        It is laid on top as long as Slack lets it: what is updated in place keeps fields empty that were left.
        """
        found = await self.by.do(sheet, about)
        mine = typed(found.form, state, view["state"]["values"])
        answers, differing = together(found.form, mine, drafts.load(found.stand.answers))
        told = self.language.say(Sentence("inquiry-stale", {"who": self.writer(found)}))
        layer = int(state.context.get("layer") or 1)
        drawn_again = self.draw(
            found, answers, [told, *self.theirs(found, differing)], layer=min(layer + 1, MOST_LAYERS)
        )
        return {"response_action": "push" if layer < MOST_LAYERS else "update", "view": drawn_again}

    async def keep(self, view: Mapping[str, Any]) -> None:
        """Keep what was typed in a form that is closed: for the municipality, else for the one who typed it."""
        state = load(view["private_metadata"])
        answers = left_in(view, await form_of(self.by, state), state)
        if answers is None:
            return
        about, draft = _about(state), drafts.dump(answers)
        if await self.by.do(save_draft, about, Written(draft, state.version, None)):
            await self.by.do(drop_draft, _own_name(about), about.meeting_id)
        else:
            await self.by.do(keep_draft, _own_name(about), about.meeting_id, draft)

    async def decline(self, meeting_id: int, unit_id: int) -> None:
        await self.by.do(decline, meeting_id, unit_id)
        self.by.deps.nudge()

    def stand(self, found: Sheet) -> Iterator[str]:
        """Yield the line at the top that says how far the municipality has come, and by whom."""
        stand = found.stand
        if stand.handed_in_at is not None:
            who = stand.handed_in_by or self.word("somebody")
            yield self.word("handed_in", who=who, day=self.day(stand.handed_in_at))
        elif stand.declined_at is not None:
            yield self.word("declined", day=self.day(stand.declined_at))
        elif stand.version is not None:
            yield self.word("draft", who=self.writer(found))

    def theirs(self, found: Sheet, differing: Iterable[tuple[str, str]]) -> Iterator[str]:
        """Yield what somebody else wrote where this person wrote something else."""
        for label, text in differing:
            yield self.word("theirs", who=self.writer(found), label=self.language.text(label), text=text)

    def writer(self, found: Sheet) -> str:
        return found.written_by or self.word("somebody")

    def word(self, name: str, **values: str) -> str:
        return self.language.word(f"inquiries.{name}").format_map(values)

    def day(self, instant: datetime) -> str:
        return self.language.day(self.by.day_of(instant))


def _municipalities(offered: Answerable) -> dict[str, list[tuple[str, str]]]:
    return {"municipalities": [(str(unit_id), name) for unit_id, name in offered.choices]}


def _about(state: FormState) -> About:
    unit = state.context.get("unit")
    if not isinstance(unit, int) or state.subject is None:
        raise NotFound("form-too-old")
    return About(state.subject, state.form, unit)


def _own_name(about: About) -> str:
    """Return the name of a draft that is one person's own: what they wrote where others write too."""
    return f"{about.kind}-{about.unit_id}"
