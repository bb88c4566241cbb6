"""What stands in the messages: who has done a step, how many are ready, and what a returning theme led to."""

import json
from datetime import date
from typing import Any

from sqlalchemy import select

from bot.language import Language
from bot.messages.steps import carried_lines
from bot.services.commitments import CommitmentWords, log_commitment
from bot.services.inquiries import About, Written, hand_in
from bot.services.progress import mark_done
from bot.services.tasks import TaskWords, give_more_time, mark_task_done, note_task, shown_task
from bot.storage.tables import Commitment, Meeting, Network, Unit
from tests.preparation.conftest import NORR, Play, at, conference

KIM, NOA, ROBIN = "U0BODEN", "U0BODEN2", "U0KALIX"
#: The autumn's conference, and the one in February where its theme returns.
AUTUMN = conference("2026-12-09", themes="follow-up-routines")
FEBRUARY = conference("2027-02-10", number=2, themes="follow-up-routines, clear-roles")


async def test_a_step_done_by_one_says_so_to_the_other(play: Play) -> None:
    play.load(NORR + conference("2027-02-10"))
    await play.walk(at("2026-12-17"))
    brief = play.tasks("Boden")[1]
    mark_task_done(play.database, play.actor(NOA), brief.id, now=play.now)
    await play.refresh()
    (kims,) = play.mail(KIM, "Skriv ert missiv")
    assert "*Skriv ert missiv* · klart" in kims.plain()
    assert "Noa Exempel har markerat det som klart tors 17 dec, v. 51." in kims.plain()
    assert "Skriv ert missiv, senast ons 20 jan, v. 3" in play.mail(ROBIN, "Skriv ert missiv")[0].plain()


async def test_more_time_and_a_note_stand_in_the_message(play: Play) -> None:
    play.load(NORR + conference("2027-02-10"))
    await play.walk(at("2026-12-17"))
    brief = play.tasks("Boden")[1]
    give_more_time(play.database, play.actor(NOA), brief.id, date(2027, 1, 27), now=play.now)
    words = TaskWords("Utkastet ligger *här*", "https://boden.example/missiv")
    note_task(play.database, play.actor(NOA), brief.id, words, "f", version=2, now=play.now)
    await play.refresh()
    shown = play.mail(KIM, "Skriv ert missiv")[0].plain()
    assert "Skriv ert missiv, senast ons 27 jan, v. 4" in shown
    assert "Er anteckning: Utkastet ligger *här*" in shown
    assert "https://boden.example/missiv" in shown


async def test_a_step_that_is_done_is_not_told_of_and_stands_in_no_letter(play: Play) -> None:
    play.load(NORR + conference("2027-02-10"))
    await play.walk(at("2026-12-16"))
    mark_task_done(play.database, play.actor(NOA), play.tasks("Boden")[1].id, now=play.now)
    await play.walk(at("2027-01-18", 20))
    assert "own-brief" not in [*play.told(KIM), *play.told(KIM, "digest"), *play.told(NOA)]
    assert "own-brief" in play.told(ROBIN, "digest")


async def test_the_letter_comes_with_nothing_but_a_step_and_has_its_button(play: Play) -> None:
    play.load(NORR + conference("2027-02-10"))
    await play.walk(at("2027-01-18", 20))
    letter = play.mail(KIM, "Din vecka: mån 18 jan")[0]
    assert "Inför konferensen" in letter.plain()
    assert "Skriv ert missiv, senast ons 20 jan, v. 3" in letter.plain()
    assert "Visa" in [button["text"]["text"] for button in buttons(letter.blocks) if "text" in button]


async def test_a_late_step_stands_in_the_letter_for_one_week_more(play: Play) -> None:
    play.load(NORR + conference("2027-02-10"))
    await play.walk(at("2027-02-01", 20))
    assert "Skriv ert missiv. Sista dag var ons 20 jan, v. 3" in play.mail(KIM, "Din vecka: mån 25 jan")[0].plain()
    assert "Skriv ert missiv" not in play.mail(KIM, "Din vecka: mån 1 feb")[0].plain()


async def test_a_letter_that_is_brought_up_to_date_keeps_the_conference_it_was_about(play: Play) -> None:
    play.load(NORR + conference("2027-02-10") + conference("2027-09-14", number=2))
    await play.walk(at("2027-02-15"))
    mark_task_done(play.database, play.actor(KIM), play.tasks("Boden")[4].id, now=play.now)
    await play.refresh()
    letter = play.mail(KIM, "Din vecka: mån 8 feb")[0].plain()
    assert "Bestäm hur era åtaganden ska spridas · klart" in letter
    assert "*Nästa konferens:* ons 10–tors 11 feb, v. 6" in letter


