"""What people say of milestones and dialogues: later, not for us, moved, a dialogue logged; and what is refused."""

from dataclasses import replace
from datetime import date

import pytest

from bot.content.faults import ContentError
from bot.errors import BotError
from bot.services.dialogues import DialogueWords, log_dialogue
from bot.services.milestones import shown_milestone, taken_up
from bot.storage.tables import Event, Meeting, Task, Unit
from playground import Message
from tests.wheel.conftest import City, nth


async def _unit(city: City, name: str) -> int:
    def find(database: object, *, now: object) -> int:
        with database.reading() as session:  # type: ignore[attr-defined]  # the bot's own Database
            return int(session.query(Unit.id).filter(Unit.name == name).scalar())

    return await city.stage.deps.do(find)


async def _wheel(city: City, name: str, who: str = "U0STRATEG") -> None:
    await city.person(who).command("/arshjul", name, channel="C0GRF")


async def _open(city: City, name: str, title: str = "Kvalitetsrapport för 2025/26", who: str = "U0STRATEG") -> None:
    """Choose a milestone from the menu under a wheel."""
    await _wheel(city, name, who)
    await city.person(who).click(title, in_=city.answer(who, "C0GRF"))


async def test_later_is_told_of_again_in_that_week_and_not_before(city: City) -> None:
    await city.day("2026-08-10")
    await _open(city, "Exempelskolan", who="U0REKTOR")
    kim = city.person()
    await kim.click("Påminn mig senare", in_=city.answer("U0REKTOR", "C0GRF"))
    for day, why in (
        ("2026-08-03", "har redan passerat"),
        ("2026-08-14", "Välj en dag från och med mån 17 aug, v. 34."),
        ("2026-10-28", "på skolans lov skickar jag inget, så ons 28 okt, v. 44, går inte."),
        ("2027-07-14", "skickar jag inget, så ons 14 juli 2027, v. 28, går inte."),
        ("2027-08-03", "Hållpunkten stängs sön 1 aug 2027, v. 30."),
    ):
        kim.form.fill("Påminn igen", day)
        assert why in (await kim.form.submit()).errors["Påminn igen"]
    kim.form.fill("Påminn igen", "2026-08-26")
    assert not (await kim.form.submit()).errors
    city.news()
    await city.day("2026-08-17")
    assert "Exempelskolan\nKvalitetsrapport" not in "\n".join(city.news())
    await city.day("2026-08-24")
    (letter,) = city.news()
    of_school = letter.split("Årshjulet: Exempelskolan")[1].split("Årshjulet:")[0]
    assert "Kvalitetsrapport för 2025/26, senast tis 1 sep, v. 36" in of_school
    assert "Kvalitetsplan" not in of_school


async def test_what_is_closed_can_be_done_and_not_told_of_later(city: City) -> None:
    await city.day("2026-06-08")
    await _open(city, "Exempelskolan", "HR- och ekonomidialog i maj: uppföljning", who="U0REKTOR")
    kim, old = city.person(), city.answer("U0REKTOR", "C0GRF")
    await city.day("2026-08-10")
    await kim.click("Påminn mig senare", in_=old)
    kim.form.fill("Påminn igen", "2026-08-20")
    closed = "Hållpunkten stängdes lör 1 aug, v. 31. Tryck på Redan klart om den är gjord."
    assert (await kim.form.submit()).errors == {"Påminn igen": closed}
    await kim.form.close()
    await kim.click("Gäller inte oss", in_=old)
    kim.form.fill("Varför gäller den inte er?", "Vi var nystartade.")
    await kim.form.submit()
    await kim.click("Öppna igen", in_=old)
    assert "inte gjort under läsåret" in old.plain()
    assert "Påminn mig senare" not in old.plain()


