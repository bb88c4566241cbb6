"""A playground with a stub bot beside it, and one Chromium for all tests."""

import os
import shutil
import socket
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from playwright.sync_api import Browser, Error, Page, ViewportSize, expect, sync_playwright

from playground import InThread, Jump, Playground, TourStep, Upcoming, running_in_thread
from tests.browser.stub_bot import CARD, MANIFEST, StubBot, section
from tests.cli.demonstration import shown
from tests.patience import patient
from tools.test import NEEDED

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}

#: How long anything may take to show, in ms: a machine that does other work too is slow, not wrong.
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)

#: the pages that the test under way has open
PAGES: list[Page] = []

TOUR = (
    TourStep("hej", "Välkommen till Nätverk Norr", "Du är Kim Exempel, kontaktperson för Boden.", person="U0BODEN"),
    TourStep("kanal", "Nätverkets kanal", "Här läser alla.", conversation="C0NORR", highlight="message"),
    TourStep(
        "skriv",
        "Skriv ett åtagande",
        "Tryck på Enter så öppnas formuläret.",
        conversation="direct",
        highlight="composer",
        prefill="/atagande Vi inför kollegial handledning senast 1 juni",
    ),
    TourStep("hem", "Din översikt", "Allt som väntar på dig.", conversation="home", highlight="home"),
    TourStep(
        "andra", "Bli någon annan", "Robin ser sitt.", person="U0KALIX", conversation="C0NORR", highlight="people"
    ),
    TourStep("klocka", "Flytta klockan", "Se vad som skickas innan du flyttar den.", highlight="clock"),
)


@dataclass
class StoryTimeline:
    """A clock of three moments, which posts a letter on its way."""

    time: datetime = datetime(2027, 1, 18, 7, 30, tzinfo=UTC)
    #: what is posted on the way
    letter: Callable[[], object] = object
    went: list[datetime] = field(default_factory=list)

    def seconds(self) -> float:
        return self.time.timestamp()

    def now(self) -> datetime:
        return self.time.astimezone(ZoneInfo("Europe/Stockholm"))

    def day(self, instant: datetime) -> str:
        return f"{instant:%Y-%m-%d}"

    async def jumps(self) -> list[Jump]:
        return [
            Jump("next", "Nästa händelse", self.time + timedelta(hours=1)),
            Jump("monday", "Måndag 08:00", self.time + timedelta(days=7)),
        ]

    async def upcoming(self, until: datetime) -> list[Upcoming]:
        sent = [Upcoming(self.time + timedelta(minutes=30), "Kim Exempel", "Din vecka")]
        late = Upcoming(self.time + timedelta(days=2), "Robin Exempel", "Påminnelse", "Robin har redan svarat")
        return [*sent, *([late] if until > late.at else [])]

    async def go(self, instant: datetime) -> None:
        self.time = instant
        self.went.append(instant)
        self.letter()


@dataclass
class Network:
    """What a test has: the playground in its thread, the stub bot and the page's address."""

    served: InThread
    bot: StubBot
    timeline: StoryTimeline

    @property
    def slack(self) -> Playground:
        return self.served.playground

    def address(self, person: str, place: str = "C0NORR") -> str:
        return f"{self.slack.page_url}#/{person}/{place}" if person else self.slack.page_url


@pytest.fixture
def network() -> Iterator[Network]:
    with served_network() as network:
        yield network


@contextmanager
def served_network() -> Iterator[Network]:
    timeline = StoryTimeline()
    with running_in_thread(clock=timeline.seconds) as served:
        slack = patient(served.playground)
        network = Network(served, StubBot(slack.token, slack.api_url), timeline)
        served.do(lambda _: _settle(network))
        runner = served.run(_serve(network.bot))
        slack.bot_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        try:
            yield network
        finally:
            served.run(runner.cleanup())