async def test_the_count_follows_those_who_come_later(play: Play) -> None:
    play.load(NORR + conference("2027-02-10"))
    await play.walk(at("2027-01-20", 20))
    mark_task_done(play.database, play.actor(KIM), play.tasks("Boden")[1].id, now=play.now)
    await play.walk(at("2027-01-21", 9))
    (count,) = play.channel("missiv")
    assert "1 av 7 missiv är inne." in count.plain()
    assert "De som kommer senare räknas med här." in count.plain()
    assert "Boden" not in count.plain()
    mark_task_done(play.database, play.actor(ROBIN), play.tasks("Kalix")[1].id, now=play.now)
    await play.refresh()
    (count,) = play.channel("missiv")
    assert "2 av 7 missiv är inne." in count.plain()


async def test_a_theme_that_returns_brings_what_it_led_to(play: Play) -> None:
    await bring_home(play)
    play.now = at("2026-12-14")
    play.load(NORR + AUTUMN + conference("2027-02-24", number=2, themes="follow-up-routines, clear-roles"))
    await play.walk(at("2026-12-16", 20))
    shown = play.mail(KIM, "Följ upp erfarenheter")[0].plain()
    assert (
        "På konferensen återkommer temat *Rutiner för uppföljning och återkoppling*. Det här tog ni med er sist: "
        "två tankeställare och tre åtaganden. Två är klara, ett pågår. Vad har det lett till, och vad har ni lärt er?"
    ).replace("*", "") in shown.replace("*", "")
    assert "återkommer" not in play.mail(ROBIN, "Följ upp erfarenheter")[0].plain()


async def test_what_a_theme_led_to_stands_whole_in_the_step_and_at_the_top_of_its_form(play: Play) -> None:
    await bring_home(play)
    play.load(NORR + AUTUMN + FEBRUARY)
    task, carried = shown_task(play.database, play.actor(KIM), play.tasks("Boden", 2)[0].id, now=play.now)
    assert task.shows_earlier
    assert carried is not None
    assert carried.takeaways == ("Vem läser *våra* uppföljningar?", "Räcker tiden?")
    assert [(each.text, each.state) for each in carried.commitments] == [
        ("Vi inför lektionsbesök", "done"),
        ("Vi följer upp varje månad", "done"),
        ("Vi skriver rutinen", "ongoing"),
    ]
    assert carried_lines(carried, date(2026, 12, 14), Language("sv", date(2026, 12, 14))).splitlines() == [
        "Era tankeställare:",
        "– Vem läser *våra* uppföljningar?",
        "– Räcker tiden?",
        "Era åtaganden:",
        "– Åtagande 1 (klart): Vi inför lektionsbesök",
        "– Åtagande 2 (klart): Vi följer upp varje månad",
        "– Åtagande 3 (pågår): Vi skriver rutinen",
    ]
    other = shown_task(play.database, play.actor(KIM), play.tasks("Boden", 2)[1].id, now=play.now)
    assert other[1] is None, "only the step that shows it"


async def bring_home(play: Play) -> None:
    """Let Boden take two thoughts and three commitments home from the autumn's conference."""
    play.load(NORR + AUTUMN)
    play.now = at("2026-12-10", 14)
    kim = play.actor(KIM)
    with play.database.reading() as session:
        meeting = session.scalars(select(Meeting.id)).one()
        network = session.scalars(select(Network.id)).one()
        boden = session.scalars(select(Unit.id).where(Unit.name == "Boden")).one()
    answers = {"first": "Vem läser *våra* uppföljningar?", "second": "Räcker tiden?"}
    handed_in = Written(json.dumps(answers), None, "f")
    hand_in(play.database, kim, About(meeting, "takeaways", boden), handed_in, now=play.now)
    for number, text in enumerate(("Vi inför lektionsbesök", "Vi följer upp varje månad", "Vi skriver rutinen"), 1):
        words = CommitmentWords(text, theme="follow-up-routines" if number == 2 else None)
        log_commitment(play.database, kim, network, boden, words, f"c{number}", now=play.now)
    with play.database.reading() as session:
        ids = list(session.scalars(select(Commitment.id).order_by(Commitment.number)))
    for commitment_id in ids[:2]:
        mark_done(play.database, kim, commitment_id, now=play.now)
    play.now = at("2026-12-14")


def buttons(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the buttons of a message, in rows and beside paragraphs."""
    rows = [element for block in blocks if block["type"] == "actions" for element in block["elements"]]
    return rows + [block["accessory"] for block in blocks if "accessory" in block]
