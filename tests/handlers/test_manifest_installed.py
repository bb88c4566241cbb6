"""The app as its own manifest installs it: with those permissions and no others, everything still works."""

from bot.language import Language
from bot.slack.manifest import manifest
from tests.cast import CHANNEL, NOW
from tests.handlers.conftest import House
from tests.handlers.stories import card, fill


async def test_a_commitment_from_the_command_to_the_card(house: House) -> None:
    house.slack.install(manifest(Language("sv", NOW.date()), "https://natverksbot.exempel.se", socket=False))
    kim = house.person("U0BODEN")
    await kim.command("/atagande", channel=CHANNEL)
    fill(house, "U0BODEN", {"Åtagande": "Vi inför kollegial handledning"})
    assert (await kim.form.submit()).closed
    posted = await card(house, 1)
    await kim.click("Klart", in_=posted)
    await house.until(lambda: "klart" in posted.plain())
