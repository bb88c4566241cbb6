"""A roll-over in August: two years open from June, then the new one shows, and what is undone of the old one closes."""

from tests.wheel.conftest import City


async def test_the_new_year_shows_and_the_old_one_closes(city: City) -> None:
    await city.day("2027-06-07")
    await _asks(city)
    shown = city.answer("U0REKTOR", "C0MODELL").plain()
    assert "Årshjulet 2026/27: Modellskolan" in shown
    assert "Två läsår är öppna: 2026/27 och 2027/28." in shown
    assert "Kvalitetsrapport för 2026/27, senast ons 1 sep, v. 35" in shown
    # Week 23 tells of what falls on 1 September.
    assert "Kvalitetsplan för 2027/28, senast ons 1 sep, v. 35" in "\n".join(city.news())
    assert "Sista dag var" in shown

    await city.day("2027-07-31")
    city.news()
    await city.day("2027-08-01")
    await _asks(city)
    shown = city.answer("U0REKTOR", "C0MODELL").plain()
    assert "Årshjulet 2027/28: Modellskolan" in shown
    assert "HR- och ekonomidialog i juni: uppföljning · inte gjort under läsåret" in shown
    assert "Kvalitetsrapport för 2026/27, senast ons 1 sep, v. 35" in shown

    # Week 33 tells of it again, and asks whether principal and channel still hold.
    await city.day("2027-08-16")
    (letter,) = city.news()
    assert letter.count("Kvalitetsrapport för 2026/27, senast ons 1 sep, v. 35") == 2
    assert letter.count("Kontrollera skolans uppgifter, senast fre 20 aug, v. 33") == 2
    (posted,) = city.in_channel("C0MODELL")[-1:]
    assert "Rektor är Kim Exempel, och skolans kanal är" in posted
    await city.person().click("Stämmer", in_=city.person().messages("C0MODELL")[-1])
    assert not city.person().has_form
    await city.stage.quiet()
    public = [one for one in city.person().messages("C0MODELL") if one.ephemeral_to is None]
    assert "*Kontrollera skolans uppgifter* · klart" in public[-1].plain()


async def _asks(city: City) -> None:
    await city.person().command("/arshjul", channel="C0MODELL")
