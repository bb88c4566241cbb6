"""Who may what in an annual wheel: every button and form of it, pressed and sent by everybody, signed as Slack signs.

What counts is what is stored. The ids come from what the app listens to, so that a new one cannot be forgotten.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from bot.cli.stage import stage
from bot.domain.people import Actor
from bot.slack.forms import files
from bot.slack.forms.build import build, callback_id
from bot.slack.forms.state import opened
from bot.storage.tables import Delivery, Draft, Link, Meeting, Person, Role, Task, Unit
from tests.house.listeners import listeners
from tests.patience import patient
from tests.wheel.conftest import STARTS, City

MODULES = {f"bot.handlers.{name}" for name in ("dialogues", "milestones", "wheel_command", "wheel_links")}

FILE = """\
programme: malmo-2014
leadership: [U0LEDER]
municipalities:
  - name: Malmö
    administration: [U0FORV]
    board: [U0SEKR]
    heads_of_schools: [{user: U0CHEF, schools: [Modellskolan]}]
    schools:
      - {name: Modellskolan, principal: U0REKTOR, channel: C0MODELL}
      - {name: Papperskolan, principal: U0GRANNE}
"""
EVERYBODY = {
    "outsider": "U0UTE",
    "guest": "U0GAST",
    "bot": "U0ROBOT",
    "neighbour": "U0GRANNE",
    "board": "U0SEKR",
    "principal": "U0REKTOR",
    "head": "U0CHEF",
    "administration": "U0FORV",
    "leadership": "U0LEDER",
    # The same id as somebody who may do everything, in a payload of another workspace's app.
    "elsewhere": "U0LEDER",
}
OVER = {"head", "administration", "leadership"}
NOBODY: set[str] = set()
#: Kinds of messages that a gesture asks for; the others are planned beside.
ASKED_FOR = ("wheel-picture", "principal-changed", "milestone-handed")
ROWS = (Draft, Link, Meeting, Task, Role, Unit)


@dataclass(frozen=True)
class Gesture:
    """A button or a form, what it carries, and who stores something with it."""

    id: str
    #: What a button carries, or what is typed in a form; `{school}` and the like are ids.
    carries: str | Mapping[str, Any]
    may: set[str]
    #: What a form is about: a unit and a milestone.
    about: tuple[str, str] = ("school", "quality-report")


DO, APPOINT, PUBLISH, HAND = {"guest", "principal", *OVER}, *({"principal", *OVER},) * 3
MOVED = {"due_on": "2026-09-10"}
SCHOOLS, OFFICES, BOARDS = "{school}:quality-report:2026", "{malmo}:seminar-autumn:2026", "{malmo}:dr2:2026"
WORKS_AT_MALMO = {"administration", "leadership"}

GESTURES = [
    *(Gesture(f"milestone.{name}.v1", SCHOOLS, NOBODY) for name in ("show", "pick")),
    *(Gesture(f"milestone.{name}.v1", SCHOOLS, DO) for name in ("done", "later", "waive", "reopen")),
    *(Gesture(f"milestone.{name}.v1", OFFICES, WORKS_AT_MALMO) for name in ("done", "later", "waive", "move")),
    *(Gesture(f"milestone.{name}.v1", BOARDS, {"board", *WORKS_AT_MALMO}) for name in ("done", "later", "waive")),
    # A plain yes is stored by the press itself.
    Gesture("milestone.done.v1", "{school}:school-details:2026", DO),
    Gesture("milestone.move.v1", SCHOOLS, OVER),
    Gesture("milestone.move.v1", BOARDS, WORKS_AT_MALMO),
    Gesture("milestone.move.v1", "{malmo}:quality-report:2026", WORKS_AT_MALMO),
    Gesture("milestone.details.v1", "{school}:school-details:2026", APPOINT),
    Gesture("milestone.hand.v1", SCHOOLS, HAND),
    Gesture("milestone.take_back.v1", SCHOOLS, HAND),
    Gesture("milestone.hand.v1", OFFICES, NOBODY),
    # Another milestone does not ask for it.
    Gesture("milestone.details.v1", SCHOOLS, NOBODY),
    Gesture("milestone.schools.v1", "{malmo}:quality-report:2026:0", NOBODY),
    Gesture("wheel.show.v1", "{school}", NOBODY),
    Gesture("wheel.show.v1", "mine", NOBODY),
    Gesture("wheel.table.v1", "mine", NOBODY),
    Gesture("wheel.schools.v1", "0", NOBODY),
    # Everybody may read any wheel.
    Gesture("wheel.picture.v1", "{school}", set(EVERYBODY) - {"elsewhere"}),
    Gesture("wheel.links.v1", "{school}", PUBLISH),
    Gesture("wheel.links.v1", "{malmo}", {"board", *WORKS_AT_MALMO}),
    Gesture("wheel.live_links.v1", "{school}:0", NOBODY),
    Gesture("wheel.end_link.v1", "{school}:{link}:0", PUBLISH),
    # The board sees the links to the board's wheel, not those to the schools'.
    Gesture("wheel.end_link.v1", "{malmo}:{link}:0", WORKS_AT_MALMO),
    Gesture("wheel.end_links.v1", "{school}", PUBLISH),
    # The only link there is the principal's.
    Gesture("wheel.revoke.v1", "all", {"principal"}),
    Gesture("dialogue.open.v1", "mine", NOBODY),
    Gesture("milestone_done", {"note": "Klart."}, DO),
    Gesture("milestone_done", {"note": "Klart."}, WORKS_AT_MALMO, ("malmo", "seminar-autumn")),
    Gesture("milestone_done", {"note": "Klart."}, {"board", *WORKS_AT_MALMO}, ("malmo", "dr2")),
    Gesture("milestone_later", {"remind_on": "2026-08-19"}, DO),
    Gesture("milestone_waive", {"reason": "Vi är nystartade."}, DO),
    Gesture("milestone_move", MOVED, OVER),
    Gesture("milestone_move", MOVED, WORKS_AT_MALMO, ("malmo", "seminar-autumn")),
    Gesture("school_details", {"principal": "U0NY", "channel": "C0NY"}, APPOINT, ("school", "school-details")),
    Gesture("milestone_hand", {"holder": "U0NY", "what": "year"}, HAND),
    Gesture("milestone_hand", {"holder": "U0NY", "what": "one"}, NOBODY, ("malmo", "seminar-autumn")),
    Gesture("milestone_take_back", {"what": "year"}, HAND),
    Gesture("school_details", {"principal": "U0NY"}, NOBODY, ("school", "quality-report")),
    # The leadership holds no dialogues of its own.
    Gesture(
        "dialogue",
        {"place": "{school}", "dialogue": "quality-school", "held_on": "2026-08-06"},
        {"principal", "head", "administration"},
    ),
]


@dataclass
class Played:
    """A city, what stood in it before the first gesture, and ids by the names that gestures use."""

    city: City
    ids: dict[str, int] = field(default_factory=dict)
    rows: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)

    def stored(self) -> dict[str, list[Any]]:
        """What is stored that gestures change; of messages which ones there are: sending goes on beside."""
        with self.city.stage.deps.database.reading() as session:
            found: dict[str, list[Any]] = {
                table.__tablename__: [dict(row) for row in session.execute(select(table.__table__)).mappings()]
                for table in ROWS
            }
            # What tells of milestones is planned beside; what somebody asked for is not.
            asked = select(Delivery.key).where(Delivery.kind.in_(ASKED_FOR))
            return found | {"deliveries": sorted(session.scalars(asked))}

    def restore(self) -> None:
        """Put back what was stored at first."""
        actor = Actor(self.city.stage.deps.workspace_id, None, via="load")
        with self.city.stage.deps.database.transaction(actor, self.city.stage.deps.clock()) as session:
            asked = Delivery.kind.in_(ASKED_FOR)
            session.execute(delete(Delivery).where(asked).execution_options(synchronize_session=False))
            for table in (one for one in ROWS if one is not Unit):
                session.execute(delete(table).execution_options(synchronize_session=False))
                if rows := self.rows[table.__tablename__]:
                    session.execute(insert(table), rows)
            school = next(row for row in self.rows["units"] if row["id"] == self.ids["school"])
            session.get_one(Unit, self.ids["school"]).channel_id = school["channel_id"]

    async def press(self, who: str, gesture: Gesture) -> int:
        """Press a button: a guest in the school's channel, all others elsewhere."""
        person, value = self.city.person(EVERYBODY[who]), str(gesture.carries).format(**self.ids)
        message = self.city.answer("U0LEDER", _place(who))
        action: dict[str, Any] = {"action_id": gesture.id, "block_id": "b", "action_ts": "1.0", "type": "button"}
        if gesture.id == "milestone.pick.v1":
            action |= {"type": "static_select", "selected_option": {"value": value}}
        else:
            action |= {"value": value}
        payload = person.payloads.message_actions(message, action, {"values": {}})
        return (await person.send("interactive", payload | _app(who))).status

    async def hand_in(self, who: str, gesture: Gesture) -> int:
        """Send a form that was opened about a milestone, as whoever may could have it open."""
        person, form = self.city.person(EVERYBODY[who]), files.form(gesture.id)
        unit, step = gesture.about
        about = {"unit": self.ids[unit], "step": step, "year": 2026, "channel": _place(who)}
        state = opened(form, subject=self.ids.get(step), version=1, context=about)
        filled = {name: str(value).format(**self.ids) for name, value in gesture.carries.items()}  # type: ignore[union-attr]
        options = {
            "places": [(str(self.ids["school"]), "Modellskolan")],
            "dialogues": [("quality-school", "Dialog")],
        }
        view = build(form, state=state, answers={}, options=options, translate=str)
        values = {f"q.{name}": {f"a.{name}": _typed(form.question(name).kind, value)} for name, value in filled.items()}
        view |= {"id": "V1", "hash": "1", "state": {"values": values}, "type": "modal"}
        common = person.payloads.global_shortcut("x")
        payload = {name: common[name] for name in ("user", "team", "api_app_id", "token", "trigger_id", "enterprise")}
        sent = payload | {"type": "view_submission", "view": view, "response_urls": [], "is_enterprise_install": False}
        return (await person.send("interactive", sent | _app(who))).status


