"""The pinned post in a network's channel: the same doors for those whose commands and Home tab do not work."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import ONE_DAY, local_day
from bot.domain.deliveries import TIMINGS
from bot.domain.hours import working_moment
from bot.language import Language
from bot.messages.registry import KINDS, Kind, Message, Planned, Skip, register
from bot.red_days import red_day
from bot.slack import blocks
from bot.slack.blocks import Block
from bot.storage.channels import DOORS, doors_to_post
from bot.storage.tables import Delivery, Network, Workspace


def doors_facts(session: Session, row: Delivery, now: datetime) -> Network | Skip:
    """Return the network whose channel gets the doors."""
    network = session.get(Network, row.subject_id)
    return Skip("gone") if network is None else network


def doors_blocks(network: Network, language: Language) -> Message:
    """Say what the buttons are for, and that they answer only the one who presses."""
    say = language.template("doors")
    body = [
        blocks.section(say("headline", network=network.name)),
        blocks.section(say("how")),
        door_buttons(language, mine="my_details"),
        blocks.context(say("private")),
    ]
    return Message(blocks.notification(say.plain("notice", network=network.name)), body)


def door_buttons(language: Language, *, mine: str = "our_details") -> Block:
    """Return the row of buttons that leads to all a contact person must be able to do."""
    return blocks.actions(
        blocks.button("commitment.write.v1", language.word("buttons.write"), "new", primary=True),
        blocks.button("commitments.mine.v1", language.word("buttons.our_commitments"), "mine"),
        blocks.button("feedback.open.v1", language.word("buttons.feedback"), "open"),
        blocks.button("profile.show.v1", language.word(f"buttons.{mine}"), "show"),
        blocks.button("settings.open.v1", language.word("buttons.settings"), "own"),
    )


def plan_doors(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
    """Plan the doors for every channel that has none: in working hours, on a day when nothing else is planned there.

    They are no reminder: a network gets them also when it has had its channel for long. So they are counted from when
    planning is done, which is the end of their usefulness after `start`.
    """
    useful_for = TIMINGS[DOORS].useful_for
    zone = ZoneInfo(workspace.timezone)
    networks = _without_doors(session, workspace)
    taken = _taken_days(session, workspace, start + useful_for, end) if networks else set()
    for network_id, key in networks.items():
        recipient = f"network:{network_id}"
        due_at = working_moment(start + useful_for, zone, red_day)
        while (recipient, local_day(due_at, zone)) in taken:
            due_at = working_moment(due_at + ONE_DAY, zone, red_day)
        if due_at < end:
            until = due_at + useful_for
            yield Planned(key, recipient, due_at, until, subject="networks", subject_id=network_id)


def _without_doors(session: Session, workspace: Workspace) -> dict[int, str]:
    networks = select(Network).where(Network.workspace_id == workspace.id, Network.channel_id.is_not(None))
    return doors_to_post(session, session.scalars(networks.order_by(Network.id)).all())


def _taken_days(session: Session, workspace: Workspace, now: datetime, end: datetime) -> set[tuple[str, object]]:
    """Return on which days which channels get something else: one scheduled post a day."""
    zone = ZoneInfo(workspace.timezone)
    others = [kind.plan for kind in KINDS.values() if kind.plan is not None and kind.name != DOORS]
    return {
        (one.recipient, local_day(one.due_at, zone))
        for plan in others
        for one in plan(session, workspace, now - ONE_DAY, end)
        if one.recipient.startswith("network:")
    }


register(Kind(DOORS, doors_facts, doors_blocks, plan_doors, pinned=True))