def _settle(network: Network) -> None:
    slack = network.slack
    slack.workspace.name = "Nätverk Norr"
    slack.add_user("U0BODEN", "kim", "Kim Exempel", title="Kontaktperson, Boden")
    slack.add_user("U0KALIX", "robin", "Robin Exempel", title="Kontaktperson, Kalix")
    slack.add_user("U0LEAD", "alex", "Alex Exempel", title="Projektledningen")
    slack.add_user("U0GAST", "noa", "Noa Exempel", team_id="T0ANNAN")
    norr = slack.add_channel("C0NORR", "norr", ("U0BODEN", "U0KALIX", "U0LEAD", "U0GAST"))
    slack.add_channel("C0LEDNING", "projektledning", ("U0LEAD",), private=True)
    slack.add_channel("C0TORGET", "torget", ("U0LEAD",))
    slack.install(MANIFEST)
    slack.timeline = network.timeline
    workspace = slack.workspace
    kim = slack.person("U0BODEN")
    network.timeline.letter = lambda: workspace.post_as_bot(kim.dm, "Din vecka", [section("*Din vecka*")])
    workspace.post(norr, "U0LEAD", "Välkommen till kanalen. Här samlas *allt* om Nätverk Norr.", [])
    card = workspace.post_as_bot(norr, "Åtagande 12", CARD)
    workspace.post(norr, "U0KALIX", "Det låter bra. Hur har ni tänkt?", [], thread_ts=card.ts)
    norr.pins.append(card.ts)
    slack.mark_all_read()


async def _serve(bot: StubBot) -> web.AppRunner:
    app = web.Application()
    app.router.add_post("/slack/events", bot.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner


# Not for the whole session: while Playwright runs, its loop does, and no asynchronous test could have one of its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    names = NEEDED["chromium"]
    path = next((found for name in names if (found := shutil.which(name))), None)
    assert path, f"the tests of the page need a Chromium on the path: one of {', '.join(names)}"
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    # an English browser takes dates as month, day, year, whatever the machine speaks
    args = ["--lang=en-US", *(["--no-sandbox"] if root else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=args)
        yield browser
        browser.close()


@contextmanager
def page_of_demo(browser: Browser, folder: Path, *arguments: str) -> Iterator[Page]:
    """The page that `natverksbot demo …` opens in a folder; scripts that fail make the test fail, as does a bad end."""
    faults: list[str] = []
    with shown(folder, *arguments) as demo:
        context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce", locale="sv-SE")
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto(demo.address)
        page.wait_for_selector("body[data-ready]")
        PAGES.append(page)
        yield page
        PAGES.remove(page)
        context.close()
        assert demo.stop() == 0
    assert faults == []


Open = Callable[..., Page]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    call: pytest.CallInfo[None],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell what stood on the pages when a test failed: where it ran, nobody may have seen them."""
    report = yield
    if call.when == "call" and report.failed:
        for page in PAGES:
            report.sections.append((f"page {page.url}", _standing(page)))
    return report


def _standing(page: Page) -> str:
    """All there is to read on a page, as a screen reader has it."""
    try:
        return page.locator("body").aria_snapshot(timeout=5_000)
    except Error as fault:
        return f"it cannot be read: {fault}"


@pytest.fixture
def open_page(browser: Browser, network: Network) -> Iterator[Open]:
    """Open the page as somebody, somewhere; scripts that fail make the test fail."""
    faults: list[str] = []

    def opened(
        person: str = "U0BODEN",
        place: str = "C0NORR",
        *,
        phone: bool = False,
        dark: bool = False,
        size: ViewportSize | None = None,
    ) -> Page:
        context = browser.new_context(
            viewport=size or (PHONE if phone else DESKTOP),
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="sv-SE",
        )
        page = context.new_page()
        PAGES.append(page)
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto(network.address(person, place))
        page.wait_for_selector("body[data-ready]")
        return page

    yield opened
    while PAGES:
        PAGES.pop().context.close()
    assert faults == []
