"""The clock: one sees what will be sent, then jumps; the page stays alive meanwhile."""

import asyncio
from datetime import datetime

from playwright.sync_api import expect

from tests.browser.conftest import Network, Open


def test_what_will_be_sent_is_shown_before_the_jump(network: Network, open_page: Open) -> None:
    page = open_page()
    expect(page.locator(".clock-chip")).to_have_text("mån 18 jan, v. 3 08:30")
    page.locator("main").press("k")
    expect(page.locator(".now")).to_contain_text("måndag 18 januari 2027, vecka 3")
    page.click("text=Måndag 08:00")
    before = page.locator(".before")
    expect(before).to_contain_text("1 meddelande skickas.")
    expect(before).to_contain_text("Din vecka")
    expect(before.locator(".is-not")).to_contain_text("Skickas inte: Robin har redan svarat")
    assert network.timeline.went == []
    page.click(".before .button")
    expect(page.locator(".clock-chip")).to_have_text("mån 25 jan, v. 4 08:30")
    expect(page.locator(".place", has_text="Stubben").locator(".badge")).to_contain_text("1")
    assert len(network.timeline.went) == 1


def test_the_page_is_alive_while_time_passes(network: Network, open_page: Open) -> None:
    gate = asyncio.Event()

    async def go(instant: datetime) -> None:
        await gate.wait()
        network.timeline.time = instant

    network.timeline.go = go  # type: ignore[method-assign]  # time that takes its time
    page = open_page()
    page.click(".clock-chip")
    page.click(".jump >> nth=0")
    page.click(".before .button")
    expect(page.locator(".passing progress")).to_be_visible()
    expect(page.locator(".clock-chip")).to_contain_text("tiden går")
    page.locator(".acts", has_text="Robin").click()
    expect(page.locator(".whom")).to_contain_text("Robin")
    network.served.do(lambda _: gate.set())
    expect(page.locator(".clock-chip")).to_have_text("mån 18 jan, v. 3 09:30")


def test_a_jump_that_is_refused_says_why(network: Network, open_page: Open) -> None:
    page = open_page()
    page.click(".clock-chip")
    page.click(".jump >> nth=0")
    network.timeline.go = _refuse  # type: ignore[assignment,method-assign]  # as a moment that has passed
    page.click(".before .button")
    expect(page.locator(".panel .trouble")).to_contain_text("Klockan kunde inte flyttas: that has passed")


async def _refuse(_: datetime) -> None:
    raise ValueError("that has passed")


def test_without_a_timeline_there_are_no_jumps(network: Network, open_page: Open) -> None:
    network.slack.timeline = None
    page = open_page()
    page.click(".clock-chip")
    expect(page.locator(".panel")).to_contain_text("Här går tiden av sig själv.")
