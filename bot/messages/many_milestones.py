"""Many milestones at once in words: what there is to choose from, what was marked as done, what was taken back."""

from collections.abc import Sequence

from bot.domain.wheel_standing import Standing
from bot.language import Language
from bot.messages.milestones import titled
from bot.messages.registry import Message
from bot.slack import blocks
from bot.slack.blocks import Block

#: What a button carries that offers all that somebody may mark.
MINE = "mine"
#: Characters of a choice, which Slack takes no more of, and of the names of what was marked.
MOST_OF_A_CHOICE, MOST_OF_NAMES = 75, 2500


def mark_button(language: Language, value: str = MINE) -> Block:
    """Return the button to the form in which many milestones are marked as done: all, a unit's, or one at schools."""
    return blocks.button("milestones.mark.v1", language.word("milestones.mark_many"), value)


def of_unit(unit_id: int) -> str:
    """Return what the button to one unit's milestones carries."""
    return f"unit:{unit_id}"


def at_schools(standing: Standing) -> str:
    """Return what the button to one milestone at all schools carries."""
    return f"step:{standing.unit.follower.programme_id}:{standing.plan.id}:{standing.occurrence.year}"


def choice(standing: Standing, language: Language) -> str:
    """Return a milestone as one of a unit's to choose from: its last day is always there in whole."""
    say, due = language.template("many-milestones"), standing.occurrence.ends_on
    room = MOST_OF_A_CHOICE - len(say.plain("choice", title="", due=due))
    return say.plain("choice", title=blocks.excerpt(titled(standing, language), room), due=due)


def which_unit(standing: Standing, language: Language) -> str:
    """Return whose milestones of which year are offered."""
    unit, year = standing.unit, standing.occurrence.year
    return language.template("many-milestones").plain("of_unit", unit=unit.name, year=unit.year_name(year))


def which_milestone(standings: Sequence[Standing], language: Language) -> str:
    """Return which milestone is offered at schools, with its last day where that is the same at all of them."""
    title, days = titled(standings[0], language), {one.occurrence.ends_on for one in standings}
    if len(days) > 1:
        return title
    return language.template("many-milestones").plain("due_on", title=title, due=days.pop())


def marked_message(done: Sequence[Standing], known: int, gone: int, undo: str, language: Language) -> Message:
    """Return what was marked as done, what was not, and the button that takes it back."""
    say, body = language.template("many-milestones"), []
    text = say.plain("nothing_done")
    if done:
        of_one_unit = len({one.unit.id for one in done}) == 1
        name = "of_one" if of_one_unit else "at_schools"
        values = {"unit": done[0].unit.name, "title": titled(done[0], language), "count": len(done)}
        names = [titled(one, language) if of_one_unit else one.unit.name for one in done]
        text = say.plain(name, **values)
        body.append(blocks.section(say(name, **values)))
        body.append(blocks.plain_section(blocks.excerpt(say.plain("names", names=names), MOST_OF_NAMES)))
    else:
        body.append(blocks.section(say("nothing_done")))
    body += [blocks.context(say(name, count=count)) for name, count in (("known", known), ("gone", gone)) if count]
    if done:
        body.append(blocks.actions(blocks.button("milestones.undo.v1", language.word("milestones.undo"), undo)))
    return Message(blocks.notification(text), body)


def reopened_message(count: int, kept: int, language: Language) -> Message:
    """Return how many milestones are open again, and how many were left as somebody has made them since."""
    say = language.template("many-milestones")
    body = [blocks.section(say("reopened", count=count))]
    if kept:
        body.append(blocks.context(say("kept", count=kept)))
    return Message(blocks.notification(say.plain("reopened", count=count)), body)


def nothing_left_message(language: Language) -> Message:
    """Return that there is nothing to mark."""
    say = language.template("many-milestones")
    return Message(blocks.notification(say.plain("nothing_left")), [blocks.section(say("nothing_left"))])