async def test_not_for_us_is_left_out_of_the_table_and_can_be_opened_again(city: City) -> None:
    await city.day("2026-08-10")
    await _open(city, "Provskolan", who="U0REKTOR")
    kim = city.person()
    await kim.click("Påminn mig senare", in_=city.answer("U0REKTOR", "C0GRF"))
    kim.form.fill("Påminn igen", "2026-08-26")
    await kim.form.submit()
    await kim.click("Gäller inte oss", in_=city.answer("U0REKTOR", "C0GRF"))
    kim.form.fill("Varför gäller den inte er?", "Vi är nystartade.")
    assert not (await kim.form.submit()).errors
    assert "Jag påminner" not in city.answer("U0REKTOR", "C0GRF").plain()
    alex = city.person("U0STRATEG")
    await alex.command("/arshjul", "tabell", channel="C0GRF")
    line = "Kvalitetsrapport för 2025/26, senast tis 1 sep, v. 36: 0 av 3 klara (gäller inte för en skola)"
    assert line in city.answer("U0STRATEG", "C0GRF").plain()
    school = await _unit(city, "Provskolan")
    view = await city.stage.deps.do(shown_milestone, await city.actor("U0STRATEG"), (school, "quality-report", 2026))
    assert view.standing.state == "not_applicable"
    assert view.standing.kept is not None
    assert view.standing.kept.reason == "Vi är nystartade."
    await kim.click("Öppna igen", in_=city.answer("U0REKTOR", "C0GRF"))
    view = await city.stage.deps.do(shown_milestone, await city.actor("U0STRATEG"), (school, "quality-report", 2026))
    assert view.standing.state in {"ahead", "next"}


async def test_the_administration_moves_a_day_for_all_schools_or_one(city: City) -> None:
    await city.day("2026-08-10")
    for name, day in (("Malmö", "2026-10-30"), ("Provskolan", "2026-09-10")):
        title = "Sammanställning av skolornas åtaganden" if name == "Malmö" else "Kvalitetsrapport"
        await _open(city, name, f"{title} för {'2026/27' if name == 'Malmö' else '2025/26'}")
        alex = city.person("U0STRATEG")
        await alex.click("Flytta", in_=city.answer("U0STRATEG", "C0GRF"))
        alex.form.fill("Ny sista dag", day)
        assert not (await alex.form.submit()).errors
    await _wheel(city, "Provskolan")
    shown = city.answer("U0STRATEG", "C0GRF").plain()
    assert "Kvalitetsrapport för 2025/26, senast tors 10 sep, v. 37" in shown
    # What is counted from it moves with it, and other schools keep theirs.
    assert "Följ upp och analysera resultat och kvalitetsplan för 2025/26, senast tors 27 aug, v. 35" in shown
    await _wheel(city, "Exempelskolan")
    assert "Kvalitetsrapport för 2025/26, senast tis 1 sep, v. 36" in city.answer("U0STRATEG", "C0GRF").plain()
    await _open(city, "Exempelskolan", who="U0REKTOR")
    assert "Flytta" not in city.answer("U0REKTOR", "C0GRF").plain()


async def test_a_day_is_moved_for_all_schools_at_once_and_done_for_none(city: City) -> None:
    await city.day("2026-08-10")
    alex, school = city.person("U0STRATEG"), await _unit(city, "Malmö")
    await alex.command("/arshjul", "tabell", channel="C0GRF")
    table = city.answer("U0STRATEG", "C0GRF")
    await alex.click("Visa", in_=table, nth=nth(table, "Kvalitetsplan för 2026/27"))
    await alex.click("Flytta för alla skolor", in_=city.answer("U0STRATEG", "C0GRF"))
    alex.form.fill("Ny sista dag", "2026-09-15")
    assert not (await alex.form.submit()).errors
    for name in ("Exempelskolan", "Papperskolan"):
        await _wheel(city, name)
        assert "Kvalitetsplan för 2026/27, senast tis 15 sep, v. 38" in city.answer("U0STRATEG", "C0GRF").plain()
    with pytest.raises(BotError):
        await city.stage.deps.do(taken_up, await city.actor("U0STRATEG"), (school, "quality-plan", 2026))


