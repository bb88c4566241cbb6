"""Many milestones are marked as done in one form: at many schools, or of one; and taken back."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.errors import NotFound, Refused
from bot.services.many_milestones import Reopened, finish_milestones, reopen_marked, undone_milestones
from bot.services.milestones import shown_milestone
from bot.storage.tables import Delivery, Event, Person, Task
from tests.wheel.conftest import City, end_roles, nth, unit_id

TITLE = "Kvalitetsrapport"
WHERE, SCHOOLS = "Var är den klar?", "Skolor"
ONE, UNIT = "En hållpunkt på flera skolor", "Eller en skolas hela läsår"
BUT = "På alla skolor här, utom dem jag väljer"
ALL = ("Exempelskolan", "Modellskolan", "Papperskolan", "Provskolan")


async def _state(city: City, school: str, step: str = "quality-report") -> str:
    ref = (unit_id(city, school), step, 2026)
    return (await city.stage.deps.do(shown_milestone, await city.actor("U0STRATEG"), ref)).standing.state


async def _go_by(city: City, label: str, choice: str, who: str = "U0STRATEG") -> None:
    """Open the form by the command, and choose what to go by."""
    person = city.person(who)
    await person.command("/arshjul", "klart", channel="C0GRF")
    person.form.fill(label, choice)
    assert not (await person.form.submit()).errors


async def test_one_milestone_is_done_at_all_schools_but_one_and_taken_back(city: City) -> None:
    await city.day("2026-10-05")
    await _go_by(city, ONE, TITLE)
    alex = city.person("U0STRATEG")
    assert "Kvalitetsrapport för 2025/26, senast tis 1 sep, v. 36" in alex.form.plain()
    alex.form.fill(WHERE, BUT)
    alex.form.fill(SCHOOLS, ["Papperskolan"])
    assert not (await alex.form.submit()).errors
    said = alex.form.plain()
    assert "Kvalitetsrapport för 2025/26 är klar på tre skolor." in said
    assert "Exempelskolan, Modellskolan och Provskolan" in said
    assert [await _state(city, one) for one in ALL] == ["done", "done", "late", "done"]
    with city.stage.deps.database.reading() as session:
        history = session.scalars(select(Event).where(Event.subject == "tasks")).all()
        assert [one.changes["done_at"][0] for one in history] == [None] * 3
        assert {one.person_id for one in history} == {(await city.actor("U0STRATEG")).person_id}
    # What somebody has touched since stays.
    chef = city.person("U0CHEF")
    await chef.command("/arshjul", "Provskolan", channel="C0GRF")
    await chef.click("Kvalitetsrapport för 2025/26", in_=city.answer("U0CHEF", "C0GRF"))
    await chef.click("Öppna igen", in_=city.answer("U0CHEF", "C0GRF"))
    await chef.click("Redan klart", in_=city.answer("U0CHEF", "C0GRF"))
    await chef.form.submit()
    await alex.form.click("Ångra")
    assert "Två hållpunkter är öppna igen." in alex.form.plain()
    assert [await _state(city, one) for one in ALL] == ["late", "late", "late", "done"]


async def test_a_principal_marks_one_schools_year_what_has_been_first(city: City) -> None:
    await city.day("2026-10-05")
    await _go_by(city, UNIT, "Modellskolan", "U0REKTOR")
    kim = city.person()
    assert kim.form.labels() == ["Sista dagen har varit", "Sista dagen kommer", "Sista dagen kommer, fler"]
    assert (await kim.form.submit()).errors == {"Sista dagen har varit": "Välj det som är klart."}
    past = ["Kvalitetsrapport för 2025/26 · tis 1 sep, v. 36", "Kvalitetsplan för 2026/27 · tis 1 sep, v. 36"]
    kim.form.fill("Sista dagen har varit", past)
    assert not (await kim.form.submit()).errors
    assert "Modellskolan: två hållpunkter är klara." in kim.form.plain()
    assert await _state(city, "Modellskolan") == "done"


async def test_the_same_form_marks_once_and_what_others_marked_meanwhile_is_said(city: City) -> None:
    await city.day("2026-10-05")
    alex, do = await city.actor("U0STRATEG"), city.stage.deps.do
    refs = [(unit_id(city, name), "quality-report", 2026) for name in ALL]
    assert len((await do(finish_milestones, await city.actor("U0REKTOR"), refs[:1], "kims")).done) == 1
    for _ in range(2):
        marked = await do(finish_milestones, alex, [*refs, (refs[0][0], "of-another-programme", 2026)], "alexs")
        assert [one.unit.name for one in marked.done] == ["Modellskolan", "Papperskolan", "Provskolan"]
        assert (marked.known, marked.gone) == (1, 1)
    # What was taken back does not come again with the same form.
    await do(reopen_marked, alex, "alexs")
    assert (await do(finish_milestones, alex, refs, "alexs")).done == []
    with pytest.raises(NotFound):
        await do(reopen_marked, alex, "alexs")


async def test_nobody_marks_or_takes_back_what_is_not_theirs_and_nothing_is_half_stored(city: City) -> None:
    await city.day("2026-10-05")
    do, of_school, of_paper = city.stage.deps.do, unit_id(city, "Exempelskolan"), unit_id(city, "Papperskolan")
    refs = [(of_school, "quality-report", 2026), (of_paper, "quality-report", 2026)]
    for who in ("U0REKTOR", "U0CHEF", "U0SEKR", "U0UTE"):
        with pytest.raises(Refused):
            await do(finish_milestones, await city.actor(who), refs, who)
    with city.stage.deps.database.reading() as session:
        assert session.scalars(select(Task)).all() == []
    await do(finish_milestones, await city.actor("U0REKTOR"), refs[:1], "kims")
    with pytest.raises(NotFound):
        await do(reopen_marked, await city.actor("U0STRATEG"), "kims")
    end_roles(city, "U0REKTOR", "Exempelskolan")
    assert await do(reopen_marked, await city.actor("U0REKTOR"), "kims") == Reopened(0, 1)


async def test_everybody_is_offered_only_what_they_may_mark(city: City) -> None:
    await city.day("2026-10-05")
    do, levels = city.stage.deps.do, {}
    for who in ("U0STRATEG", "U0CHEF", "U0REKTOR", "U0SEKR", "U0UTE"):
        undone = await do(undone_milestones, await city.actor(who))
        levels[who] = ({one.unit.name for one in undone.standings}, {one.plan.level for one in undone.standings})
        assert [name for _, name in undone.years[:1]] == (["2026/27"] if undone.standings else [])
    theirs = {"Exempelskolan", "Modellskolan", "Provskolan"}
    assert levels == {
        "U0STRATEG": ({"Malmö", "Papperskolan", *theirs}, {"school", "administration", "board"}),
        "U0CHEF": (theirs, {"school"}),
        "U0REKTOR": (theirs, {"school"}),
        "U0SEKR": ({"Malmö"}, {"board"}),
        "U0UTE": (set(), set()),
    }
    in_channel = await do(undone_milestones, await city.actor("U0UTE"), unit_id(city, "Modellskolan"), "C0MODELL")
    assert {one.unit.name for one in in_channel.standings} == {"Modellskolan"}
    ute = city.person("U0UTE")
    await ute.command("/arshjul", "klart", channel="C0GRF")
    assert "Allt som du kan markera är redan klart." in city.answer("U0UTE", "C0GRF").plain()


async def test_one_milestone_is_marked_from_the_table_and_a_reminder_comes_back_with_undo(city: City) -> None:
    await city.day("2026-08-10")
    kim, alex = city.person(), city.person("U0STRATEG")
    await kim.command("/arshjul", "Provskolan", channel="C0GRF")
    await kim.click("Kvalitetsrapport för 2025/26", in_=city.answer("U0REKTOR", "C0GRF"))
    await kim.click("Påminn mig senare", in_=city.answer("U0REKTOR", "C0GRF"))
    kim.form.fill("Påminn igen", "2026-08-26")
    await kim.form.submit()
    await alex.command("/arshjul", "tabell", channel="C0GRF")
    table = city.answer("U0STRATEG", "C0GRF")
    await alex.click("Visa", in_=table, nth=nth(table, "Kvalitetsrapport för 2025/26"))
    await alex.click("Markera flera som klara", in_=city.answer("U0STRATEG", "C0GRF"))
    alex.form.fill(SCHOOLS, ["Provskolan"])
    assert not (await alex.form.submit()).errors
    assert "Provskolan: en hållpunkt är klar." in alex.form.plain()
    await alex.form.click("Ångra")
    assert "En hållpunkt är öppen igen." in alex.form.plain()
    ref = (unit_id(city, "Provskolan"), "quality-report", 2026)
    view = await city.stage.deps.do(shown_milestone, await city.actor("U0STRATEG"), ref)
    assert view.standing.kept is not None
    assert view.standing.kept.remind_on == date(2026, 8, 26)


async def test_one_thing_to_go_by_is_chosen(city: City) -> None:
    await city.day("2026-10-05")
    alex = city.person("U0STRATEG")
    await alex.command("/arshjul", "klart", channel="C0GRF")
    sentence = "Välj det ena: en hållpunkt på flera skolor, eller en skolas hela läsår."
    assert (await alex.form.submit()).errors == {ONE: sentence}
    alex.form.fill(ONE, TITLE)
    alex.form.fill(UNIT, "Malmö")
    assert (await alex.form.submit()).errors == {ONE: sentence}


async def test_what_was_sent_is_brought_up_to_date_in_one_go(city: City) -> None:
    await city.day("2026-08-17")
    refs = [(unit_id(city, name), "quality-report", 2026) for name in ALL]
    await city.stage.deps.do(finish_milestones, await city.actor("U0STRATEG"), refs, "x")
    with city.stage.deps.database.reading() as session:
        sent = session.scalars(select(Delivery).where(Delivery.sent_at.is_not(None))).all()
        marked = {one.recipient for one in sent if one.refresh_at is not None}
        people = session.scalars(select(Person.id).where(Person.slack_user_id.in_(["U0REKTOR", "U0STRATEG"]))).all()
        assert marked >= {f"person:{one}" for one in people} | {f"unit:{unit_id(city, 'Modellskolan')}"}
        assert {one.refresh_version for one in sent if one.refresh_at is not None} == {1}
