"""A commitment by hand, through Slack: the form, its card, the buttons, the refusals."""

from datetime import date

from sqlalchemy import select

from bot.storage.tables import Commitment
from tests.cast import CHANNEL
from tests.handlers.conftest import House


def stored(house: House) -> list[Commitment]:
    with house.database.reading() as session:
        return list(session.scalars(select(Commitment).order_by(Commitment.number)))


async def test_the_form_opens_filled_and_only_the_text_is_required(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", "Vi inför kollegial handledning senast 1 juni", channel=CHANNEL)
    assert kim.form.value("Åtagande") == "Vi inför kollegial handledning"
    assert kim.form.value("Senast klart") == "2027-06-01"
    assert [label for label in kim.form.labels() if "Åtagande" in label] == ["Åtagande"]
    assert (await kim.form.submit()).closed
    (commitment,) = stored(house)
    assert (commitment.number, commitment.text) == (1, "Vi inför kollegial handledning")
    assert commitment.due_on == date(2027, 6, 1)


async def test_the_card_comes_to_the_channel_and_is_done_by_its_button(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", "Vi inför kollegial handledning senast 1 juni", channel=CHANNEL)
    await kim.form.submit()
    card = await house.until(lambda: kim.find(CHANNEL, "kollegial handledning"))
    assert "Boden" in card.plain()
    assert "tis 1 juni, v. 22" in card.plain()
    assert (await kim.click("Klart", in_=card)).ok
    await house.until(lambda: "klart" in kim.find(CHANNEL, "Åtagande 1").plain().splitlines()[0])
