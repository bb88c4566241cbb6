"""Letters follow their reader: the day and hour chosen, a pause, days away, and once more later."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete

from bot.domain.letters import AGAIN
from bot.storage.tables import Task
from tests.cast import NOW
from tests.settings.conftest import Life

PAUSE = "Vill_du_pausa?"
AWAY = {"Ska_du_vara_borta?": "Borta de här dagarna"}
DAY = timedelta(days=1)


def at(day: str, hour: int = 8) -> datetime:
    """Return an hour by the clocks of Stockholm, in winter."""
    return datetime.fromisoformat(day).replace(hour=hour - 1, tzinfo=UTC)


async def test_a_new_day_moves_what_is_not_sent_and_never_repeats_a_week(life: Life) -> None:
    await life.run(NOW)
    assert len(life.mail("U0BODEN", "Din vecka")) == 1
    keys = [row.key for row in life.rows("U0BODEN")]
    await life.set(Dag_för_veckobrevet="Fredag", Klockslag="07.00")
    rows = life.rows("U0BODEN")
    assert [row.key for row in rows] == keys
    assert [row.due_at for row in rows[1:3]] == [at("2026-12-04", 7), at("2026-12-11", 7)]
    for day in range(1, 13):
        await life.run(NOW + day * DAY)
    assert len(life.mail("U0BODEN", "Din vecka")) == 2
    assert life.mail("U0BODEN", "Din vecka: fre 4 dec, v. 49")


async def test_a_letter_never_moves_into_the_past(life: Life) -> None:
    await life.set(Dag_för_veckobrevet="Fredag")
    await life.run(NOW)
    assert life.mail("U0BODEN", "Din vecka") == []
    life.house.now = NOW + DAY
    await life.set(Dag_för_veckobrevet="Måndag")
    await life.run(at("2026-11-27"))
    await life.run(at("2026-11-30"))
    assert [row.sent_at.date().isoformat() for row in life.rows("U0BODEN") if row.sent_at] == [
        "2026-11-27",
        "2026-11-30",
    ]


async def test_a_pause_keeps_what_is_scheduled_away_and_ends_by_itself(life: Life) -> None:
    await life.set(**{PAUSE: "Till och med ett datum"}, Paus_till_och_med="2026-12-01")
    for day in ("2026-11-23", "2026-11-30"):
        await life.run(at(day, 10))
    assert life.mail("U0BODEN", "Din vecka") == []
    assert [(row.status, row.reason) for row in life.rows("U0BODEN")[:1]] == [("skipped", "paused")]
    await life.run(at("2026-12-02"))
    assert life.mail("U0BODEN", "Din vecka: ons 2 dec, v. 49"), "the week's letter comes on the day after the pause"
    await life.run(at("2026-12-07"))
    assert len(life.mail("U0BODEN", "Din vecka")) == 2


async def test_a_pause_until_further_notice_ends_when_its_person_says_so(life: Life) -> None:
    await life.set(**{PAUSE: "Tills vidare"})
    for week in range(3):
        await life.run(NOW + week * 7 * DAY)
    assert life.mail("U0BODEN", "Din vecka") == []
    await life.set(**{PAUSE: "Ingen paus"})
    await life.run(NOW + 21 * DAY)
    assert len(life.mail("U0BODEN", "Din vecka")) == 1


async def test_while_away_the_named_deputy_is_asked_and_may_act(life: Life) -> None:
    robin = life.house.person("U0KALIX")
    await life.set(**AWAY, Borta_från_och_med="2026-11-24", Borta_till_och_med="2026-12-09", Ersättare="U0KALIX")
    kim = life.house.person("U0BODEN")
    assert "Borta: tis 24 nov, v. 48–ons 9 dec, v. 50\nErsättare under tiden: Robin Exempel" in kim.form.plain()
    await life.run(at("2026-11-30"))
    assert life.mail("U0BODEN", "Din vecka: mån 30 nov, v. 49") == []
    (letter,) = life.mail("U0KALIX", "Din vecka: mån 30 nov, v. 49")
    assert "Du ersätter Kim Exempel till och med ons 9 dec, v. 50." in letter.plain()
    assert "Åtagande 1: Vi inför kollegial handledning" in letter.plain()
    await robin.click("Mina uppgifter", in_=robin.find("C0NORR", "[Mina uppgifter]"))
    assert "Kontaktperson: Kim Exempel\nErsättare: Noa Exempel och Robin" in robin.find("C0NORR", "*Boden*").plain()
    await robin.command("/atagande", "1 klart", channel="C0NORR")
    assert robin.find("C0NORR", "klart")
    await robin.command("/natverk", channel="C0NORR")
    assert robin.find("C0NORR", "• Boden: Robin Exempel (i stället för Kim Exempel)")


async def test_without_a_name_the_deputies_of_the_municipality_are_asked(life: Life) -> None:
    await life.open()
    form = life.house.person("U0BODEN").form
    form.fill("Ersättare", None)
    await life.hand_in(**AWAY, Borta_från_och_med="2026-11-24", Borta_till_och_med="2026-12-09")
    await life.run(at("2026-11-30"))
    assert len(life.mail("U0BODEN2", "Du ersätter Kim Exempel")) == 1


async def test_who_comes_back_gets_one_letter_and_the_deputy_none(life: Life) -> None:
    await life.run(NOW)
    await life.set(**AWAY, Borta_från_och_med="2026-11-24", Borta_till_och_med="2026-12-09")
    for day in range(1, 16):
        await life.run(NOW + day * DAY)
    assert len(life.mail("U0BODEN2", "Din vecka")) == 2
    life.house.now = at("2026-12-10", 7)
    for day in range(16, 24):
        await life.run(at("2026-11-23") + day * DAY)
    assert [row.sent_at.date().isoformat() for row in life.rows("U0BODEN") if row.sent_at] == [
        "2026-11-23",
        "2026-12-10",
        "2026-12-14",
    ]
    assert len(life.mail("U0BODEN2", "Din vecka")) == 2


async def test_an_absence_that_is_taken_back_gives_the_letters_back(life: Life) -> None:
    await life.set(**AWAY, Borta_från_och_med="2026-11-24", Borta_till_och_med="2026-12-09")
    await life.run(NOW)
    await life.set(**{"Ska_du_vara_borta?": "Inte borta"})
    await life.run(at("2026-11-30"))
    assert len(life.mail("U0BODEN", "Din vecka: mån 30 nov, v. 49")) == 1
    assert life.mail("U0BODEN2", "Din vecka") == []


async def test_once_more_later_and_never_twice(life: Life) -> None:
    kim = life.house.person("U0BODEN")
    await life.run(NOW)
    (letter,) = life.mail("U0BODEN", "Din vecka")
    for weekday in ("torsdag", "onsdag", "onsdag"):
        await kim.click(f"På {weekday}", in_=letter)
        assert f"Då påminner jag dig {weekday[:3]}" in kim.direct_messages()[-1].plain()
    await life.run(at("2026-11-24"))
    assert len(life.mail("U0BODEN", "Din vecka")) == 1
    for day in ("2026-11-25", "2026-11-26", "2026-11-27"):
        await life.run(at(day))
    again = life.mail("U0BODEN", "Din vecka: ons 25 nov, v. 48")
    assert len(again) == 1
    assert len(life.mail("U0BODEN", "Din vecka")) == 2
    assert "Påminn mig" not in again[0].plain()
    life.house.now = at("2026-11-25", 10)
    await kim.click("På torsdag", in_=letter)
    assert "Jag har redan påmint dig en extra gång den här veckan." in kim.direct_messages()[-1].plain()


@pytest.mark.parametrize(
    ("anything_to_do", "regular"), [(True, ("sent", None)), (False, ("skipped", "nothing-new"))], ids=["full", "empty"]
)
async def test_next_week_it_comes_once_more_with_that_letter_or_without(
    life: Life, anything_to_do: bool, regular: tuple[str, str | None]
) -> None:
    kim = life.house.person("U0BODEN")
    await life.run(NOW)
    (letter,) = life.mail("U0BODEN", "Din vecka")
    await kim.click("Nästa vecka", in_=letter)
    assert kim.direct_messages()[-1].plain() == "Då påminner jag dig mån 30 nov, v. 49."
    if not anything_to_do:
        with life.house.database.transaction(life.actor, NOW) as session:
            session.execute(delete(Task).where(Task.kind == "activity"))
    await life.run(at("2026-11-30"))
    assert len(life.mail("U0BODEN", "Din vecka")) == 2
    on_monday = [row for row in life.rows("U0BODEN") if row.due_at == at("2026-11-30")]
    assert [(row.status, row.reason) for row in on_monday if not row.key.endswith(AGAIN)] == [regular]


async def test_the_chosen_language_is_spoken(life: Life) -> None:
    await life.set(Språk="English")
    await life.run(NOW)
    assert len(life.mail("U0BODEN", "Your week: Mon 23 Nov")) == 1


async def test_three_weeks_without_the_bot_end_with_one_letter(life: Life) -> None:
    await life.run(NOW)
    await life.run(NOW + 21 * DAY)
    assert len(life.mail("U0BODEN", "Din vecka")) == 2
    ends = [(row.status, row.reason) for row in life.rows("U0BODEN") if row.due_at <= NOW + 21 * DAY]
    assert [status for status, _ in ends] == ["sent", "expired", "expired", "sent"]


async def test_the_last_letter_before_christmas_speaks_for_the_silent_weeks(life: Life) -> None:
    life.promise("Vi besöker varandras lektioner", due_on=date(2026, 12, 30))
    for day in ("2026-12-14", "2026-12-21", "2026-12-28", "2027-01-04", "2027-01-11"):
        await life.run(at(day))
    ended = {row.nominal_on: row.reason for row in life.rows("U0BODEN") if row.status == "skipped"}
    silent = [date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 4)]
    assert ended == dict.fromkeys(silent, "silent-week")
    before, after = life.mail("U0BODEN", "Din vecka")
    assert "*Till och med sön 10 jan, v. 1*\nÅtagande 2: Vi besöker varandras lektioner" in before.plain()
    assert "Nästa vecka" not in before.plain()
    assert "Det skulle vara klart ons 30 dec, v. 53" in after.plain()


async def test_two_letters_that_meet_are_one_and_both_keys_are_kept(life: Life) -> None:
    await life.set(Dag_för_veckobrevet="Fredag")
    await life.run(NOW)
    life.house.now = at("2026-11-27", 7)
    await life.set(Dag_för_veckobrevet="Fredag")
    # Nothing runs from Friday on, and meanwhile the next letter is set to come on Monday.
    life.house.now = at("2026-11-28")
    await life.set(Dag_för_veckobrevet="Måndag")
    await life.run(at("2026-11-30"))
    assert len(life.mail("U0BODEN", "Din vecka")) == 1
    ended = {row.nominal_on: (row.status, row.reason) for row in life.rows("U0BODEN")[:2]}
    assert ended == {date(2026, 11, 23): ("skipped", "merged"), date(2026, 11, 30): ("sent", None)}