async def test_one_form_logs_a_dialogue_and_its_milestone_is_done(city: City) -> None:
    await city.day("2026-09-28")
    chef = city.person("U0CHEF")
    await chef.command("/arshjul", "dialog", channel="C0GRF")
    chef.form.fill("Skola eller förvaltning", "Exempelskolan")
    chef.form.fill("Dialog", "Resultat- och kvalitetsdialog")
    chef.form.fill("När", "2026-09-24")
    chef.form.fill("Vilka var med", "Rektor, utbildningschef och utvecklingsstöd")
    submitted = await chef.form.submit()
    assert not submitted.errors
    receipt = "Resultat- och kvalitetsdialog, tors 24 sep, v. 39, är loggad för Exempelskolan."
    assert receipt in chef.form.plain()
    assert "Hållpunkten Resultat- och kvalitetsdialog i september är klar." in chef.form.plain()
    school = await _unit(city, "Exempelskolan")
    view = await city.stage.deps.do(shown_milestone, await city.actor("U0CHEF"), (school, "september-dialogue", 2026))
    assert view.standing.state == "done"

    def kept(database: object, *, now: object) -> tuple[int, int, set[str]]:
        with database.reading() as session:  # type: ignore[attr-defined]  # the bot's own Database
            meetings = session.query(Meeting).filter(Meeting.kind == "dialogue").all()
            tasks = session.query(Task.id).filter(Task.kind == "milestone")
            events = session.query(Event).filter(Event.subject == "tasks", Event.subject_id.in_(tasks)).all()
            return len(meetings), len(tasks.all()), {one.action for one in events}

    assert await city.stage.deps.do(kept) == (1, 1, {"created"})

    # The other party logs the same one: it is no second dialogue, and does nothing to the next milestone.
    kim = city.person()
    await kim.command("/arshjul", "dialog", channel="C0GRF")
    kim.form.fill("Skola eller förvaltning", "Exempelskolan")
    kim.form.fill("Dialog", "Resultat- och kvalitetsdialog")
    kim.form.fill("När", "2026-09-24")
    said = "Dialogen tors 24 sep, v. 39, är redan loggad för Exempelskolan. Hade ni en dialog till, välj dagen för den."
    assert (await kim.form.submit()).errors == {"När": said}
    assert await city.stage.deps.do(kept) == (1, 1, {"created"})


async def test_what_has_not_been_held_is_told_to_both_parties_before_the_term_ends(city: City) -> None:
    await city.day("2026-12-07")
    line = "Resultat- och kvalitetsdialog: inte loggad under höstterminen"
    assert f"Exempelskolan, {line}" in "\n".join(city.news())
    assert "Resultat- och kvalitetsdialog: ingen av tre är loggad under höstterminen" in "\n".join(city.news("U0CHEF"))
    news = "\n".join(city.news("U0STRATEG"))
    assert "Resultat- och kvalitetsdialog: ingen av fyra är loggad under höstterminen" in news
    assert "Har ni redan haft en? Tryck på Logga en dialog." in news


async def test_what_cannot_be_logged_is_refused(city: City) -> None:
    await city.day("2026-09-28")
    school, chef = await _unit(city, "Exempelskolan"), await city.actor("U0CHEF")

    async def log(actor_id: str, unit: int, dialogue: str, day: str) -> str:
        actor = await city.actor(actor_id)
        words = DialogueWords()
        with pytest.raises(BotError) as refused:
            await city.stage.deps.do(log_dialogue, actor, unit, dialogue, date.fromisoformat(day), words, "key")
        return refused.value.sentence.name

    assert chef.name == "Charlie Exempel"
    assert await log("U0CHEF", school, "quality-school", "2026-09-29") == "dialogue-to-come"
    assert await log("U0CHEF", school, "quality-board", "2026-09-28") == "dialogue-of-others"
    assert await log("U0CHEF", 9999, "quality-school", "2026-09-28") == "milestone-unknown"
    assert await log("U0UTE", school, "quality-school", "2026-09-28") == "refused-dialogue"


async def test_a_school_is_asked_about_its_principal_by_name(city: City) -> None:
    await city.day("2026-08-10")
    await _open(city, "Provskolan", "Kontrollera skolans uppgifter", who="U0REKTOR")
    assert "Rektor är Kim Exempel. Skolan har ingen egen kanal här." in city.answer("U0REKTOR", "C0GRF").plain()


