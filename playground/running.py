"""The playground as a whole: its parts, and how it starts and stops."""

import asyncio
import ipaddress
import threading
import time
from collections.abc import Callable, Collection, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from playground import manifest as manifests
from playground import unread
from playground.calls import Call, Calls
from playground.changes import Changes
from playground.delivery import Delivery
from playground.events import Events
from playground.faults import Fault, Faults
from playground.happenings import Happenings
from playground.person import Person
from playground.rates import Rates
from playground.response_urls import ResponseUrls
from playground.server import Server
from playground.sockets import Sockets
from playground.timeline import Timeline
from playground.tour import TourStep
from playground.triggers import Triggers
from playground.workspace import Channel, User, Workspace

Json = dict[str, Any]
Value = TypeVar("Value")


@dataclass
class Timing:
    """How long Slack waits and what stays valid, in seconds of the machine's clock."""

    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    response_url_seconds: float = 1800.0
    #: before each retry of an event; Slack waits (0, 60, 300)
    retry_delays: tuple[float, ...] = (0.0, 0.0, 0.0)


@dataclass(eq=False, repr=False)
class Playground:
    """A local Slack. `async with Playground.running(...) as slack` serves it on the loopback interface.

    `bot_url` is the bot's whole address for Slack (…/slack/events); it may be set later, and is not needed in
    Socket Mode. `clock` gives the seconds that message timestamps show; all else uses the machine's clock.
    """

    signing_secret: str = "playground-signing-secret"  # noqa: S105 - it protects nothing but this machine's tests
    bot_url: str | None = None
    token: str = "xoxb-playground"  # noqa: S105 - as above
    app_token: str = "xapp-playground"  # noqa: S105 - as above
    team_id: str = "T0NETWORK"
    clock: Callable[[], float] = time.time
    timing: Timing = field(default_factory=Timing)
    rates: Rates = field(default_factory=Rates)
    host: str = "127.0.0.1"
    #: 0 takes a free port
    port: int = 0
    #: seconds before a message shows in history and replies
    history_lag: float = 0.0
    #: whether `oldest` in history also finds what is newer by the machine's clock, where `clock` tells a story's time
    oldest_by_machine: bool = False
    #: how many times files.info answers without a mimetype
    file_looks: int = 1
    #: whether the app hears of its own messages, as in Slack; costs a request for each
    echo: bool = False
    #: drives the page's clock; without one it shows the machine's time and no jumps
    timeline: Timeline | None = None
    #: the steps of the page's guided tour
    tour: Sequence[TourStep] = ()
    #: what tells one story from the same begun anew: browsers keep where one was in the tour of each
    run: str = ""

    def __post_init__(self) -> None:
        refuse_other_than_loopback(self.host)
        self.changes = Changes()
        self.workspaces: dict[str, Workspace] = {}
        self.workspace = self.add_workspace(self.team_id, self.token)
        self.calls = Calls()
        self.faults = Faults()
        self.revoked: set[str] = set()
        #: installation code -> workspace, for oauth.v2.access
        self.codes: dict[str, Workspace] = {}
        #: the slash commands and shortcuts there are; None: any
        self.commands: set[str] | None = None
        self.shortcuts: set[str] | None = None
        #: what the manifest says of them: see `manifest.offers`
        self.offers: Json = {"commands": [], "shortcuts": []}
        self.triggers = Triggers(self.timing.trigger_seconds)
        self.response_urls = ResponseUrls(self.timing.response_url_seconds)
        self.delivery = Delivery(self)
        self.events = Events(self)
        self.happenings = Happenings(self)
        self.sockets = Sockets(self)
        self._server = Server(self)
        self._people: dict[tuple[str, str], Person] = {}

    @classmethod
    def running(cls, **options: Any) -> Self:
        """Return a playground to use with `async with`: it serves inside."""
        return cls(**options)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Serve on the loopback interface."""
        self.changes.reopen()
        self.port = await self._server.start(self.host, self.port)

    async def stop(self) -> None:
        """Stop serving; requests that hang are let go."""
        self.changes.close()
        await self.happenings.close()
        await self.sockets.close()
        await self._server.stop()
        await self.delivery.close()

    @property
    def url(self) -> str:
        """Where it serves."""
        return f"http://{self.host}:{self.port}"

    @property
    def page_url(self) -> str:
        """Where people look at it in a browser."""
        return f"{self.url}/"

    @property
    def api_url(self) -> str:
        """The base address of the Web API, for SLACK_API_URL and `base_url`."""
        return f"{self.url}/api/"

    def workspace_url(self, workspace: Workspace) -> str:
        """Return a workspace's own address: another one for every installation."""
        return f"{self.url}/team/{workspace.team_id}/"

    def add_workspace(self, team_id: str, token: str, **more: Any) -> Workspace:
        """Another workspace where the app is installed with a token of its own."""
        self.workspaces[team_id] = Workspace(team_id, token, self.clock, changed=self.changes.happened, **more)
        return self.workspaces[team_id]

    def add_user(self, user_id: str | None, name: str, real_name: str = "", **more: Any) -> User:
        """Return a user of the first workspace: see `Workspace.add_user`."""
        return self.workspace.add_user(user_id, name, real_name, **more)

    def add_channel(self, channel_id: str | None, name: str, members: tuple[str, ...] = (), **more: Any) -> Channel:
        """Return a channel of the first workspace: see `Workspace.add_channel`."""
        return self.workspace.add_channel(channel_id, name, members, **more)

    def install(self, manifest: Json, without: Collection[str] = ()) -> None:
        """Grant what the app's manifest asks for and nothing else, `without` the optional scopes that were declined.

        ValueError when Slack would refuse it.
        """
        wrong = manifests.complaints(manifest)
        if wrong:
            raise ValueError("; ".join(wrong))
        self.workspace.scopes = manifests.granted(manifest, without)
        self.events.subscribed = set(manifests.events(manifest))
        self.commands = manifests.commands(manifest)
        self.shortcuts = manifests.shortcuts(manifest)
        self.offers = manifests.offers(manifest)
        self.workspace.users[self.workspace.bot_user].real_name = manifest["display_information"]["name"]

    def mark_all_read(self) -> None:
        """Everybody has read everything so far: what comes from now on is marked as new on the page."""
        for workspace in self.workspaces.values():
            unread.mark_all_read(workspace)

    def person(self, user_id: str, team_id: str | None = None) -> Person:
        """Return a client that acts as this person; the same one each time."""
        workspace = self.workspaces[team_id or self.team_id]
        key = (workspace.team_id, workspace.user(user_id).id)
        if key not in self._people:
            self._people[key] = Person(self, workspace, user_id)
        return self._people[key]

    def fail(
        self, method: str, *, kind: str, times: int | None = 1, after: int = 0, channel: str | None = None
    ) -> None:
        """Let a method (`*`: any) go wrong: see `faults.KINDS`, or `error:CODE`, `ratelimited:S`, `slow:S`."""
        self.faults.order(Fault(method, kind, times, after, channel))

    def called(self, method: str, **args: Any) -> list[Call]:
        """Return the calls of a method, with these arguments."""
        return self.calls.of(method, **args)

    async def until(self, wanted: Callable[[], Value], seconds: float = 60.0) -> Value:
        """Wait until something is true and hand it back; TimeoutError after `seconds`, for what never comes."""
        async with asyncio.timeout(seconds):
            while not (value := wanted()):  # noqa: ASYNC110 - the bot's side sets no event of ours
                await asyncio.sleep(0.005)
        return value


def refuse_other_than_loopback(host: str) -> None:
    """ValueError unless the address can be reached from this machine only."""
    if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        raise ValueError(f"the playground serves this machine only, not {host}")


class InThread:
    """A playground that runs in a thread of its own, for tests and commands that are not asynchronous."""

    def __init__(self, playground: Playground, loop: asyncio.AbstractEventLoop) -> None:
        self.playground = playground
        self._loop = loop

    def run(self, what: Coroutine[Any, Any, Value], seconds: float = 300.0) -> Value:
        """Run something asynchronous in the playground's loop: `slack.run(kim.command("/atagande"))`."""
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(seconds)

    def do(self, what: Callable[[Playground], Value]) -> Value:
        """Do something plain in the playground's loop, where nothing changes meanwhile."""

        async def doing() -> Value:
            return what(self.playground)

        return self.run(doing())


@contextmanager
def running_in_thread(**options: Any) -> Iterator[InThread]:
    """Serve a playground from a thread until the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="playground", daemon=True)
    thread.start()
    playground = Playground(**options)
    served = InThread(playground, loop)
    try:
        served.run(playground.start())
        yield served
    finally:
        served.run(playground.stop())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