def _app(who: str) -> dict[str, str]:
    return {"api_app_id": "A0OTHER"} if who == "elsewhere" else {}


def _place(who: str) -> str:
    return "C0MODELL" if who == "guest" else "C0GRF"


def _typed(kind: str, value: str) -> dict[str, Any]:
    """Return what Slack says of an answer of a kind."""
    words = {"text": {"type": "plain_text", "text": value}, "value": value}
    return {
        "text": {"type": "plain_text_input", "value": value},
        "date": {"type": "datepicker", "selected_date": value},
        "person": {"type": "users_select", "selected_user": value},
        "channel": {"type": "conversations_select", "selected_conversation": value},
        "choice": {"type": "static_select", "selected_option": words},
    }[kind]


@pytest.fixture
async def played(tmp_path: Path) -> AsyncIterator[Played]:
    people = {user: f"{who.capitalize()} Exempel" for who, user in EVERYBODY.items()} | {"U0NY": "Nya Exempel"}
    async with stage(people, {"C0MODELL": "modellskolan", "C0GRF": "grf", "C0NY": "ny"}, STARTS) as set_up:
        workspace = patient(set_up.slack).workspace
        workspace.users["U0GAST"].is_restricted = workspace.users["U0ROBOT"].is_bot = True
        played = Played(City(set_up, tmp_path))
        await played.city.load(FILE)
        await played.city.day("2026-08-10")
        for channel in ("C0MODELL", "C0GRF"):
            await played.city.person("U0LEDER").command("/arshjul", "Modellskolan", channel=channel)
        _prepare(played)
        if (asking := set_up.deps.look_up_app()) is not None:
            await asking
        assert set_up.deps.installed.found.is_known
        yield played