async def test_one_press_says_that_a_school_s_details_hold_and_another_takes_it_back(city: City) -> None:
    await city.day("2026-08-10")
    kim, alex, title = city.person(), city.person("U0STRATEG"), "Kontrollera skolans uppgifter"
    await kim.click("Visa", in_=city.letter(), nth=nth(city.letter(), title))
    ref, shown = (await _unit(city, "Exempelskolan"), "school-details", 2026), city.letter()
    await _open(city, "Exempelskolan", title)
    theirs = city.answer("U0STRATEG", "C0GRF")

    async def said() -> tuple[str, str, int]:
        view = await city.stage.deps.do(shown_milestone, await city.actor("U0REKTOR"), ref)
        assert view.standing.kept is not None
        return view.standing.state, view.standing.kept.done_by, view.standing.kept.version

    once, twice = (replace(shown, blocks=list(shown.blocks)) for _ in range(2))
    await kim.click("Stämmer", in_=shown)
    assert not kim.has_form
    assert f"*Exempelskolan: {title}* · klart" in shown.plain()
    # A second press, and one of somebody who has not seen the first, change nothing.
    await kim.click("Stämmer", in_=once)
    await alex.click("Stämmer", in_=theirs)
    assert await said() == ("done", "Kim Exempel", 2)
    assert f"*Exempelskolan: {title}* · klart" in theirs.plain()
    await kim.click("Öppna igen", in_=shown)
    assert (await said())[0] == "next"
    # What somebody has answered since the button was drawn stays.
    await alex.click("Gäller inte oss", in_=await _again(city, title))
    alex.form.fill("Varför gäller den inte er?", "Skolan läggs ner.")
    await alex.form.submit()
    await kim.click("Stämmer", in_=twice)
    assert (await said())[0] == "not_applicable"


async def _again(city: City, title: str) -> Message:
    await _open(city, "Exempelskolan", title)
    return city.answer("U0STRATEG", "C0GRF")


async def test_what_a_board_has_considered_is_called_so_in_its_form(city: City) -> None:
    await city.day("2027-02-01")
    bo = city.person("U0SEKR")
    await bo.click("Behandlad", in_=city.letter("U0SEKR"), nth=0)
    assert bo.form.title == "Behandlad"


async def test_names_that_are_not_there_or_stand_for_several_are_told(city: City) -> None:
    for typed, said in (
        ("Ingenstans", "Det finns ingen skola eller kommun som heter Ingenstans"),
        ("hjälp", "månad för månad"),
        ("exempel", "Årshjulet 2025/26: Exempelskolan"),
        ("m", "Flera börjar på m. Skriv hela namnet, med kommunen efter ett komma: Malmö · Modellskolan, Malmö."),
    ):
        await _wheel(city, typed)
        assert said in city.answer("U0STRATEG", "C0GRF").plain(), typed
    await city.person("U0UTE").command("/arshjul", channel="C0GRF")
    assert "Du står inte i något årshjul än." in city.answer("U0UTE", "C0GRF").plain()


async def test_who_may_not_is_told_who_may(city: City) -> None:
    await city.day("2026-09-07")
    for name, step, who, people in (
        ("Exempelskolan", "quality-plan", "U0UTE", ("Kim Exempel", "Charlie Exempel", "Alex Exempel")),
        ("Malmö", "seminar-autumn", "U0SEKR", ("Alex Exempel",)),
        ("Malmö", "dr2", "U0REKTOR", ("Bo Exempel", "Alex Exempel")),
    ):
        with pytest.raises(BotError) as refused:
            await city.stage.deps.do(taken_up, await city.actor(who), (await _unit(city, name), step, 2026))
        assert refused.value.sentence.values == {"unit": name, "people": people}


async def test_a_used_id_cannot_be_taken_from_the_programme(city: City) -> None:
    from bot.content.municipalities import PROGRAMMES

    await city.day("2026-08-10")
    await _open(city, "Exempelskolan", who="U0REKTOR")
    await city.person().click("Redan klart", in_=city.answer("U0REKTOR", "C0GRF"))
    await city.person().form.submit()
    text = (PROGRAMMES / "malmo-2014.yaml").read_text(encoding="utf-8")
    path = city.folder / "malmo-2014.yaml"
    path.write_text(text.replace("quality-report", "other-report"), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        await city.stage.load(path)
    assert [(fault.field, fault.what.name) for fault in caught.value.faults] == [("wheel", "load-id-removed")]
