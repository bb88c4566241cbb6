"""Many milestones are marked as done in one form of two steps: one at many schools, or many of one school."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.deps import Deps
from bot.domain.programme.answers import Answers
from bot.domain.wheel_standing import Standing
from bot.errors import BadInput, NotFound
from bot.handlers.asked import Asked, asked, number, value_of
from bot.handlers.forms import Options, drawn, offered_in, open_form, read_form
from bot.handlers.milestones import ref_of
from bot.messages.many_milestones import (
    choice,
    marked_message,
    nothing_left_message,
    reopened_message,
    which_milestone,
    which_unit,
)
from bot.messages.milestones import as_value
from bot.messages.registry import Message
from bot.services.many_milestones import Undone, finish_milestones, reopen_marked, undone_milestones
from bot.slack.answers import dialogue_of
from bot.slack.forms import files
from bot.slack.forms.build import callback_id
from bot.slack.forms.state import Context, FormState, opened

#: What to go by, one milestone at schools, and one unit's milestones.
WHICH, SCHOOLS, OF_UNIT = "milestones_which", "milestones_schools", "milestones_of_unit"
#: Checkboxes in one list; the last list of three takes the rest, as a menu.
PAGE = 10


@dataclass(frozen=True)
class GoneBy:
    """What is gone by: one milestone at all its schools, or one unit."""

    #: A programme's id and the milestone's, or None.
    step: tuple[int, str] | None = None
    unit_id: int | None = None

    def covers(self, one: Standing) -> bool:
        """Return whether a milestone is one of those."""
        if self.step is None:
            return one.unit.id == self.unit_id
        return one.unit.is_school and self.step == (one.unit.follower.programme_id, one.plan.id)


def register(app: AsyncApp, deps: Deps) -> None:
    """Listen to the buttons that open the form and take it back, and to its steps."""

    @app.action("milestones.mark.v1")
    async def press(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        answer = await open_marking(by, value_of(body))
        if answer is not None:
            await by.show(answer, by.language.word("milestones.wheel"))
        await ack()

    @app.view(callback_id(WHICH))
    async def choose(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        state, answers = read_form(body["view"], offered_in(body["view"], files.form(WHICH)))
        unit = state.context.get("unit")
        gone_by = GoneBy(unit_id=int(unit)) if unit else _chosen(answers)
        undone = await by.do(undone_milestones, gone_by.unit_id, _channel(state))
        year = number(str(answers.get("year") or state.context["year"]))
        standings = _within(undone, gone_by, year)
        if not standings:
            raise BadInput("milestones-all-done", field="year")
        await ack(response_action="update", view=_second(by, standings, gone_by, {"channel": _channel(state)}))

    for name in (SCHOOLS, OF_UNIT):
        _on_handed_in(app, deps, name)

    @app.action("milestones.undo.v1")
    async def undo(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        key, _, channel = value_of(body).partition(":")
        reopened = await by.do(reopen_marked, key, channel or None)
        deps.nudge()
        message = reopened_message(reopened.open, reopened.kept, by.language)
        await by.show(message, by.language.word("milestones.wheel"), replace=True)
        await ack()


def _on_handed_in(app: AsyncApp, deps: Deps, name: str) -> None:
    """Listen to a second step that is handed in: mark, and say what was marked."""

    @app.view(callback_id(name))
    async def submit(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: dict[str, Any]) -> None:
        by = asked(deps, body, client, context)
        offered = offered_in(body["view"], files.form(name))
        state, answers = read_form(body["view"], offered)
        refs = [ref_of(value) for value in _values(answers, offered)]
        if not refs:
            raise BadInput("milestones-none-chosen", field="schools")
        channel = _channel(state)
        marked = await by.do(finish_milestones, refs, state.key, channel)
        deps.nudge()
        undo = f"{state.key}:{channel or ''}"
        message = marked_message(marked.done, marked.known, marked.gone, undo, by.language)
        await ack(response_action="update", view=dialogue_of(by.language.word("forms.saved"), message.blocks))


async def open_marking(by: Asked, value: str) -> Message | None:
    """Open the form for what a button carries; return what to say instead where there is nothing to mark."""
    kind, _, rest = value.partition(":")
    parts = rest.split(":")
    unit_id = number(rest) if kind == "unit" else None
    if kind == "step" and len(parts) != 3:
        raise NotFound("button-too-old")
    undone = await by.do(undone_milestones, unit_id, by.channel_id)
    context: Context = {"channel": by.channel_id}
    if kind == "step":
        gone_by = GoneBy(step=(number(parts[0]), parts[1]))
        return await _open_second(by, _within(undone, gone_by, number(parts[2])), gone_by, context)
    units = {one.unit.id for one in undone.standings}
    if len(units) == 1:
        unit_id = units.pop()
    if unit_id is not None and len(undone.years) <= 1:
        return await _open_second(by, undone.standings, GoneBy(unit_id=unit_id), context)
    if not undone.standings:
        return nothing_left_message(by.language)
    year = undone.years[0][0]
    hide = {"milestone", "unit"} if unit_id is not None else set()
    hide |= {"year"} if len(undone.years) == 1 else set()
    await open_form(
        by,
        WHICH,
        answers={"year": str(year)},
        options=_to_go_by(undone, by),
        context={**context, "unit": unit_id, "year": year},
        hide=hide,
    )
    return None


async def _open_second(by: Asked, standings: Sequence[Standing], gone_by: GoneBy, context: Context) -> Message | None:
    if not standings:
        return nothing_left_message(by.language)
    await by.client.views_open(trigger_id=by.trigger_id, view=_second(by, standings, gone_by, context))
    return None


def _second(by: Asked, standings: Sequence[Standing], gone_by: GoneBy, context: Context) -> dict[str, Any]:
    """Return the dialogue in which is ticked what is done."""
    form = files.form(SCHOOLS if gone_by.step else OF_UNIT)
    state = opened(form, context=context)
    if gone_by.step:
        notice, options = which_milestone(standings, by.language), {"schools": _schools(standings)}
        return drawn(form, state, by.language, answers={"which": "only"}, options=options, notice=notice)
    notice = which_unit(standings[0], by.language)
    return drawn(form, state, by.language, options=_pages(standings, by), notice=notice)


def _to_go_by(undone: Undone, by: Asked) -> Options:
    """Return the years, and the milestones and units of which something can be marked."""
    at_schools = [one for one in undone.standings if one.unit.is_school]
    milestones = {(one.unit.follower.programme_id, one.plan.id): one.plan.title for one in at_schools}
    return {
        "years": [(str(year), name) for year, name in undone.years],
        "milestones": [(f"{programme}:{step}", by.language.text(t)) for (programme, step), t in milestones.items()],
        "units": [(value.split(":")[0], name) for value, name in _schools(undone.standings)],
    }


def _schools(standings: Sequence[Standing]) -> list[tuple[str, str]]:
    """Return one milestone of each unit by the units' names; of several municipalities' schools also whose they are."""
    units = {one.unit.id: one for one in standings}
    several = len({one.unit.follower.id for one in standings}) > 1
    named = [
        (f"{one.unit.name}, {one.unit.follower.name}" if several and one.unit.is_school else one.unit.name, one)
        for one in units.values()
    ]
    # A municipality's own stands last: it is looked for less.
    named.sort(key=lambda each: (not each[1].unit.is_school, each[0].casefold()))
    return [(as_value(one.ref), name) for name, one in named]


def _pages(standings: Sequence[Standing], by: Asked) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return a unit's milestones by whether their last day has been, ten to a list."""
    pages: dict[str, Sequence[tuple[str, str]]] = {}
    for name, has_been in (("past", True), ("ahead", False)):
        some = [one for one in standings if (one.occurrence.ends_on < by.today) is has_been]
        choices = [(as_value(one.ref), choice(one, by.language)) for one in some]
        pages |= {f"{name}_1": choices[:PAGE], f"{name}_2": choices[PAGE : 2 * PAGE], f"{name}_3": choices[2 * PAGE :]}
    return pages


def _within(undone: Undone, gone_by: GoneBy, year: int) -> list[Standing]:
    return [one for one in undone.standings if one.occurrence.year == year and gone_by.covers(one)]


def _chosen(answers: Answers) -> GoneBy:
    milestone, unit = answers.get("milestone"), answers.get("unit")
    if bool(milestone) is bool(unit):
        raise BadInput("milestones-one-or-other", field="milestone")
    if unit:
        return GoneBy(unit_id=number(str(unit)))
    programme, _, step = str(milestone).partition(":")
    return GoneBy(step=(number(programme), step))


def _values(answers: Answers, offered: Options) -> list[str]:
    """Return what was chosen: of one milestone's schools those, or of those that were shown all but those."""
    lists = [value for value in answers.values() if isinstance(value, tuple)]
    chosen = [str(one) for value in lists for one in value]
    if answers.get("which") == "all_but":
        return [value for value, _ in offered["schools"] if value not in chosen]
    return chosen


def _channel(state: FormState) -> str | None:
    channel = state.context.get("channel")
    return str(channel) if channel else None