def _prepare(played: Played) -> None:
    """Let a milestone of each kind be touched, one of them done, and the principal have a link."""
    deps = played.city.stage.deps
    with deps.database.transaction(Actor(deps.workspace_id, None, via="load"), deps.clock()) as session:
        units = {unit.name: unit.id for unit in session.scalars(select(Unit))}
        played.ids |= {"school": units["Modellskolan"], "malmo": units["Malmö"]}
        kim = session.scalars(select(Person.id).where(Person.slack_user_id == "U0REKTOR")).one()
        played.ids["kim"] = kim
        common = {"workspace_id": deps.workspace_id, "made_at": deps.clock(), "person_id": kim}
        link = Link(**common, unit_id=played.ids["school"], kind="calendar", hash="1")
        session.add(link)
        session.flush()
        played.ids["link"] = link.id


def _touched(played: Played, gesture: Gesture) -> None:
    """Let there be a row of the milestone that a form is about; a done one, to be opened again."""
    deps, (unit, step) = played.city.stage.deps, gesture.about
    is_button = isinstance(gesture.carries, str)
    if is_button and gesture.id not in {"milestone.reopen.v1", "milestone.take_back.v1"}:
        return
    with deps.database.transaction(Actor(deps.workspace_id, None, via="load"), deps.clock()) as session:
        row = Task(workspace_id=deps.workspace_id, kind="milestone", unit_id=played.ids[unit], step=step, year=2026)
        row.position, row.title, row.version = 0, step, 1
        row.done_at = deps.clock() if gesture.id == "milestone.reopen.v1" else None
        row.handed_to_id = played.ids["kim"] if "take_back" in gesture.id else None
        session.add(row)
        session.flush()
        played.ids[step] = row.id


async def test_every_button_and_form_of_the_wheel_is_played_by_everybody(
    played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = listeners(monkeypatch)
    wheels = {one for one, module in (*heard.actions.listeners, *heard.views.listeners) if module in MODULES}
    known = {one.id if isinstance(one.carries, str) else callback_id(one.id) for one in GESTURES}
    assert wheels == known, "a button or form of the wheel that nobody has said who may press"

    played.rows = played.stored()
    wrong = [one for gesture in GESTURES for one in await _wrong(played, gesture)]
    assert wrong == []


async def _wrong(played: Played, gesture: Gesture) -> list[str]:
    """Return what somebody stored who may not, or did not store who may."""
    play: Callable[[str, Gesture], Awaitable[int]] = (
        played.press if isinstance(gesture.carries, str) else played.hand_in
    )
    found = []
    for who in EVERYBODY:
        _touched(played, gesture)
        before = played.stored()
        status = await play(who, gesture)
        after = played.stored()
        stored = after != before
        if status != 200 or stored != (who in gesture.may):
            found.append(f"{who}: {gesture.id} {gesture.carries} {gesture.about} {status=} {stored=}")
        if after != played.rows:
            played.restore()
    return found
